import { boundToAccount, clusterRole, namespacedRole } from '../access/examples.ts';
import { accessKinds } from '../access/grants.ts';
import { leadsToCluster, powersOfServiceAccount } from '../access/powers.ts';
import { powerSentence } from '../access/takeover.ts';
import { defineCheck } from '../define.ts';
import { given, onVersion, setTo } from '../patch.ts';
import { z } from 'zod';
import { narrowRoleBound } from '../snippets/narrow-role.ts';
import { pod } from '../subjects/pod.ts';
import { accountNamed, holdsApiToken, isMirror } from '../subjects/service-account.ts';

const mounted = { spec: { automountServiceAccountToken: true } };
const rbac = 'rbac.authorization.k8s.io';
const admission = 'admissionregistration.k8s.io';

/** The pod of examples, its account bound in the cluster to one role with these rules. */
function allowedEverywhere(...rules: readonly string[]) {
  return given(mounted, boundToAccount('', 'workers'), clusterRole('workers', ...rules));
}

/** The same by a RoleBinding of a namespace. */
function allowedIn(namespace: string, ...rules: readonly string[]) {
  return given(mounted, boundToAccount(namespace, 'workers'), clusterRole('workers', ...rules));
}

export const workloadTakeoverRbac = defineCheck({
  id: 'workload-takeover-rbac',
  title: 'Pod may take over the cluster with its service account',
  category: 'service-accounts',
  risk: { impact: 'cluster', ease: 'direct' },
  frameworks: {
    nsa: ['authorization', 'service-account-tokens'],
    mitre: ['T1098.006', 'T1078'],
    microsoft: ['container-service-account'],
  },
  because:
    'Rights such as creating pods everywhere, reading every Secret or acting as others are one step from every right: whoever runs a command in this pod takes that step with the token that is mounted.',
  remedy:
    'Bind the role in the namespaces where the program works instead of in the cluster, name single objects in `resourceNames`, and drop what it does not need; if it never calls the Kubernetes API, mount no token.',
  paste: narrowRoleBound,

  subject: pod,
  fields: ['serviceAccountName', 'automountServiceAccountToken'],
  reads: ['ServiceAccount', ...accessKinds],
  parameters: {
    reach: z
      .enum(['cluster', 'namespace'])
      .default('cluster')
      .describe(
        'How far a right has to reach: `cluster` for every namespace, or kube-system, where the identities of the cluster are; `namespace` counts rights in a single namespace too.',
      ),
  },
  violatedBy(view, world, { reach }) {
    if (isMirror(view)) return 'not_applicable';
    if (!holdsApiToken(view, world)) return false;
    const { namespace, serviceAccount } = view;
    const powers = powersOfServiceAccount(namespace, serviceAccount, world);
    const [first, ...rest] = reach === 'namespace' ? powers : powers.filter(leadsToCluster);
    if (first === undefined) return false;
    return {
      path: `${view.path}.serviceAccountName`,
      message: powerSentence(namespace, serviceAccount, [first, ...rest]),
    };
  },

  examples: {
    violating: {
      'it may create pods': allowedEverywhere('core pods create'),
      'it may change pods': allowedEverywhere('core pods patch'),
      'it may create Deployments': allowedEverywhere('apps deployments create'),
      'it may change DaemonSets': allowedEverywhere('apps daemonsets update'),
      'it may change StatefulSets': allowedEverywhere('apps statefulsets patch'),
      'it may create ReplicaSets': allowedEverywhere('apps replicasets create'),
      'it may create Jobs': allowedEverywhere('batch jobs create'),
      'it may create CronJobs': allowedEverywhere('batch cronjobs create'),
      'it may create ReplicationControllers': allowedEverywhere('core replicationcontrollers create'),
      'it may get Secrets': allowedEverywhere('core secrets get'),
      'listing Secrets hands out their content': allowedEverywhere('core secrets list'),
      'so does watching them': allowedEverywhere('core secrets watch'),
      'it may run commands in pods': allowedEverywhere('core pods/exec create'),
      'it may attach to pods': allowedEverywhere('core pods/attach create'),
      'a wildcard before the subresource includes it': allowedEverywhere('core */exec create'),
      'a WebSocket was opened with get before 1.35': onVersion(
        '1.34',
        mounted,
        boundToAccount('', 'workers'),
        clusterRole('workers', 'core pods/exec get'),
      ),
      'it may add containers to running pods': allowedEverywhere('core pods/ephemeralcontainers patch'),
      'it may act as any user': allowedEverywhere('core users impersonate'),
      'it may act as any service account': allowedEverywhere('core serviceaccounts impersonate'),
      'it may act as one user in the group of administrators': allowedEverywhere(
        'core users impersonate ci',
        'core groups impersonate system:masters',
      ),
      'it may issue tokens of service accounts': allowedEverywhere('core serviceaccounts/token create'),
      'it may bind any ClusterRole': allowedEverywhere(
        `${rbac} clusterroles bind`,
        `${rbac} clusterrolebindings create`,
      ),
      'it may bind cluster-admin by name': allowedEverywhere(
        `${rbac} clusterroles bind cluster-admin`,
        `${rbac} clusterrolebindings create`,
      ),
      'it may bind any ClusterRole in every namespace': allowedEverywhere(
        `${rbac} clusterroles bind`,
        `${rbac} rolebindings create`,
      ),
      'it may write any right into a ClusterRole': allowedEverywhere(`${rbac} clusterroles escalate,update`),
      'it may write any right into Roles': allowedEverywhere(`${rbac} roles escalate,patch`),
      'it may change mutating webhooks': allowedEverywhere(`${admission} mutatingwebhookconfigurations patch`),
      'it may create validating webhooks, which see every object': allowedEverywhere(
        `${admission} validatingwebhookconfigurations create`,
      ),
      'it may make policies that mutate': allowedEverywhere(
        `${admission} mutatingadmissionpolicies,mutatingadmissionpolicybindings create`,
      ),
      'it may reach kubelets through their proxy': allowedEverywhere('core nodes/proxy get'),
      'it may approve a certificate that it asks for': allowedEverywhere(
        'certificates.k8s.io certificatesigningrequests create',
        'certificates.k8s.io certificatesigningrequests/approval update',
        'certificates.k8s.io signers approve kubernetes.io/kube-apiserver-client',
      ),
      'it may do everything': given(mounted, boundToAccount('', 'cluster-admin')),
      'a role that every cluster has is bound': given(mounted, boundToAccount('', 'edit')),
      'a manifest adds to such a role': given(mounted, boundToAccount('', 'view'), {
        ...clusterRole('more', 'core secrets get'),
        metadata: { name: 'more', labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
      }),
      'the right is given in kube-system': allowedIn('kube-system', 'core pods create'),
      'two bindings give the parts': given(
        mounted,
        boundToAccount('', 'binders'),
        clusterRole('binders', `${rbac} clusterroles bind`),
        boundToAccount('', 'writers'),
        clusterRole('writers', `${rbac} clusterrolebindings create`),
      ),
      'every service account is bound': given(
        mounted,
        boundToAccount('', 'workers', { subject: { kind: 'Group', name: 'system:serviceaccounts' } }),
        clusterRole('workers', 'core secrets list'),
      ),
      'neither the pod nor its account says anything of the token': given(
        { spec: { automountServiceAccountToken: undefined } },
        accountNamed('app'),
        boundToAccount('', 'edit'),
      ),
      'rights in a namespace count where policy says so': setTo(
        { reach: 'namespace' },
        mounted,
        boundToAccount('shop', 'workers', { kind: 'Role' }),
        namespacedRole('workers', 'core pods create'),
      ),
    },
    compliant: {
      'no token is mounted': given({}, boundToAccount('', 'edit')),
      'the right is given in its own namespace': allowedIn('shop', 'core pods create'),
      'a Role gives it': given(
        mounted,
        boundToAccount('shop', 'workers', { kind: 'Role' }),
        namespacedRole('workers', 'core secrets get,list,watch'),
      ),
      'names narrow it to single Secrets': allowedEverywhere('core secrets get ca'),
      'creation cannot be narrowed by names: the rule is void': allowedEverywhere('core pods create app'),
      'deleting takes nothing over': allowedEverywhere('core pods delete,deletecollection'),
      'a wildcard after the resource matches nothing': allowedEverywhere('core pods/* create'),
      'pods of another group are others': allowedEverywhere('metrics.k8s.io pods,secrets get,create'),
      'the API server lets nobody bind what they do not hold': allowedEverywhere(
        `${rbac} clusterrolebindings,rolebindings create,update,patch`,
      ),
      'nor write roles beyond their own rights': allowedEverywhere(`${rbac} clusterroles,roles create,update,patch`),
      'binding is worth nothing to one who may write no binding': allowedEverywhere(`${rbac} clusterroles bind`),
      'single harmless roles may be bound': allowedEverywhere(
        `${rbac} clusterroles bind view`,
        `${rbac} clusterrolebindings create`,
      ),
      'it may act as one user': allowedEverywhere('core users impersonate ci'),
      'groups without a user are worth nothing': allowedEverywhere('core groups impersonate'),
      'kubelets cannot be reached through a RoleBinding': allowedIn('kube-system', 'core nodes/proxy get'),
      'certificates of kubelets may be approved': allowedEverywhere(
        'certificates.k8s.io certificatesigningrequests create',
        'certificates.k8s.io certificatesigningrequests/approval update',
        'certificates.k8s.io signers approve kubernetes.io/kubelet-serving',
      ),
      'get opens no WebSocket since 1.35': onVersion(
        '1.35',
        mounted,
        boundToAccount('', 'workers'),
        clusterRole('workers', 'core pods/exec get'),
      ),
      'everything but Secrets may be read': given(mounted, boundToAccount('', 'view')),
      'another account is bound': given(
        mounted,
        boundToAccount('', 'edit', { subject: { kind: 'ServiceAccount', name: 'other', namespace: 'shop' } }),
      ),
      'nothing is bound': mounted,
    },
    notApplicable: {
      'the pod is the copy of a static one': given(staticPod(), boundToAccount('', 'edit')),
    },
  },
});

function staticPod() {
  return { metadata: { annotations: { 'kubernetes.io/config.mirror': 'a1b2' } }, ...mounted };
}
