import { defineCheck } from '../define.ts';
import { matchesName, systemNamespaces } from '../parameters.ts';
import { yaml } from '../paste.ts';
import { setTo } from '../patch.ts';
import { pod } from '../subjects/pod.ts';
import { isMirror } from '../subjects/service-account.ts';

export const saDefaultUsed = defineCheck({
  id: 'sa-default-used',
  title: 'Pod runs as the default service account',
  category: 'service-accounts',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { cis: ['5.1.5'], nsa: ['service-account-tokens'], mitre: ['T1078.001'] },
  because:
    'The account is shared with every other pod that names none: a right that one of them needs is given to all, and audit logs cannot tell them apart.',
  remedy: 'Create a service account for the program and name it in `serviceAccountName`.',
  paste: yaml`
    apiVersion: v1
    kind: ServiceAccount
    metadata:
      name: app
      namespace: shop
    automountServiceAccountToken: false
    ---
    spec:
      template:
        spec:
          serviceAccountName: app
  `,

  subject: pod,
  fields: ['serviceAccountName'],
  parameters: { systemNamespaces },
  violatedBy(view, _world, settings) {
    if (isMirror(view) || matchesName(settings.systemNamespaces, view.namespace)) return 'not_applicable';
    return view.serviceAccount === 'default';
  },

  examples: {
    violating: {
      'it names none': { spec: { serviceAccountName: undefined } },
      'it names the default one': { spec: { serviceAccountName: 'default' } },
      'an empty name is none': { spec: { serviceAccountName: '' } },
      'null is none': { spec: { serviceAccountName: null } },
      'the old field names the default one': { spec: { serviceAccountName: undefined, serviceAccount: 'default' } },
      'no token is mounted, which changes nothing': {
        spec: { serviceAccountName: undefined, automountServiceAccountToken: false },
      },
      'the namespace is none of the platform any more': setTo(
        { systemNamespaces: ['kube-public'] },
        { metadata: { namespace: 'kube-system' }, spec: { serviceAccountName: undefined } },
      ),
    },
    compliant: {
      'it names one of its own': { spec: { serviceAccountName: 'app' } },
      'the old field names one': { spec: { serviceAccountName: undefined, serviceAccount: 'app' } },
      'a name that begins like it is another': { spec: { serviceAccountName: 'default-runner' } },
    },
    notApplicable: {
      'the namespace is of the platform': {
        metadata: { namespace: 'kube-system' },
        spec: { serviceAccountName: undefined },
      },
      'policy says that the namespace is of the platform': setTo(
        { systemNamespaces: ['openshift-*'] },
        { metadata: { namespace: 'openshift-dns' }, spec: { serviceAccountName: undefined } },
      ),
      'the pod is the copy of a static one': {
        metadata: { annotations: { 'kubernetes.io/config.mirror': 'a1b2' } },
        spec: { serviceAccountName: undefined },
      },
    },
  },
});
