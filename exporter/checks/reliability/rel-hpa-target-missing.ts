import type { KindName } from '../../model/kinds.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given, type Manifest } from '../patch.ts';
import { autoscaler, targetOf } from '../subjects/autoscaler.ts';
import { soundDeployment } from '../subjects/replicas.ts';
import { quoted } from '../text.ts';

/** Kinds of Kubernetes that can be scaled; what others can is for their operators to say. */
const scalable = [
  'Deployment',
  'StatefulSet',
  'ReplicaSet',
  'ReplicationController',
] as const satisfies readonly KindName[];

const toDeployment = { spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'app' } } };

export const relHpaTargetMissing = defineCheck({
  id: 'rel-hpa-target-missing',
  title: 'Autoscaler scales something that is not there',
  category: 'reliability',
  risk: { impact: 'operations', ease: 'conditional' },
  optional: true,
  frameworks: {},
  because: 'What was meant to grow with its load was renamed or is spelled otherwise, and stays as it is under load.',
  remedy: 'Name the workload in `scaleTargetRef` as it is called, or delete the autoscaler.',
  paste: yaml`
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata:
      name: app
      namespace: shop
    spec:
      # A Deployment or StatefulSet of this namespace, by the name that it has.
      scaleTargetRef:
        apiVersion: apps/v1
        kind: Deployment
        name: app
      minReplicas: 2
      maxReplicas: 6
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: app
      namespace: shop
    spec:
      selector:
        matchLabels:
          app: app
      template:
        metadata:
          labels:
            app: app
        spec:
          containers:
            - name: app
              image: registry.example/team/app:1.4.2
  `,

  subject: autoscaler,
  fields: ['spec.scaleTargetRef'],
  reads: scalable,
  violatedBy(object, world) {
    const target = targetOf(object);
    const kind = scalable.find((name) => name === target?.kind);
    if (target === undefined || kind === undefined) return 'not_applicable';
    if (world.find(kind, object.metadata.namespace, target.name) !== undefined) return false;
    return {
      path: 'spec.scaleTargetRef',
      message: `scaleTargetRef names ${kind} ${quoted(target.name)}, which is not there`,
    };
  },

  examples: {
    violating: {
      'nothing has its name': toDeployment,
      'what has its name is of another kind': given(toDeployment, { ...soundDeployment, kind: 'StatefulSet' }),
      'what has its name is in another namespace': given(toDeployment, inNamespace('other')),
    },
    compliant: {
      'the workload is there': given(toDeployment, soundDeployment),
    },
    notApplicable: {
      'the kind is one of an operator': {},
      'no target is named': { spec: { scaleTargetRef: undefined } },
    },
  },
});

function inNamespace(namespace: string): Manifest {
  return { ...soundDeployment, metadata: { name: 'app', namespace } };
}
