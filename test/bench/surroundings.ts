/** What stands around `count` workloads of `rawDeployment` in a real cluster, so that checks across objects have something to find. */
export function* surroundings(count: number): Generator<Record<string, unknown>, void> {
  const namespaces = new Set(Array.from({ length: count }, (_, index) => `team-${index % 50}`));
  for (const name of namespaces) {
    yield {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } },
    };
    yield {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'default-deny', namespace: name },
      spec: { podSelector: {}, policyTypes: ['Ingress'] },
    };
    yield {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'quota', namespace: name },
      spec: { hard: { pods: '500' } },
    };
    yield {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'reader', namespace: name },
      rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }],
    };
  }
  for (let index = 0; index < count; index++) {
    const name = `service-${index}`;
    const metadata = { name, namespace: `team-${index % 50}` };
    yield { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false };
    yield {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { type: 'ClusterIP', selector: { app: name }, ports: [{ port: 80, targetPort: 'http' }] },
    };
    if (index % 5 === 0) {
      yield {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
        subjects: [{ kind: 'ServiceAccount', name }],
      };
    }
    if (index % 10 === 0) {
      yield {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata,
        spec: {
          tls: [{ hosts: [`${name}.example`], secretName: name }],
          rules: [
            {
              host: `${name}.example`,
              http: {
                paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { number: 80 } } } }],
              },
            },
          ],
        },
      };
    }
    if (index % 20 === 0) {
      yield {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata,
        spec: {
          podSelector: { matchLabels: { app: name } },
          policyTypes: ['Egress'],
          egress: [{ ports: [{ port: 53 }] }],
        },
      };
    }
  }
}
