import { isRecord } from '../../model/record.ts';
import { defineCheck } from '../define.ts';
import { matchesName, systemNamespaces } from '../parameters.ts';
import { yaml } from '../paste.ts';
import { given, setTo, type Manifest } from '../patch.ts';
import { isUsed } from '../subjects/cluster.ts';
import { namespace } from '../subjects/namespace.ts';
import { soundPod } from '../subjects/pod.ts';
import { podMakers } from '../subjects/selection.ts';

/** Resources that bound what pods take of nodes; limits of objects such as ConfigMaps do not. */
const bounding = /^(?:(?:requests\.|limits\.)?(?:cpu|memory)|pods|count\/pods)$/;

const quota = (spec: object | undefined): Manifest => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'compute', namespace: 'shop' },
  ...(spec && { spec }),
});

export const nsResourceQuotaMissing = defineCheck({
  id: 'ns-resource-quota-missing',
  title: 'Namespace may take all that the nodes have',
  category: 'namespaces',
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: {
    nsa: ['resource-policies'],
    mitre: ['T1496', 'T1499'],
    microsoft: ['resource-hijacking', 'denial-of-service'],
  },
  because:
    'One runaway autoscaler, a loop that creates pods or a miner with a stolen token fills every node, and the pods of others are evicted or never start.',
  remedy: 'Add a ResourceQuota that bounds requests of CPU and memory, or at least the number of pods.',
  paste: yaml`
    # Twice what the namespace asks for now is a start.
    apiVersion: v1
    kind: ResourceQuota
    metadata:
      name: quota
      namespace: shop
    spec:
      hard:
        requests.cpu: '10'
        requests.memory: 20Gi
        limits.memory: 40Gi
        pods: '100'
        services.loadbalancers: '2'
  `,

  subject: namespace,
  fields: ['metadata.name'],
  reads: [...podMakers, 'ResourceQuota'],
  parameters: { systemNamespaces },
  violatedBy({ metadata: { name } }, world, settings) {
    if (matchesName(settings.systemNamespaces, name) || !isUsed(name, world)) return 'not_applicable';
    const quotas = world.list('ResourceQuota', name);
    for (const { spec } of quotas) {
      const hard = isRecord(spec) ? spec['hard'] : undefined;
      if (isRecord(hard) && Object.keys(hard).some((resource) => bounding.test(resource))) return false;
    }
    const what = quotas.length === 0 ? 'no ResourceQuota' : 'no ResourceQuota that bounds CPU, memory or pods';
    return { path: 'metadata.name', message: `the namespace has workloads and ${what}` };
  },

  examples: {
    violating: {
      'there is no quota': given({}, soundPod({})),
      'the quota bounds nothing': given({}, soundPod({}), quota({ hard: {} })),
      'the quota has no limits': given({}, soundPod({}), quota({ hard: null })),
      'the quota has no specification': given({}, soundPod({}), quota(undefined)),
      'the quota counts other things': given(
        {},
        soundPod({}),
        quota({ hard: { configmaps: '10', 'requests.storage': '1Ti' } }),
      ),
      'the quota is in another namespace': given({}, soundPod({}), {
        ...quota({ hard: { pods: '10' } }),
        metadata: { name: 'compute', namespace: 'other' },
      }),
    },
    compliant: {
      'requests are bounded': given(
        {},
        soundPod({}),
        quota({ hard: { 'requests.cpu': '10', 'requests.memory': '20Gi' } }),
      ),
      'the short names count too': given({}, soundPod({}), quota({ hard: { cpu: '10' } })),
      'limits are bounded': given({}, soundPod({}), quota({ hard: { 'limits.memory': '20Gi' } })),
      'pods are counted': given({}, soundPod({}), quota({ hard: { 'count/pods': '50' } })),
    },
    notApplicable: {
      'nothing runs there': {},
      'the namespace is one of Kubernetes': given(
        { metadata: { name: 'kube-system' } },
        { ...soundPod({}), metadata: { name: 'app', namespace: 'kube-system' } },
      ),
      'the namespace is one that policy calls a system namespace': setTo(
        { systemNamespaces: ['shop'] },
        {},
        soundPod({}),
      ),
    },
  },
});
