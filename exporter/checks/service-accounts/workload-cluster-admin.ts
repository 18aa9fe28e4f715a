import { accessKinds } from '../access/grants.ts';
import { powersOfServiceAccount } from '../access/powers.ts';
import { powerSentence } from '../access/takeover.ts';
import { everything } from '../access/ways.ts';
import { boundToAccount, clusterRole, namespacedRole } from '../access/examples.ts';
import { defineCheck } from '../define.ts';
import { given } from '../patch.ts';
import { narrowRoleBound } from '../snippets/narrow-role.ts';
import { pod } from '../subjects/pod.ts';
import { accountNamed, holdsApiToken, isMirror } from '../subjects/service-account.ts';

const mounted = { spec: { automountServiceAccountToken: true } };
const admins = clusterRole('admins', '* * *');

export const workloadClusterAdmin = defineCheck({
  id: 'workload-cluster-admin',
  title: 'Pod runs as an administrator of everything',
  category: 'service-accounts',
  risk: { impact: 'cluster', ease: 'direct' },
  frameworks: { cis: ['5.1.1'], nsa: ['authorization', 'service-account-tokens'], mitre: ['T1078', 'T1098.006'] },
  because:
    'The token in the pod carries every right: whoever runs one command in it, through a flaw of the program or of any library of it, owns the cluster, or the whole namespace where the binding is of one.',
  remedy:
    'Bind the service account to a role that names what the program does; if it never calls the Kubernetes API, mount no token.',
  paste: narrowRoleBound,

  subject: pod,
  fields: ['serviceAccountName', 'automountServiceAccountToken'],
  reads: ['ServiceAccount', ...accessKinds],
  violatedBy(view, world) {
    if (isMirror(view)) return 'not_applicable';
    if (!holdsApiToken(view, world)) return false;
    const { namespace, serviceAccount } = view;
    const [first, ...rest] = powersOfServiceAccount(namespace, serviceAccount, world).filter(
      ({ way }) => way === everything,
    );
    if (first === undefined) return false;
    return {
      path: `${view.path}.serviceAccountName`,
      message: powerSentence(namespace, serviceAccount, [first, ...rest]),
    };
  },

  examples: {
    violating: {
      'its service account is bound to cluster-admin': given(mounted, boundToAccount('', 'cluster-admin')),
      'the role has another name and every right': given(mounted, boundToAccount('', 'admins'), admins),
      'the binding is of its namespace': given(mounted, boundToAccount('shop', 'cluster-admin')),
      'a Role gives every right on its namespace': given(
        mounted,
        boundToAccount('shop', 'owner', { kind: 'Role' }),
        namespacedRole('owner', '* * *'),
      ),
      'the binding is of another namespace': given(mounted, boundToAccount('bank', 'cluster-admin')),
      'every service account of the namespace is bound': given(
        mounted,
        boundToAccount('', 'cluster-admin', { subject: { kind: 'Group', name: 'system:serviceaccounts:shop' } }),
      ),
      'everybody with an account is bound': given(
        mounted,
        boundToAccount('', 'cluster-admin', { subject: { kind: 'Group', name: 'system:authenticated' } }),
      ),
      'it is bound by its user name': given(
        mounted,
        boundToAccount('', 'cluster-admin', { subject: { kind: 'User', name: 'system:serviceaccount:shop:app' } }),
      ),
      'the subject leaves out the namespace that is its own': given(
        mounted,
        boundToAccount('shop', 'cluster-admin', { subject: { kind: 'ServiceAccount', name: 'app' } }),
      ),
      'the role gets its rules by aggregation': given(
        mounted,
        boundToAccount('', 'collected'),
        {
          ...clusterRole('collected'),
          aggregationRule: { clusterRoleSelectors: [{ matchLabels: { collect: 'yes' } }] },
        },
        { ...admins, metadata: { name: 'admins', labels: { collect: 'yes' } } },
      ),
      'no account is named and the default one is bound': given(
        { spec: { serviceAccountName: undefined, automountServiceAccountToken: undefined } },
        boundToAccount('', 'cluster-admin', {
          subject: { kind: 'ServiceAccount', name: 'default', namespace: 'shop' },
        }),
      ),
      'it projects a token itself': given(
        {
          spec: {
            volumes: [{ name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }],
          },
        },
        boundToAccount('', 'cluster-admin'),
      ),
    },
    compliant: {
      'no token is mounted': given({}, boundToAccount('', 'cluster-admin')),
      'its service account mounts none': given(
        { spec: { automountServiceAccountToken: undefined } },
        accountNamed('app', false),
        boundToAccount('', 'cluster-admin'),
      ),
      'the token it projects is for somebody else': given(
        {
          spec: {
            volumes: [
              {
                name: 'token',
                projected: { sources: [{ serviceAccountToken: { path: 'token', audience: 'sts.amazonaws.com' } }] },
              },
            ],
          },
        },
        boundToAccount('', 'cluster-admin'),
      ),
      'the account of that name in another namespace is bound': given(
        mounted,
        boundToAccount('', 'cluster-admin', { subject: { kind: 'ServiceAccount', name: 'app', namespace: 'bank' } }),
      ),
      'a group of that name is no account': given(
        mounted,
        boundToAccount('', 'cluster-admin', { subject: { kind: 'Group', name: 'app' } }),
      ),
      'the role that is bound does not exist': given(mounted, boundToAccount('', 'admins')),
      'a Role of that name is another role': given(mounted, boundToAccount('shop', 'cluster-admin', { kind: 'Role' })),
      'every verb on one API group is not everything': given(
        mounted,
        boundToAccount('', 'operators'),
        clusterRole('operators', 'apps * *'),
      ),
      'names leave nothing of it': given(mounted, boundToAccount('', 'admins'), clusterRole('admins', '* * * nothing')),
      'it may read everything': given(
        mounted,
        boundToAccount('', 'readers'),
        clusterRole('readers', '* * get,list,watch'),
      ),
      'nothing is bound': mounted,
    },
    notApplicable: {
      'the pod is the copy of a static one': given(
        { metadata: { annotations: { 'kubernetes.io/config.mirror': 'a1b2' } }, ...mounted },
        boundToAccount('', 'cluster-admin'),
      ),
    },
  },
});
