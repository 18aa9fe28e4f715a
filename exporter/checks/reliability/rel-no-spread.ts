import { at, isRecord, records } from '../../model/record.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { entries } from '../subjects/field.ts';
import type { PodView } from '../subjects/pod-view.ts';
import { fewestOf, replicated } from '../subjects/replicas.ts';
import { selects, type Labels } from '../subjects/selection.ts';

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
  paste: yaml`
    spec:
      template:
        spec:
          topologySpreadConstraints:
            - topologyKey: topology.kubernetes.io/zone
              maxSkew: 1
              whenUnsatisfiable: ScheduleAnyway
              labelSelector: &pods
                matchLabels:
                  app: app
            - topologyKey: kubernetes.io/hostname
              maxSkew: 1
              whenUnsatisfiable: ScheduleAnyway
              labelSelector: *pods
  `,

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
      'they keep away from the pods of somebody else': template({
        topologySpreadConstraints: undefined,
        affinity: {
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { ...term, labelSelector: { matchLabels: { app: 'other' } } },
            ],
          },
        },
      }),
      'whom they keep away from is not said': template({
        topologySpreadConstraints: undefined,
        affinity: {
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 1, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname' } },
            ],
          },
        },
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

function isSpread({ labels, spec: { topologySpreadConstraints, affinity } }: PodView): boolean {
  if (entries(topologySpreadConstraints).length > 0) return true;
  const apart = affinity?.podAntiAffinity;
  return (
    records(apart?.requiredDuringSchedulingIgnoredDuringExecution).some((term) => isOfOwn(term, labels)) ||
    records(apart?.preferredDuringSchedulingIgnoredDuringExecution).some(({ podAffinityTerm }) =>
      isOfOwn(podAffinityTerm, labels),
    )
  );
}

/** Whether a term keeps a pod away from its equals; without a selector it keeps it away from nobody. */
function isOfOwn(term: unknown, labels: Labels): boolean {
  const selector = at(term, 'labelSelector');
  return isRecord(selector) && selects(selector, labels);
}

function template<T>(spec: T) {
  return { spec: { template: { spec } } };
}
