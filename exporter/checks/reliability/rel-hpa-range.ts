import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { autoscaler, fewestReplicas } from '../subjects/autoscaler.ts';

export const relHpaRange = defineCheck({
  id: 'rel-hpa-range',
  title: 'Autoscaler has no room, or goes down to a single pod',
  category: 'reliability',
  risk: { impact: 'operations', ease: 'conditional' },
  optional: true,
  frameworks: {},
  because:
    'One pod is none while it moves to another node; and between two equal bounds nothing is scaled, whatever the load.',
  remedy: 'Set `minReplicas` to two or more, and `maxReplicas` above it.',
  paste: yaml`
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata:
      name: app
      namespace: shop
    spec:
      scaleTargetRef:
        apiVersion: apps/v1
        kind: Deployment
        name: app
      minReplicas: 2
      maxReplicas: 6
      metrics:
        - type: Resource
          resource:
            name: cpu
            target:
              type: Utilization
              averageUtilization: 70
  `,

  subject: autoscaler,
  fields: ['spec.minReplicas', 'spec.maxReplicas'],
  violatedBy(object) {
    const fewest = fewestReplicas(object);
    if (fewest < 2) return { path: 'spec.minReplicas', message: `minReplicas is ${fewest}` };
    if (object.spec?.maxReplicas !== fewest) return false;
    return { path: 'spec.maxReplicas', message: `maxReplicas is ${fewest}, as minReplicas is` };
  },

  examples: {
    violating: {
      'it goes down to one': { spec: { minReplicas: 1 } },
      'one is the default': { spec: { minReplicas: undefined } },
      'null is as good as nothing': { spec: { minReplicas: null } },
      'it goes down to none': { spec: { minReplicas: 0 } },
      'it has no room': { spec: { minReplicas: 3, maxReplicas: 3 } },
    },
    compliant: {
      'it has room above two': { spec: { minReplicas: 2, maxReplicas: 3 } },
    },
  },
});
