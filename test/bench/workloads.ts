/**
 * Realistic raw API objects for benchmarks: about 6 KB of JSON each, a good part of it managedFields and status. One in
 * ten is bad, which is about 30 findings.
 */
export function rawDeployment(index: number, bad = index % 10 === 0): Record<string, unknown> {
  const name = `service-${index}`;
  const namespace = `team-${index % 50}`;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace,
      uid: `0000-${index}`,
      resourceVersion: String(1_000_000 + index),
      generation: 3,
      creationTimestamp: '2026-03-01T08:00:00Z',
      labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': namespace, team: namespace },
      annotations: { 'deployment.kubernetes.io/revision': '3' },
      managedFields: managedFields(),
    },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: name } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      template: podTemplate(name, bad),
    },
    status: { replicas: 3, readyReplicas: 3, conditions: conditions(6) },
  };
}

/** A bare Pod, the kind of object that clusters hold most of. */
export function rawPod(index: number): Record<string, unknown> {
  const deployment = rawDeployment(index);
  const { metadata, spec } = deployment as { metadata: Record<string, unknown>; spec: { template: { spec: object } } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, name: `pod-${index}` },
    spec: { ...spec.template.spec, nodeName: `node-${index % 100}`, schedulerName: 'default-scheduler' },
    status: { phase: 'Running', podIP: '10.0.0.1', conditions: conditions(5), containerStatuses: conditions(2) },
  };
}

function podTemplate(name: string, bad: boolean): Record<string, unknown> {
  const container = (suffix: string) => ({
    name: `${name}${suffix}`,
    image: `registry.example/team/${name}${suffix}:1.2.3`,
    imagePullPolicy: 'IfNotPresent',
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    env: [
      { name: 'LOG_LEVEL', value: 'info' },
      { name: 'DATABASE_HOST', value: 'db.internal' },
      { name: 'DATABASE_PASSWORD', valueFrom: { secretKeyRef: { name: `${name}-db`, key: 'password' } } },
      { name: 'HTTP_TIMEOUT_SECONDS', value: '30' },
    ],
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
    livenessProbe: { httpGet: { path: '/livez', port: 'http', scheme: 'HTTP' }, periodSeconds: 10, timeoutSeconds: 1 },
    readinessProbe: {
      httpGet: { path: '/readyz', port: 'http', scheme: 'HTTP' },
      periodSeconds: 10,
      timeoutSeconds: 1,
    },
    volumeMounts: [{ name: 'config', mountPath: '/etc/app', readOnly: true }],
    securityContext: bad
      ? { privileged: true }
      : { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  });
  return {
    metadata: { labels: { app: name, team: 'a' }, annotations: { 'prometheus.io/scrape': 'true' } },
    spec: {
      serviceAccountName: name,
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [container(''), container('-sidecar')],
      initContainers: [container('-init')],
      volumes: [{ name: 'config', configMap: { name, defaultMode: 420 } }],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
    },
  };
}

function managedFields(): object[] {
  const fields: Record<string, object> = {};
  for (let field = 0; field < 24; field++) fields[`f:field${field}`] = { 'f:name': {}, 'f:value': {}, '.': {} };
  return ['argocd-controller', 'kube-controller-manager'].map((manager) => ({
    manager,
    operation: 'Update',
    apiVersion: 'apps/v1',
    time: '2026-03-01T08:00:00Z',
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:spec': { 'f:template': { 'f:spec': { 'f:containers': fields } } } },
  }));
}

function conditions(count: number): object[] {
  return Array.from({ length: count }, (_, index) => ({
    type: `Condition${index}`,
    status: 'True',
    lastTransitionTime: '2026-03-01T08:00:00Z',
    reason: 'AsExpected',
    message: 'Everything is as it should be.',
  }));
}
