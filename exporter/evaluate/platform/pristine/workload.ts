import type { Manifest } from '../../../checks/patch.ts';
import type { ContainerSecurityContext } from '../../../model/pod.ts';

interface Part {
  readonly name: string;
  readonly image: string;
  readonly securityContext?: ContainerSecurityContext;
  readonly probedAt?: string;
}

/** What matters of a component as its platform ships it. */
export interface Shipped {
  readonly kind?: 'DaemonSet' | 'Deployment';
  readonly namespace?: string;
  readonly name: string;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly init?: readonly Part[];
  readonly containers: readonly Part[];
  /** Paths of the node, each mounted writable into the first container unless it ends in `:ro`. */
  readonly hostPaths?: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>>;
}

function podOf(shipped: Shipped): { readonly metadata: object; readonly spec: object } {
  const mounts = (shipped.hostPaths ?? []).map((path, index) => ({
    volume: { name: `host-${index}`, hostPath: { path: path.replace(/:ro$/, '') } },
    mount: { name: `host-${index}`, mountPath: `/host/${index}`, ...(path.endsWith(':ro') && { readOnly: true }) },
  }));
  const container = (part: Part, isFirst: boolean) => ({
    name: part.name,
    image: part.image,
    ...(part.securityContext && { securityContext: part.securityContext }),
    ...(part.probedAt && { livenessProbe: { httpGet: { host: part.probedAt, port: 1, path: '/livez' } } }),
    ...(isFirst && mounts.length > 0 && { volumeMounts: mounts.map(({ mount }) => mount) }),
  });
  return {
    metadata: { labels: { 'k8s-app': shipped.name }, annotations: shipped.annotations ?? {} },
    spec: {
      serviceAccountName: shipped.name,
      ...(shipped.hostNetwork && { hostNetwork: true }),
      ...(shipped.hostPID && { hostPID: true }),
      ...(shipped.init && { initContainers: shipped.init.map((part) => container(part, false)) }),
      containers: shipped.containers.map((part, index) => container(part, index === 0)),
      volumes: mounts.map(({ volume }) => volume),
      ...shipped.spec,
    },
  };
}

/** A DaemonSet or Deployment of a platform. */
export function workload(shipped: Shipped): Manifest {
  const { kind = 'DaemonSet', namespace = 'kube-system', name } = shipped;
  return { apiVersion: 'apps/v1', kind, metadata: { name, namespace }, spec: { template: podOf(shipped) } };
}

/** The copy of a static pod on node `cp-1`. */
export function staticPod(shipped: Shipped): Manifest {
  const { metadata, spec } = podOf(shipped);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...metadata,
      name: `${shipped.name}-cp-1`,
      namespace: 'kube-system',
      annotations: { 'kubernetes.io/config.mirror': '6ad2', 'kubernetes.io/config.source': 'file' },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'cp-1', uid: 'n1', controller: true }],
    },
    spec: { ...spec, serviceAccountName: undefined },
  };
}

/** A ClusterRole. */
export function clusterRole(name: string, ...rules: readonly object[]): Manifest {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules };
}

/** A binding of a ClusterRole, or of a Role in a namespace; subjects are `User/x`, `Group/x` or `ServiceAccount/ns/x`. */
export function binding(name: string, role: string, subjects: readonly string[], namespace?: string): Manifest {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: namespace === undefined ? 'ClusterRole' : 'Role',
      name: role,
    },
    subjects: subjects.map((subject) => {
      const [kind, ...rest] = subject.split('/');
      return kind === 'ServiceAccount' ? { kind, namespace: rest[0], name: rest[1] } : { kind, name: rest.join('/') };
    }),
  };
}
