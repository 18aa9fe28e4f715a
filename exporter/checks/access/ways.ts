/** One right that a way needs: any of these verbs on any of these resources. */
export interface Ask {
  readonly verbs: readonly string[];
  readonly group: string;
  /** `pods`, `pods/exec`. */
  readonly resources: readonly string[];
  /**
   * Which objects a rule may be narrowed to and still give the right: one of these, or whichever. Left out, a rule with
   * `resourceNames` does not give it.
   */
  readonly names?: readonly string[] | 'any';
  /** Minor release of Kubernetes 1 from which the right is worth nothing any more. */
  readonly until?: number;
}

/** A way from rights to more rights: those of other workloads, of other identities, of nodes. */
export interface Way {
  readonly id: string;
  /** What it lets its holder do, read on from `may`; ways of the same kind say the same. */
  readonly does: string;
  /** All of them are needed. */
  readonly needs: readonly Ask[];
  /** It is about cluster-scoped resources: through a RoleBinding it is worth nothing. */
  readonly isOfCluster?: boolean;
}

/** Every right on every resource: every other way at once. */
export const everything: Way = { id: 'everything', does: 'do everything', needs: [] };

const rbac = 'rbac.authorization.k8s.io';
const admission = 'admissionregistration.k8s.io';
const certificates = 'certificates.k8s.io';
const change = ['update', 'patch'];
const write = ['create', ...change];
/** From any role, the widest one follows: names narrower than these are of roles that a person chose. */
const widestRole: Ask = { verbs: ['bind'], group: rbac, resources: ['clusterroles'], names: ['cluster-admin'] };

function changesOf(group: string, ...resources: readonly string[]): readonly Way[] {
  return resources.map((resource) => ({
    id: `write-${resource}`,
    does: 'create or change workloads',
    needs: [{ verbs: write, group, resources: [resource] }],
  }));
}

/**
 * The ways that lead from the service account of a workload further than the workload. The API server lets nobody hand
 * out rights that they do not hold, so that writing roles or bindings counts only together with `escalate` or `bind`.
 */
export const ways: readonly Way[] = [
  { id: 'create-pods', does: 'create pods', needs: [{ verbs: ['create'], group: '', resources: ['pods'] }] },
  { id: 'change-pods', does: 'change pods', needs: [{ verbs: change, group: '', resources: ['pods'] }] },
  ...changesOf('apps', 'deployments', 'daemonsets', 'statefulsets', 'replicasets'),
  ...changesOf('batch', 'jobs', 'cronjobs'),
  ...changesOf('', 'replicationcontrollers'),
  {
    id: 'read-secrets',
    does: 'read Secrets',
    needs: [{ verbs: ['get', 'list', 'watch'], group: '', resources: ['secrets'] }],
  },
  {
    id: 'exec',
    does: 'run commands in pods',
    needs: [{ verbs: ['create'], group: '', resources: ['pods/exec', 'pods/attach'] }],
  },
  {
    // Until 1.35 a WebSocket, which is opened with GET, asked for no more.
    id: 'exec-by-get',
    does: 'run commands in pods',
    needs: [{ verbs: ['get'], group: '', resources: ['pods/exec', 'pods/attach'], until: 35 }],
  },
  {
    id: 'debug-pods',
    does: 'add containers to running pods',
    needs: [{ verbs: change, group: '', resources: ['pods/ephemeralcontainers'] }],
  },
  {
    id: 'issue-tokens',
    does: 'issue tokens of service accounts',
    needs: [{ verbs: ['create'], group: '', resources: ['serviceaccounts/token'] }],
  },
  {
    id: 'impersonate-accounts',
    does: 'act as any service account',
    needs: [{ verbs: ['impersonate'], group: '', resources: ['serviceaccounts'] }],
  },
  {
    id: 'impersonate-users',
    does: 'act as any user',
    needs: [{ verbs: ['impersonate'], group: '', resources: ['users'] }],
    isOfCluster: true,
  },
  {
    // A group can only be put beside a user, but which user does not matter then.
    id: 'impersonate-masters',
    does: 'act as a member of system:masters',
    needs: [
      { verbs: ['impersonate'], group: '', resources: ['groups'], names: ['system:masters'] },
      { verbs: ['impersonate'], group: '', resources: ['users', 'serviceaccounts'], names: 'any' },
    ],
    isOfCluster: true,
  },
  {
    id: 'bind-in-cluster',
    does: 'bind itself to cluster-admin',
    needs: [widestRole, { verbs: write, group: rbac, resources: ['clusterrolebindings'] }],
    isOfCluster: true,
  },
  {
    id: 'bind-in-namespace',
    does: 'bind itself to cluster-admin',
    needs: [widestRole, { verbs: write, group: rbac, resources: ['rolebindings'] }],
  },
  {
    id: 'escalate-cluster-roles',
    does: 'add any right to a ClusterRole',
    needs: [
      { verbs: ['escalate'], group: rbac, resources: ['clusterroles'] },
      { verbs: change, group: rbac, resources: ['clusterroles'] },
    ],
    isOfCluster: true,
  },
  {
    id: 'escalate-roles',
    does: 'add any right to a Role',
    needs: [
      { verbs: ['escalate'], group: rbac, resources: ['roles'] },
      { verbs: change, group: rbac, resources: ['roles'] },
    ],
  },
  {
    id: 'change-webhooks',
    does: 'put a webhook before every change of the cluster',
    needs: [
      {
        verbs: write,
        group: admission,
        resources: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
      },
    ],
    isOfCluster: true,
  },
  {
    id: 'mutate-by-policy',
    does: 'rewrite every object on admission',
    needs: [
      { verbs: ['create'], group: admission, resources: ['mutatingadmissionpolicies'] },
      { verbs: ['create'], group: admission, resources: ['mutatingadmissionpolicybindings'] },
    ],
    isOfCluster: true,
  },
  {
    // The kubelet asks for the verb of the HTTP method: both open a shell in any container of the node.
    id: 'nodes-proxy',
    does: 'run commands in every pod by way of its kubelet',
    needs: [{ verbs: ['get', 'create'], group: '', resources: ['nodes/proxy'] }],
    isOfCluster: true,
  },
  {
    id: 'sign-certificates',
    does: 'issue itself a client certificate of any user',
    needs: [
      { verbs: ['create'], group: certificates, resources: ['certificatesigningrequests'] },
      { verbs: change, group: certificates, resources: ['certificatesigningrequests/approval'] },
      {
        verbs: ['approve'],
        group: certificates,
        resources: ['signers'],
        names: ['kubernetes.io/kube-apiserver-client', 'kubernetes.io/*'],
      },
    ],
    isOfCluster: true,
  },
];
