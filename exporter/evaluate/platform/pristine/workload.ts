import type { Manifest } from '../../../checks/patch.ts';

/** A container as its platform ships it. */
export interface Part {
  readonly name: string;
  readonly image: string;
  /** `cpu/memory` of requests; `-` where there is none. */
  readonly requests?: string;
  /** `cpu/memory` of limits. */
  readonly limits?: string;
  /** Which probes it has, and at which host where it names one. */
  readonly probes?: 'liveness' | 'readiness' | 'both';
  readonly probedAt?: string;
  readonly ports?: readonly number[];
  /** Any other field of the container. */
  readonly also?: object;
}

/** What matters of a component as its platform ships it. */
export interface Shipped {
  readonly kind?: 'DaemonSet' | 'Deployment';
  readonly namespace?: string;
  readonly name: string;
  /** Labels of its pods; `k8s-app` with its name by default. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Its service account; one of its own name by default. */
  readonly account?: string;
  readonly replicas?: number;
  readonly hostNetwork?: boolean;
  readonly init?: readonly Part[];
  readonly containers: readonly Part[];
  /** Paths of the node, each mounted writable into the first container unless it ends in `:ro`. */
  readonly hostPaths?: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
  /** Any other field of the pod. */
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** A container with every right on its node. */
export const privileged = { securityContext: { privileged: true } };
/** A pod that runs on every node, whatever happens. */
export const everyNode = { tolerations: [{ operator: 'Exists' }], priorityClassName: 'system-node-critical' };

/** A security context that adds capabilities, after dropping all others where `drop` says so. */
export function adds(capabilities: readonly string[], drop?: 'ALL'): { readonly capabilities: object } {
  return { capabilities: { add: capabilities, ...(drop && { drop: [drop] }) } };
}

function quantities(text: string): object {
  const [cpu = '-', memory = '-'] = text.split('/');
  return { ...(cpu !== '-' && { cpu }), ...(memory !== '-' && { memory }) };
}

function podOf(shipped: Shipped, isMirror: boolean): { readonly metadata: object; readonly spec: object } {
  const mounts = (shipped.hostPaths ?? []).map((path, index) => ({
    volume: { name: `host-${index}`, hostPath: { path: path.replace(/:ro$/, '') } },
    mount: { name: `host-${index}`, mountPath: `/host/${index}`, ...(path.endsWith(':ro') && { readOnly: true }) },
  }));
  const container = (part: Part, isFirst: boolean) => {
    const { name, image, requests, limits, probes, probedAt, ports, also } = part;
    const probe = { httpGet: { ...(probedAt && { host: probedAt }), port: ports?.[0] ?? 8080, path: '/livez' } };
    return {
      name,
      image,
      imagePullPolicy: 'IfNotPresent',
      ...((requests ?? limits) && {
        resources: {
          ...(requests && { requests: quantities(requests) }),
          ...(limits && { limits: quantities(limits) }),
        },
      }),
      ...((probes === 'both' || probes === 'liveness' || (probes === undefined && probedAt)) && {
        livenessProbe: probe,
      }),
      ...((probes === 'both' || probes === 'readiness') && { readinessProbe: probe }),
      ...(ports && { ports: ports.map((containerPort) => ({ containerPort, protocol: 'TCP' })) }),
      ...(isFirst && mounts.length > 0 && { volumeMounts: mounts.map(({ mount }) => mount) }),
      ...also,
    };
  };
  return {
    metadata: { labels: shipped.labels ?? { 'k8s-app': shipped.name }, annotations: shipped.annotations ?? {} },
    spec: {
      ...(!isMirror && { serviceAccountName: shipped.account ?? shipped.name }),
      ...(shipped.hostNetwork && { hostNetwork: true }),
      ...(shipped.init && { initContainers: shipped.init.map((part) => container(part, false)) }),
      containers: shipped.containers.map((part, index) => container(part, index === 0)),
      volumes: mounts.map(({ volume }) => volume),
      ...shipped.spec,
    },
  };
}

/** A DaemonSet or Deployment of a platform. */
export function workload(shipped: Shipped): Manifest {
  const { kind = 'DaemonSet', namespace = 'kube-system', name, labels, replicas = 2 } = shipped;
  const selector = { matchLabels: labels ?? { 'k8s-app': name } };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace, labels: selector.matchLabels },
    spec: { ...(kind === 'Deployment' && { replicas }), selector, template: podOf(shipped, false) },
  };
}

/** The copy of a static pod on a node, `cp-1` by default. */
export function staticPod(shipped: Shipped, on = 'cp-1'): Manifest {
  const { metadata, spec } = podOf(shipped, true);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...metadata,
      name: `${shipped.name}-${on}`,
      namespace: 'kube-system',
      annotations: {
        ...shipped.annotations,
        'kubernetes.io/config.mirror': '6ad2',
        'kubernetes.io/config.source': 'file',
      },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: on, uid: 'n1', controller: true }],
    },
    spec: { ...spec, nodeName: on, tolerations: [{ effect: 'NoExecute', operator: 'Exists' }] },
  };
}
