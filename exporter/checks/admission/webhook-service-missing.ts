import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given, type Manifest } from '../patch.ts';
import { soundPod } from '../subjects/pod.ts';
import { podMakers, podsServed, serviceSelector } from '../subjects/selection.ts';
import { admissionWebhook, failurePolicyOf } from '../subjects/webhook.ts';
import { quoted } from '../text.ts';

const service = (spec: object = { selector: { app: 'webhook' } }): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'webhook', namespace: 'policy' },
  spec,
});
const toService = { clientConfig: { url: undefined, service: { namespace: 'policy', name: 'webhook' } } };
const behind: Manifest = {
  ...soundPod({}),
  metadata: { name: 'webhook', namespace: 'policy', labels: { app: 'webhook' } },
};

export const webhookServiceMissing = defineCheck({
  id: 'webhook-service-missing',
  title: 'Webhook leads to a Service that nobody answers for',
  category: 'admission',
  optional: true,
  risk: { impact: 'operations', ease: 'direct' },
  frameworks: { nsa: ['admission-control'] },
  because:
    'Where failures refuse, nothing it asks about can be created any more; where they are ignored, nothing is checked. And whoever may create the Service answers in its place.',
  remedy: 'Install what should answer, or delete the configuration that its removal left behind.',
  paste: yaml`
    apiVersion: v1
    kind: Service
    metadata:
      name: webhook
      namespace: policy
    spec:
      selector:
        app: webhook
      ports:
        - port: 443
          targetPort: 8443
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: webhook
      namespace: policy
    spec:
      replicas: 2
      selector:
        matchLabels:
          app: webhook
      template:
        metadata:
          labels:
            app: webhook
        spec:
          containers:
            - name: webhook
              image: registry.example/team/webhook:1.4.2
              ports:
                - containerPort: 8443
  `,

  subject: admissionWebhook,
  fields: ['clientConfig.service'],
  reads: ['Service', ...podMakers],
  violatedBy(view, world) {
    const { name, namespace } = view.webhook.clientConfig?.service ?? {};
    if (typeof name !== 'string' || typeof namespace !== 'string') return 'not_applicable';
    const found = world.find('Service', namespace, name);
    // A Service without a selector has endpoints of somebody else's making.
    if (found !== undefined && (serviceSelector(found) === undefined || podsServed(found, world).length > 0))
      return false;
    const what = found === undefined ? 'does not exist' : 'leads to no pod';
    const so = failurePolicyOf(view) === 'Ignore' ? 'nothing is checked' : 'all that it asks about is refused';
    return {
      path: `${view.path}.clientConfig.service`,
      part: view.name,
      message: `webhook ${quoted(view.name)}: service ${quoted(`${namespace}/${name}`)} ${what}: ${so}`,
    };
  },

  examples: {
    violating: {
      'the Service does not exist': toService,
      'it is in another namespace': given(toService, {
        ...service(),
        metadata: { name: 'webhook', namespace: 'other' },
      }),
      'it leads to no pod': given(toService, service()),
      'the pod has other labels': given(toService, service({ selector: { app: 'other' } }), behind),
      'failures are ignored': given({ ...toService, failurePolicy: 'Ignore' }),
    },
    compliant: {
      'a pod answers': given(toService, service(), behind),
      'a Deployment answers': given(toService, service(), {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'webhook', namespace: 'policy' },
        spec: { template: { metadata: { labels: { app: 'webhook' } }, spec: { containers: [{ name: 'webhook' }] } } },
      }),
      'somebody else keeps its endpoints': given(toService, service({ ports: [{ port: 443 }] })),
    },
    notApplicable: {
      'it leads to an address': {},
      'the Service is null': { clientConfig: { url: undefined, service: null } },
    },
  },
});
