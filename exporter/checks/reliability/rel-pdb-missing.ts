import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given, type Manifest } from '../patch.ts';
import { hasBudget } from '../subjects/disruption-budget.ts';
import { fewestOf, single } from '../subjects/replicas.ts';

export const relPdbMissing = defineCheck({
  id: 'rel-pdb-missing',
  title: 'All replicas may be evicted at once',
  category: 'reliability',
  risk: { impact: 'operations', ease: 'conditional' },
  optional: true,
  frameworks: { nsa: ['fault-tolerance'] },
  because: 'When several nodes are drained, nothing tells the drain to leave some replicas until others have started.',
  remedy: 'Add a PodDisruptionBudget with `maxUnavailable: 1` that selects the pods.',
  paste: yaml`
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata:
      name: app
      namespace: shop
    spec:
      maxUnavailable: 1
      unhealthyPodEvictionPolicy: AlwaysAllow
      selector:
        matchLabels:
          app: app
  `,

  subject: single,
  fields: ['spec.template.metadata.labels'],
  reads: ['HorizontalPodAutoscaler', 'PodDisruptionBudget'],
  violatedBy(workload, world) {
    if (fewestOf(workload, world) < 2) return 'not_applicable';
    if (hasBudget(workload.pod, world)) return false;
    return { path: 'spec.template.metadata.labels', message: 'no PodDisruptionBudget selects the labels of the pods' };
  },

  examples: {
    violating: {
      'there is none': { spec: { replicas: 2 } },
      'it selects other pods': given({ spec: { replicas: 2 } }, budget({ matchLabels: { app: 'other' } })),
      'it selects nothing': given({ spec: { replicas: 2 } }, budget(null)),
      'it is in another namespace': given({ spec: { replicas: 2 } }, budget({}, 'other')),
    },
    compliant: {
      'one selects its pods': given({ spec: { replicas: 2 } }, budget({ matchLabels: { app: 'app' } })),
      'one selects every pod': given({ spec: { replicas: 2 } }, budget({})),
      'one selects by expression': given(
        { spec: { replicas: 2 } },
        budget({ matchExpressions: [{ key: 'app', operator: 'In', values: ['app', 'web'] }] }),
      ),
    },
    notApplicable: {
      'there is one replica': {},
      'it is switched off': { spec: { replicas: 0 } },
    },
  },
});

function budget(selector: object | null, namespace = 'shop'): Manifest {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'app', namespace },
    spec: { selector, maxUnavailable: 1 },
  };
}
