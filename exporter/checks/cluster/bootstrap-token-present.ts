import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { bootstrapToken } from '../subjects/bootstrap-token.ts';
import { isSet, strings } from '../subjects/field.ts';
import { plain } from '../text.ts';

export const bootstrapTokenPresent = defineCheck({
  id: 'bootstrap-token-present',
  title: 'Bootstrap token lets new nodes join',
  category: 'cluster',
  risk: { impact: 'cluster', ease: 'contributing' },
  frameworks: { cis: ['3.1.3'], nsa: ['authentication'], mitre: ['T1078'] },
  because: 'Whoever has it joins a node of their own, which then receives pods, and the Secrets that they mount.',
  remedy: 'Delete the token once nodes have joined (`kubeadm token delete`), and make new ones with a short life.',
  paste: yaml`
    # What \`kubeadm init\` makes the first token from; \`kubeadm token create --ttl 1h\` makes later ones.
    apiVersion: kubeadm.k8s.io/v1beta4
    kind: InitConfiguration
    bootstrapTokens:
      - ttl: 1h0m0s
        usages: [signing, authentication]
        groups: ['system:bootstrappers:kubeadm:default-node-token']
  `,

  subject: bootstrapToken,
  fields: ['expiration'],
  violatedBy({ expiration, usages }, world) {
    if (!strings(usages).includes('authentication')) return false;
    if (!isSet(expiration)) return { path: 'expiration', message: 'expiration is not set: the token never ends' };
    return Date.parse(expiration) > world.today
      ? { path: 'expiration', message: `expiration is ${plain(expiration)}` }
      : false;
  },

  examples: {
    violating: {
      'it never expires': { data: { expiration: undefined } },
      'it expires next month': { data: { expiration: base64('2026-07-15T00:00:00Z') } },
    },
    compliant: {
      'it has expired': {},
      'nobody can sign in with it': {
        data: { expiration: undefined, 'usage-bootstrap-authentication': base64('false') },
      },
      'it is for signing only': { data: { expiration: undefined, 'usage-bootstrap-authentication': undefined } },
    },
    notApplicable: {
      'it is another Secret': { type: 'Opaque' },
      'it lies where no bootstrap token is looked for': { metadata: { namespace: 'shop' } },
    },
  },
});

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
