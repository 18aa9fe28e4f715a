import { isMadeFromTemplate } from '../../model/kinds.ts';
import { controllerOf } from '../../model/object.ts';
import type { World } from '../../model/world.ts';
import { kindNamed } from '../../model/kinds.ts';
import { defineCheck } from '../define.ts';
import { count, systemNamespaces } from '../parameters.ts';
import { yaml } from '../paste.ts';
import { given, setTo, type Manifest } from '../patch.ts';
import { cluster, usedNamespaces } from '../subjects/cluster.ts';
import { podMakers } from '../subjects/selection.ts';
import { quoted } from '../text.ts';

const deployments = (namespace: string, howMany: number): readonly Manifest[] => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
  ...Array.from({ length: howMany }, (_, index) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `app-${index}`, namespace },
    spec: { template: {} },
  })),
];

export const nsBoundaries = defineCheck({
  id: 'ns-boundaries',
  title: 'Everything runs in one namespace',
  category: 'namespaces',
  risk: { impact: 'workload', ease: 'contributing' },
  frameworks: { cis: ['5.6.1'], nsa: ['namespaces', 'network-separation'] },
  because:
    'Rights, quotas, network policies and Pod Security end at namespaces: where all workloads share one, whoever may read its Secrets or create pods for one of them may do so for all.',
  remedy: 'Give each application or team a namespace of its own, with bindings that end there.',
  paste: yaml`
    apiVersion: v1
    kind: Namespace
    metadata:
      name: shop
      labels:
        pod-security.kubernetes.io/enforce: restricted
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata:
      name: team-shop
      namespace: shop
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: ClusterRole
      name: edit
    subjects:
      - apiGroup: rbac.authorization.k8s.io
        kind: Group
        name: team-shop
  `,

  subject: cluster,
  fields: ['metadata.name'],
  reads: podMakers,
  parameters: {
    systemNamespaces,
    workloads: count(5, { min: 2, max: 10_000 }, 'From how many workloads on one namespace for all is too few.'),
  },
  violatedBy(_candidate, world, settings) {
    const [only, ...others] = usedNamespaces(world, settings.systemNamespaces);
    if (only === undefined) return 'not_applicable';
    if (others.length > 0) return false;
    const howMany = workloadsIn(only, world);
    if (howMany < settings.workloads) return false;
    return { path: 'metadata.name', message: `all ${howMany} workloads run in the namespace ${quoted(only)}` };
  },

  examples: {
    violating: {
      'five Deployments share one namespace': given({}, ...deployments('apps', 5)),
      'it is the default one': given({}, ...deployments('default', 6)),
      'a namespace without workloads parts nothing': given({}, ...deployments('apps', 5), ...deployments('empty', 0)),
      'policy draws the line earlier': setTo({ workloads: 2 }, {}, ...deployments('apps', 2)),
    },
    compliant: {
      'there are two namespaces': given({}, ...deployments('shop', 4), ...deployments('bank', 1)),
      'there is hardly anything to part': given({}, ...deployments('apps', 4)),
      'one application made of many pods is one workload': given(
        {},
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'apps' } },
        ...Array.from({ length: 6 }, (_, index) => ({
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: {
            name: `web-${index}`,
            namespace: 'apps',
            ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', controller: true }],
          },
        })),
      ),
    },
    notApplicable: {
      'nothing runs in it': {},
      'only the platform runs in it': given({}, ...deployments('kube-system', 9)),
      'another namespace stands for no cluster': given({ metadata: { name: 'shop' } }, ...deployments('apps', 5)),
    },
  },
});

/** Workloads that nobody else made from a template. */
function workloadsIn(namespace: string, world: World): number {
  let howMany = 0;
  for (const kind of podMakers) {
    for (const { metadata } of world.list(kind, namespace)) {
      const controller = controllerOf(metadata);
      const owner = controller && kindNamed(controller.apiVersion, controller.kind);
      if (owner === undefined || !isMadeFromTemplate(kind, owner)) howMany += 1;
    }
  }
  return howMany;
}
