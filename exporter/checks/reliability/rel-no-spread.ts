import { defineCheck } from '../define.ts';
import { entries } from '../subjects/field.ts';
import type { PodView } from '../subjects/pod-view.ts';
import { fewestOf, replicated } from '../subjects/replicas.ts';

const term = { labelSelector: { matchLabels: { app: 'app' } }, topologyKey: 'kubernetes.io/hostname' };

export const relNoSpread = defineCheck({
  id: 'rel-no-spread',
  title: 'Nothing keeps the replicas apart',
  category: 'reliability',
  risk: { impact: 'operations', ease: 'contributing' },
  optional: true,
  frameworks: { nsa: ['fault-tolerance'] },
  because: 'All replicas may land on one node or in one zone, and fail with it.',
  remedy: 'Add `topologySpreadConstraints` over nodes and zones.',

  subject: replicated,
  fields: ['spec.template.spec.topologySpreadConstraints', 'spec.template.spec.affinity.podAntiAffinity'],
  reads: ['HorizontalPodAutoscaler'],
  violatedBy(workload, world) {
    if (isSpread(workload.pod)) return false;
    return fewestOf(workload, world) < 2 ? 'not_applicable' : true;
  },

  examples: {
    violating: {
      'nothing is said': template({ topologySpreadConstraints: undefined }),
      'the lists are empty': template({
        topologySpreadConstraints: [],
        affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } },
      }),
      'they are null': template({ topologySpreadConstraints: null, affinity: null }),
    },
    compliant: {
      'they are spread': {},
      'they keep away from each other': template({
        topologySpreadConstraints: undefined,
        affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } },
      }),
      'they would rather': template({
        topologySpreadConstraints: undefined,
        affinity: {
          podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term }] },
        },
      }),
    },
    notApplicable: {
      'there is one replica': { spec: { replicas: 1, template: { spec: { topologySpreadConstraints: undefined } } } },
    },
  },
});

function isSpread({ spec: { topologySpreadConstraints, affinity } }: PodView): boolean {
  if (entries(topologySpreadConstraints).length > 0) return true;
  const apart = affinity?.podAntiAffinity;
  return (
    entries(apart?.requiredDuringSchedulingIgnoredDuringExecution).length > 0 ||
    entries(apart?.preferredDuringSchedulingIgnoredDuringExecution).length > 0
  );
}

function template<T>(spec: T) {
  return { spec: { template: { spec } } };
}
