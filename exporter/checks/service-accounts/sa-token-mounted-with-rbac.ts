import { discoveryRoles } from '../access/discovery.ts';
import { boundToAccount, clusterRole, namespacedRole } from '../access/examples.ts';
import { accessKinds, grantsOfServiceAccount, type Grant } from '../access/grants.ts';
import { grantWords } from '../access/takeover.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given } from '../patch.ts';
import { pod } from '../subjects/pod.ts';
import { accountNamed, holdsApiToken, isMirror } from '../subjects/service-account.ts';
import { clipped, listed, quoted } from '../text.ts';

const mounted = { spec: { automountServiceAccountToken: true } };
const readers = clusterRole('readers', 'core configmaps get');

export const saTokenMountedWithRbac = defineCheck({
  id: 'sa-token-mounted-with-rbac',
  title: 'Pod holds a token with rights on the Kubernetes API',
  category: 'service-accounts',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: {
    nsa: ['service-account-tokens', 'authorization'],
    mitre: ['T1528', 'T1552.007'],
    microsoft: ['container-service-account'],
  },
  because:
    'A token without rights is a nuisance, one with rights is a way out of the pod: whatever is bound to the service account or to the groups it is in, an intruder may do as well.',
  remedy:
    'Where the program does not call the API, set `automountServiceAccountToken: false`; where it does, see that the roles name no more than it needs.',
  paste: yaml`
    # Where the program does not call the API.
    spec:
      template:
        spec:
          automountServiceAccountToken: false
  `,

  subject: pod,
  fields: ['automountServiceAccountToken', 'serviceAccountName'],
  reads: ['ServiceAccount', ...accessKinds],
  violatedBy(view, world) {
    if (isMirror(view)) return 'not_applicable';
    if (!holdsApiToken(view, world)) return false;
    const { namespace, serviceAccount } = view;
    const worthy = grantsOfServiceAccount(namespace, serviceAccount, world).filter(isWorthSomething);
    if (worthy.length === 0) return false;
    const ways = listed(worthy.map(grantWords), 2);
    return {
      path: `${view.path}.automountServiceAccountToken`,
      message: clipped(
        `the token of service account ${quoted(`${namespace}/${serviceAccount}`)} has rights through ${ways}`,
      ),
    };
  },

  examples: {
    violating: {
      'the pod asks for the token and its account is bound': given(
        mounted,
        accountNamed('app'),
        boundToAccount('', 'readers'),
        readers,
      ),
      'nobody says anything of the token': given(
        { spec: { automountServiceAccountToken: undefined } },
        accountNamed('app'),
        boundToAccount('', 'view'),
      ),
      'null says nothing either': given(
        { spec: { automountServiceAccountToken: null } },
        accountNamed('app', null),
        boundToAccount('', 'view'),
      ),
      'a Role of the namespace is bound': given(
        mounted,
        boundToAccount('shop', 'readers', { kind: 'Role' }),
        namespacedRole('readers', 'core configmaps get'),
      ),
      'the accounts of the namespace are bound': given(
        mounted,
        boundToAccount('', 'view', { subject: { kind: 'Group', name: 'system:serviceaccounts:shop' } }),
      ),
      'all accounts are bound': given(
        mounted,
        boundToAccount('', 'view', { subject: { kind: 'Group', name: 'system:serviceaccounts' } }),
      ),
      'it projects a token itself': given(
        {
          spec: {
            volumes: [{ name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }],
          },
        },
        boundToAccount('', 'view'),
      ),
    },
    compliant: {
      'no token is mounted': given({}, boundToAccount('', 'view')),
      'its account says no': given(
        { spec: { automountServiceAccountToken: undefined } },
        accountNamed('app', false),
        boundToAccount('', 'view'),
      ),
      'nothing is bound': mounted,
      'what everybody has is no right of its own': given(
        mounted,
        boundToAccount('', 'system:discovery', { subject: { kind: 'Group', name: 'system:authenticated' } }),
      ),
      'the role does not exist': given(mounted, boundToAccount('', 'readers')),
      'the role has no rules': given(mounted, boundToAccount('', 'readers'), clusterRole('readers')),
      'the accounts of another namespace are bound': given(
        mounted,
        boundToAccount('', 'view', { subject: { kind: 'Group', name: 'system:serviceaccounts:bank' } }),
      ),
      'another account is bound': given(
        mounted,
        boundToAccount('', 'view', { subject: { kind: 'ServiceAccount', name: 'other', namespace: 'shop' } }),
      ),
    },
    notApplicable: {
      'the pod is the copy of a static one': given(
        { metadata: { annotations: { 'kubernetes.io/config.mirror': 'a1b2' } }, ...mounted },
        boundToAccount('', 'view'),
      ),
    },
  },
});

/** Whether a grant gives more than what Kubernetes tells everybody anyway. */
function isWorthSomething({ role, rules }: Grant): boolean {
  return rules.length > 0 && !(role.kind === 'ClusterRole' && discoveryRoles.has(role.name));
}
