import { defineCheck } from '../define.ts';
import { words } from '../parameters.ts';
import { yaml } from '../paste.ts';
import { setTo } from '../patch.ts';
import { isSet } from '../subjects/field.ts';
import { admissionWebhook } from '../subjects/webhook.ts';
import { quoted } from '../text.ts';

export const webhookExternalUrl = defineCheck({
  id: 'webhook-external-url',
  title: 'Objects are sent to a webhook outside the cluster',
  category: 'admission',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: {
    nsa: ['admission-control'],
    microsoft: ['malicious-admission-controller'],
    mitre: ['T1552.007'],
  },
  because:
    'Whoever runs that host, or stands on the way to it, sees every object that the webhook asks about, Secrets too, and decides what the cluster accepts; without a `caBundle` any authority that the system trusts can vouch for the host.',
  remedy:
    'Run the webhook in the cluster and refer to its Service. Where it has to be elsewhere, pin its authority in `caBundle` and name its host in the parameters.',
  paste: yaml`
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingWebhookConfiguration
    metadata:
      name: policy
      annotations:
        # cert-manager fills in caBundle from the Secret of this Certificate.
        cert-manager.io/inject-ca-from: policy-system/policy
    webhooks:
      - name: validate.policy.example
        admissionReviewVersions: [v1]
        sideEffects: None
        failurePolicy: Fail
        timeoutSeconds: 5
        clientConfig:
          # Instead of url.
          service:
            name: policy
            namespace: policy-system
            port: 443
        rules:
          - apiGroups: ['']
            apiVersions: [v1]
            operations: [CREATE, UPDATE]
            resources: [pods]
  `,

  subject: admissionWebhook,
  fields: ['clientConfig.url'],
  parameters: {
    hosts: words([], 'Hosts outside the cluster that are known and trusted; they still need a `caBundle`.'),
  },
  violatedBy({ webhook: { clientConfig }, name, path }, _world, settings) {
    const url: unknown = clientConfig?.url;
    // The API server refuses a configuration with both; a Service alone leads into the cluster.
    if (!isSet(url) || url === '') return isSet(clientConfig?.service) ? false : 'not_applicable';
    const host = typeof url === 'string' && URL.canParse(url) ? new URL(url).hostname : undefined;
    if (host !== undefined && isNear(host)) return false;
    const isPinned = isSet(clientConfig?.caBundle) && clientConfig.caBundle !== '';
    if (host !== undefined && isPinned && settings.hosts.includes(host)) return false;
    const trust = isPinned ? '' : ', and any authority of the system may vouch for it';
    const field = 'clientConfig.url';
    // A path or a query could hold a token: only the host is shown.
    const message = `webhook ${quoted(name)}: ${field} leads to ${quoted(host ?? 'an unreadable address')}${trust}`;
    return { path: `${path}.${field}`, part: name, message };
  },

  examples: {
    violating: {
      'it leads to a host elsewhere': {
        clientConfig: { url: 'https://policy.vendor.example/validate' },
      },
      'no authority is pinned': {
        clientConfig: { caBundle: undefined, url: 'https://policy.vendor.example/validate' },
      },
      'the authority is empty': {
        clientConfig: { caBundle: '', url: 'https://policy.vendor.example/validate' },
      },
      'it leads to an address': { clientConfig: { url: 'https://203.0.113.7:8443/' } },
      'the host only ends like a Service': { clientConfig: { url: 'https://webhook.evilsvc/' } },
      'the host only begins like one': {
        clientConfig: { url: 'https://webhook.policy.svc.evil.test/' },
      },
      'policy trusts the host but nothing is pinned': setTo(
        { hosts: ['policy.vendor.example'] },
        { clientConfig: { caBundle: undefined, url: 'https://policy.vendor.example/' } },
      ),
      'the address cannot be read': { clientConfig: { url: 'policy.vendor.example' } },
    },
    compliant: {
      'it refers to a Service': { clientConfig: { url: undefined, service: { namespace: 'policy', name: 'webhook' } } },
      'the address is that of a Service': {
        clientConfig: { url: 'https://webhook.policy.svc:443/' },
      },
      'the address is a whole name of a Service': {
        clientConfig: { url: 'https://webhook.policy.svc.cluster.local/' },
      },
      'it stays on the host of the API server': {
        clientConfig: { url: 'https://127.0.0.1:23443/mutate' },
      },
      'it stays there by name': { clientConfig: { url: 'https://localhost:5443/' } },
      'it stays there by an address of the new kind': {
        clientConfig: { url: 'https://[::1]:5443/' },
      },
      'policy trusts the host': setTo(
        { hosts: ['policy.vendor.example'] },
        { clientConfig: { url: 'https://policy.vendor.example/validate' } },
      ),
    },
    notApplicable: {
      'it leads nowhere': { clientConfig: undefined },
      'the address is empty': { clientConfig: { url: '' } },
      'both are null': { clientConfig: { service: null, url: null } },
    },
  },
});

/** Whether a host is a Service, or the machine of the API server itself. */
function isNear(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(host) || /\.svc(?:\.cluster\.local)?\.?$/.test(host);
}
