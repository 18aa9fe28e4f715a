import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given } from '../patch.ts';
import { service } from '../subjects/network.ts';
import { soundPod } from '../subjects/pod.ts';
import { podMakers, podsServed, serviceSelector } from '../subjects/selection.ts';

const forWeb = { spec: { selector: { app: 'web' } } };

export const svcDangling = defineCheck({
  id: 'svc-dangling',
  title: 'Service leads to no pod',
  category: 'exposure',
  optional: true,
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: {},
  because:
    'Callers get no answer, and whoever may create a pod with these labels takes over the name and what is sent to it.',
  remedy: 'Correct the selector, or delete the Service.',
  paste: yaml`
    apiVersion: v1
    kind: Service
    metadata:
      name: app
      namespace: shop
    spec:
      # Labels that the pods have: kubectl get pods -n shop --show-labels
      selector:
        app: app
      ports:
        - port: 80
          targetPort: http
  `,

  subject: service,
  fields: ['spec.selector'],
  reads: podMakers,
  violatedBy(candidate, world) {
    if (serviceSelector(candidate) === undefined) return 'not_applicable';
    if (podsServed(candidate, world).length > 0) return false;
    return { path: 'spec.selector', message: 'spec.selector selects no pod and no workload of the namespace' };
  },

  examples: {
    violating: {
      'there is no pod': forWeb,
      'the labels differ': given(forWeb, soundPod({})),
      'the pod lacks one of the labels': given(
        { spec: { selector: { app: 'web', track: 'stable' } } },
        soundPod({ metadata: { labels: { app: 'web' } } }),
      ),
      'the pod is in another namespace': given(forWeb, {
        ...soundPod({}),
        metadata: { name: 'web', namespace: 'bank', labels: { app: 'web' } },
      }),
    },
    compliant: {
      'it leads to a pod': given(forWeb, soundPod({ metadata: { labels: { app: 'web', tier: 'front' } } })),
      'it leads to the pods of a Deployment': given(forWeb, {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web', namespace: 'shop' },
        spec: { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web' }] } } },
      }),
      'it leads to one replica of a StatefulSet': given(
        { spec: { selector: { 'statefulset.kubernetes.io/pod-name': 'db-0' } } },
        {
          apiVersion: 'apps/v1',
          kind: 'StatefulSet',
          metadata: { name: 'db', namespace: 'shop' },
          spec: { template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'db' }] } } },
        },
      ),
    },
    notApplicable: {
      'it has no selector': {},
      'the selector is empty': { spec: { selector: {} } },
      'it is an external name': {
        spec: { type: 'ExternalName', externalName: 'db.example', selector: { app: 'web' } },
      },
    },
  },
});
