import type { Manifest } from '../../../checks/patch.ts';

type Labels = Readonly<Record<string, string>>;

/** A service account. */
export function account(name: string, namespace = 'kube-system'): Manifest {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
}

/** A ConfigMap. */
export function configMap(name: string, data: Labels, namespace = 'kube-system'): Manifest {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data };
}

/** A namespace with what every namespace gets from the controller manager. */
export function namespace(name: string, labels: Labels = {}): readonly Manifest[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { 'kubernetes.io/metadata.name': name, ...labels } },
    },
    account('default', name),
    configMap('kube-root-ca.crt', { 'ca.crt': '-----BEGIN CERTIFICATE-----\n' }, name),
  ];
}

/** A Service inside the cluster, by the label `k8s-app` of its pods; ports are `port/protocol` or `port:target/protocol`. */
export function service(name: string, selector: string | Labels, ...ports: readonly string[]): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'kube-system', labels: { 'kubernetes.io/cluster-service': 'true' } },
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.96.0.10',
      selector: typeof selector === 'string' ? { 'k8s-app': selector } : selector,
      ports: ports.map((text) => {
        const [, port = '', target = port, protocol = 'TCP'] = /^(\d+)(?::(\w+))?(?:\/(\w+))?$/.exec(text) ?? [];
        const number = Number(target);
        return {
          name: `p${port}-${protocol.toLowerCase()}`,
          port: Number(port),
          protocol,
          targetPort: Number.isNaN(number) ? target : number,
        };
      }),
    },
  };
}

/** An APIService that the API server serves itself, or hands on to a Service of kube-system. */
export function apiService(name: string, to?: { readonly service: string; readonly insecure: boolean }): Manifest {
  const [version = '', ...group] = name.split('.');
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name },
    spec: {
      group: group.join('.'),
      version,
      groupPriorityMinimum: 100,
      versionPriority: 100,
      ...(to && {
        service: { name: to.service, namespace: 'kube-system', port: 443 },
        ...(to.insecure && { insecureSkipTLSVerify: true }),
      }),
    },
  };
}

/** A webhook configuration with one webhook. */
export function webhook(kind: 'Mutating' | 'Validating', name: string, hook: object): Manifest {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: `${kind}WebhookConfiguration`,
    metadata: { name },
    webhooks: [
      {
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        timeoutSeconds: 10,
        matchPolicy: 'Equivalent',
        namespaceSelector: {},
        objectSelector: {},
        ...hook,
      },
    ],
  };
}

/** What webhooks are asked about: `create` of objects of the core group. */
export function on(resource: string, ...operations: readonly string[]): object {
  return { rules: [{ apiGroups: [''], apiVersions: ['v1'], operations, resources: [resource], scope: '*' }] };
}

/** A StorageClass. */
export function storageClass(name: string, provisioner: string, parameters: Labels): Manifest {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name },
    provisioner,
    parameters,
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'WaitForFirstConsumer',
  };
}

/** A node of a provider. */
export function node(
  name: string,
  { info, labels, spec }: { readonly info: Labels; readonly labels?: Labels; readonly spec?: object },
): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        ...labels,
      },
    },
    spec: { podCIDR: '10.244.0.0/24', ...spec },
    status: {
      addresses: [
        { type: 'InternalIP', address: '10.0.0.4' },
        { type: 'Hostname', address: name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: { operatingSystem: 'linux', architecture: 'amd64', ...info },
    },
  };
}

/** What the probe of the control plane makes of it. */
export function controlPlane(
  spec: { readonly version: string; readonly provider: string; readonly managed: boolean },
  seen: { readonly flags?: Labels; readonly unread?: Labels; readonly facts: object },
): Manifest {
  return {
    apiVersion: 'observed.plumbline/v1',
    kind: 'ControlPlane',
    metadata: { name: 'control-plane' },
    spec: { platform: 'linux/amd64', ...spec },
    ...seen,
  };
}

/** What an API server answers to nobody: as it has done by default since 1.14. */
export const anonymousAccess: Manifest = {
  apiVersion: 'observed.plumbline/v1',
  kind: 'AnonymousAccess',
  metadata: { name: 'api-server' },
  spec: { answers: { '/api': 403, '/apis': 403, '/version': 200 } },
};

/** The running configuration of a kubelet: what Kubernetes sets by itself, and what a platform sets beyond it. */
export function kubelet(name: string, spec: object): Manifest {
  return {
    apiVersion: 'observed.plumbline/v1',
    kind: 'KubeletConfig',
    metadata: { name },
    spec: {
      address: '0.0.0.0',
      port: 10250,
      authentication: { anonymous: { enabled: false }, webhook: { enabled: true, cacheTTL: '2m0s' }, x509: {} },
      authorization: { mode: 'Webhook' },
      readOnlyPort: 0,
      streamingConnectionIdleTimeout: '4h0m0s',
      makeIPTablesUtilChains: true,
      eventRecordQPS: 50,
      eventBurst: 100,
      podPidsLimit: -1,
      rotateCertificates: false,
      seccompDefault: false,
      protectKernelDefaults: false,
      featureGates: {},
      ...spec,
    },
  };
}
