import { isRecord, records } from '../../model/record.ts';
import { defineCheck } from '../define.ts';
import { matchesName, systemNamespaces } from '../parameters.ts';
import { yaml } from '../paste.ts';
import { given, setTo, type Manifest } from '../patch.ts';
import { isUsed } from '../subjects/cluster.ts';
import { namespace } from '../subjects/namespace.ts';
import { soundPod } from '../subjects/pod.ts';
import { podMakers } from '../subjects/selection.ts';

const range = (...limits: readonly object[]): Manifest => ({
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: { name: 'defaults', namespace: 'shop' },
  spec: { limits },
});

export const nsLimitRangeMissing = defineCheck({
  id: 'ns-limit-range-missing',
  title: 'Namespace has no default for what a container may take',
  category: 'namespaces',
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: { nsa: ['resource-policies'], mitre: ['T1499'], microsoft: ['denial-of-service'] },
  because:
    'A container that names no limits, and one forgotten line is enough, takes the memory of its whole node, and its neighbours are killed for it.',
  remedy: 'Add a LimitRange of type Container with `default` and `defaultRequest` for memory and CPU.',
  paste: yaml`
    # What a container gets that says nothing; measure first (\`kubectl top pods --containers\`).
    apiVersion: v1
    kind: LimitRange
    metadata:
      name: defaults
      namespace: shop
    spec:
      limits:
        - type: Container
          defaultRequest:
            cpu: 100m
            memory: 128Mi
          default:
            cpu: 500m
            memory: 256Mi
  `,

  subject: namespace,
  fields: ['metadata.name'],
  reads: [...podMakers, 'LimitRange'],
  parameters: { systemNamespaces },
  violatedBy({ metadata: { name } }, world, settings) {
    if (matchesName(settings.systemNamespaces, name) || !isUsed(name, world)) return 'not_applicable';
    const ranges = world.list('LimitRange', name);
    for (const { spec } of ranges) {
      const limits = isRecord(spec) ? records(spec['limits']) : [];
      if (limits.some(givesDefault)) return false;
    }
    const what = ranges.length === 0 ? 'no LimitRange' : 'no LimitRange with defaults for containers';
    return { path: 'metadata.name', message: `the namespace has workloads and ${what}` };
  },

  examples: {
    violating: {
      'there is no range': given({}, soundPod({})),
      'the range bounds claims': given(
        {},
        soundPod({}),
        range({ type: 'PersistentVolumeClaim', max: { storage: '1Ti' } }),
      ),
      'the range bounds whole pods only': given({}, soundPod({}), range({ type: 'Pod', max: { memory: '1Gi' } })),
      'the range has no defaults': given(
        {},
        soundPod({}),
        range({ type: 'Container', maxLimitRequestRatio: { memory: '2' } }),
      ),
      'the defaults are for something else': given(
        {},
        soundPod({}),
        range({ type: 'Container', default: { 'ephemeral-storage': '1Gi' } }),
      ),
      'the range is empty': given({}, soundPod({}), range()),
      'the range is in another namespace': given({}, soundPod({}), {
        ...range({ type: 'Container', default: { memory: '1Gi' } }),
        metadata: { name: 'defaults', namespace: 'other' },
      }),
    },
    compliant: {
      'there is a default limit': given({}, soundPod({}), range({ type: 'Container', default: { memory: '512Mi' } })),
      'there is a default request': given(
        {},
        soundPod({}),
        range({ type: 'Container', defaultRequest: { cpu: '100m' } }),
      ),
      'a minimum is the default request where there is none': given(
        {},
        soundPod({}),
        range({ type: 'Container', min: { memory: '16Mi' } }),
      ),
      'a maximum is the default where there is none': given(
        {},
        soundPod({}),
        range({ type: 'Container', max: { memory: '1Gi' } }),
      ),
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

/** The API server takes `max` for a missing `default`, and `default` or `min` for a missing `defaultRequest` (SetDefaults_LimitRangeItem). */
function givesDefault({ type, default: limit, defaultRequest, max, min }: Readonly<Record<string, unknown>>): boolean {
  if (type !== 'Container') return false;
  return [limit, defaultRequest, max, min].some((set) => isRecord(set) && ('memory' in set || 'cpu' in set));
}
