import { yaml } from '../paste.ts';

/** Requests and limits, and how to find numbers for them. */
export const measuredResources = yaml`
  # Measure first (\`kubectl top pods --containers\` under load, or a VerticalPodAutoscaler that only recommends):
  # requests at what it needs, the limit of memory above its peak.
  spec:
    template:
      spec:
        containers:
          - name: app
            resources:
              requests:
                cpu: 100m
                memory: 128Mi
              limits:
                memory: 256Mi
`;
