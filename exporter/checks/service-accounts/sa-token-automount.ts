import { defineCheck } from '../define.ts';
import { given, type Manifest } from '../patch.ts';
import { pod } from '../subjects/pod.ts';
import { quoted } from '../text.ts';

export const saTokenAutomount = defineCheck({
  id: 'sa-token-automount',
  title: 'Pod is given a token for the Kubernetes API',
  category: 'service-accounts',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: {
    cis: ['5.1.6'],
    nsa: ['service-account-tokens'],
    mitre: ['T1528'],
    microsoft: ['container-service-account'],
  },
  because:
    'Most programs never call the Kubernetes API; the token that is mounted all the same lets an intruder do so with every right of the service account.',
  remedy:
    'Set `automountServiceAccountToken: false` for the pod, or for its service account if no pod of it needs a token.',

  subject: pod,
  fields: ['automountServiceAccountToken'],
  reads: ['ServiceAccount'],
  violatedBy(view, world) {
    // Static pods have no service account; what the API shows of them is a copy.
    if (view.kind === 'Pod' && view.annotations['kubernetes.io/config.mirror'] !== undefined) return 'not_applicable';
    const own = view.spec.automountServiceAccountToken ?? undefined;
    if (own === false) return false;
    if (own === true) return true;
    const name = view.serviceAccount;
    const account = world.find('ServiceAccount', view.namespace, name);
    if (account?.['automountServiceAccountToken'] === false) return false;
    return {
      path: `${view.path}.automountServiceAccountToken`,
      message: `neither the pod nor its service account ${quoted(name)} sets automountServiceAccountToken to false`,
    };
  },
  fix: { spec: { automountServiceAccountToken: false } },

  examples: {
    violating: {
      'the pod asks for it': { spec: { automountServiceAccountToken: true } },
      'the pod asks for it although its service account does not': given(
        { spec: { automountServiceAccountToken: true } },
        account('app', false),
      ),
      'neither pod nor service account says anything': given(
        { spec: { automountServiceAccountToken: undefined } },
        account('app', undefined),
      ),
      'null is as good as nothing': given({ spec: { automountServiceAccountToken: null } }, account('app', null)),
      'the service account does not exist': { spec: { automountServiceAccountToken: undefined } },
      'the service account of another namespace says no': given(
        { spec: { automountServiceAccountToken: undefined } },
        { ...account('app', false), metadata: { name: 'app', namespace: 'other' } },
      ),
    },
    compliant: {
      'the pod says no': { spec: { automountServiceAccountToken: false } },
      'its service account says no': given(
        { spec: { automountServiceAccountToken: undefined } },
        account('app', false),
      ),
      'the account default stands in where none is named': given(
        { spec: { automountServiceAccountToken: undefined, serviceAccountName: undefined } },
        account('default', false),
      ),
      'the field serviceAccount names it too': given(
        { spec: { automountServiceAccountToken: undefined, serviceAccountName: undefined, serviceAccount: 'old' } },
        account('old', false),
      ),
    },
    notApplicable: {
      'the pod is the copy of a static one': {
        metadata: { annotations: { 'kubernetes.io/config.mirror': 'a1b2' } },
        spec: { automountServiceAccountToken: undefined },
      },
    },
  },
});

function account(name: string, automountServiceAccountToken: boolean | null | undefined): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace: 'shop' },
    automountServiceAccountToken,
  };
}
