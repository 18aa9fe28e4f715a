import { defineCheck } from '../define.ts';
import { boundToAccount } from '../access/examples.ts';
import { accessKinds, grantsOfServiceAccount } from '../access/grants.ts';
import { words } from '../parameters.ts';
import { given, setTo } from '../patch.ts';
import { pod } from '../subjects/pod.ts';
import { accountNamed, isMirror, mountsToken } from '../subjects/service-account.ts';
import { quoted } from '../text.ts';

const need = 'shop.example/calls-kubernetes';
const declares = { declaredBy: [need] };
const declared = { metadata: { annotations: { [need]: 'true' } }, spec: { automountServiceAccountToken: true } };

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
  reads: ['ServiceAccount', ...accessKinds],
  parameters: {
    declaredBy: words(
      [],
      'Annotations by which a pod declares that its program calls the Kubernetes API; with one of them set to anything but false, and a binding that gives its service account rights, the token is accepted.',
    ),
  },
  violatedBy(view, world, { declaredBy }) {
    if (isMirror(view)) return 'not_applicable';
    const own = view.spec.automountServiceAccountToken ?? undefined;
    if (!mountsToken(view, world)) return false;
    const { namespace, serviceAccount } = view;
    if (isDeclared(view.annotations, declaredBy) && grantsOfServiceAccount(namespace, serviceAccount, world).length > 0)
      return false;
    if (own === true) return true;
    return {
      path: `${view.path}.automountServiceAccountToken`,
      message: `neither the pod nor its service account ${quoted(serviceAccount)} sets automountServiceAccountToken to false`,
    };
  },
  fix: { spec: { automountServiceAccountToken: false } },

  examples: {
    violating: {
      'the pod asks for it': { spec: { automountServiceAccountToken: true } },
      'the pod asks for it although its service account does not': given(
        { spec: { automountServiceAccountToken: true } },
        accountNamed('app', false),
      ),
      'neither pod nor service account says anything': given(
        { spec: { automountServiceAccountToken: undefined } },
        accountNamed('app', undefined),
      ),
      'null is as good as nothing': given({ spec: { automountServiceAccountToken: null } }, accountNamed('app', null)),
      'the service account does not exist': { spec: { automountServiceAccountToken: undefined } },
      'its need is declared, but nothing is bound that it could call': setTo(declares, declared),
      'its need is denied': setTo(
        declares,
        { ...declared, metadata: { annotations: { [need]: 'false' } } },
        boundToAccount('shop', 'view'),
      ),
      'what it declares is not what policy asks for': given(declared, boundToAccount('shop', 'view')),
      'the service account of another namespace says no': given(
        { spec: { automountServiceAccountToken: undefined } },
        { ...accountNamed('app', false), metadata: { name: 'app', namespace: 'other' } },
      ),
    },
    compliant: {
      'its need is declared, and a role is bound': setTo(declares, declared, boundToAccount('shop', 'view')),
      'the pod says no': { spec: { automountServiceAccountToken: false } },
      'its service account says no': given(
        { spec: { automountServiceAccountToken: undefined } },
        accountNamed('app', false),
      ),
      'the account default stands in where none is named': given(
        { spec: { automountServiceAccountToken: undefined, serviceAccountName: undefined } },
        accountNamed('default', false),
      ),
      'the field serviceAccount names it too': given(
        { spec: { automountServiceAccountToken: undefined, serviceAccountName: undefined, serviceAccount: 'old' } },
        accountNamed('old', false),
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

function isDeclared(annotations: Readonly<Record<string, string>>, keys: readonly string[]): boolean {
  for (const key of keys) if (Object.hasOwn(annotations, key) && annotations[key] !== 'false') return true;
  return false;
}
