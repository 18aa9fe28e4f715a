import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given, type Manifest } from '../patch.ts';
import { replicated, fewestOf } from '../subjects/replicas.ts';

export const relSingleReplica = defineCheck({
  id: 'rel-single-replica',
  title: 'Workload runs as a single pod',
  category: 'reliability',
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: { nsa: ['fault-tolerance'] },
  because: 'When its node fails, is drained or is upgraded, nothing answers until another pod has started elsewhere.',
  remedy:
    'Run at least two replicas, or set `minReplicas` of the autoscaler to two, if the program can share its work.',
  paste: yaml`
    # Only where two of the program can run side by side.
    spec:
      replicas: 2
  `,

  subject: replicated,
  fields: ['spec.replicas'],
  reads: ['HorizontalPodAutoscaler'],
  violatedBy(workload, world) {
    const fewest = fewestOf(workload, world);
    if (fewest >= 2) return false;
    // What is switched off serves nobody who could miss it.
    return fewest <= 0 ? 'not_applicable' : { path: 'spec.replicas', message: 'replicas may be as few as one' };
  },

  examples: {
    violating: {
      'one replica is asked for': { spec: { replicas: 1 } },
      'one is the default': { spec: { replicas: undefined } },
      'null is as good as nothing': { spec: { replicas: null } },
      'a StatefulSet has one': { kind: 'StatefulSet', spec: { replicas: 1 } },
      'its autoscaler goes down to one': given({ spec: { replicas: 4 } }, autoscaler(1)),
      'one is where autoscalers end by default': given({ spec: { replicas: 4 } }, autoscaler(undefined)),
      'the autoscaler is for something else': given({ spec: { replicas: 1 } }, autoscaler(2, { name: 'other' })),
      'the autoscaler is for another kind': given({ spec: { replicas: 1 } }, autoscaler(2, { kind: 'StatefulSet' })),
      'the autoscaler is in another namespace': given({ spec: { replicas: 1 } }, autoscaler(2, {}, 'other')),
    },
    compliant: {
      'there are two': {},
      'its autoscaler keeps two': given({ spec: { replicas: undefined } }, autoscaler(2)),
      'its autoscaler says so in an older version': given(
        { spec: { replicas: 1 } },
        { ...autoscaler(3), apiVersion: 'autoscaling/v1' },
      ),
    },
    notApplicable: {
      'it is switched off': { spec: { replicas: 0 } },
      'it is switched off although it has an autoscaler': given({ spec: { replicas: 0 } }, autoscaler(1)),
    },
  },
});

function autoscaler(minReplicas: number | undefined, target: object = {}, namespace = 'shop'): Manifest {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'app', namespace },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'app', ...target },
      minReplicas,
      maxReplicas: 10,
    },
  };
}
