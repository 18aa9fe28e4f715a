import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given } from '../patch.ts';
import { pod } from '../subjects/pod.ts';
import { accountNamed, accountOf, isMirror } from '../subjects/service-account.ts';
import { quoted } from '../text.ts';

export const saNonexistent = defineCheck({
  id: 'sa-nonexistent',
  title: 'Pod names a service account that does not exist',
  category: 'service-accounts',
  risk: { impact: 'operations', ease: 'direct' },
  frameworks: { mitre: ['T1078'] },
  because:
    'No pod is admitted until somebody creates the account; whoever does decides what the program runs as, and bindings that wait for the name come to life.',
  remedy: 'Create the service account together with the workload, or name the one that is meant.',
  paste: yaml`
    apiVersion: v1
    kind: ServiceAccount
    metadata:
      name: app
      namespace: shop
    automountServiceAccountToken: false
  `,

  subject: pod,
  fields: ['serviceAccountName'],
  reads: ['ServiceAccount'],
  violatedBy(view, world) {
    if (isMirror(view)) return 'not_applicable';
    // Kubernetes makes this one in every namespace.
    if (view.serviceAccount === 'default' || accountOf(view, world) !== undefined) return false;
    const account = `${view.namespace}/${view.serviceAccount}`;
    return { path: `${view.path}.serviceAccountName`, message: `service account ${quoted(account)} does not exist` };
  },

  examples: {
    violating: {
      'there is no such account': { spec: { serviceAccountName: 'missing' } },
      'it exists in another namespace only': given(
        { spec: { serviceAccountName: 'ops' } },
        { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'ops', namespace: 'bank' } },
      ),
      'the old field names it': { spec: { serviceAccountName: undefined, serviceAccount: 'missing' } },
    },
    compliant: {
      'it exists': given({ spec: { serviceAccountName: 'ops' } }, accountNamed('ops')),
      'every namespace has the default one': { spec: { serviceAccountName: 'default' } },
      'none is named': { spec: { serviceAccountName: undefined } },
      'an empty name is none': { spec: { serviceAccountName: '' } },
    },
    notApplicable: {
      'the pod is the copy of a static one': {
        metadata: { annotations: { 'kubernetes.io/config.mirror': 'a1b2' } },
        spec: { serviceAccountName: 'missing' },
      },
    },
  },
});
