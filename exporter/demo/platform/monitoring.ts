import type { Manifest } from '../../checks/patch.ts';
import { binding, role, rule } from '../manifests/access.ts';
import { namespace } from '../manifests/cluster-objects.ts';
import { daysAgo, type Identity } from '../manifests/meta.ts';
import { defaultPolicies, service } from '../manifests/network.ts';
import {
  accountOf,
  appOf,
  clusterIdentityOf,
  identityOf,
  type AppOptions,
  type Release,
} from '../manifests/release.ts';
import { daemonSet, deployment, statefulSet } from '../manifests/workload.ts';

const asking: AppOptions = { pod: { automountServiceAccountToken: true } };

/** kube-prometheus-stack: an operator, what it makes, and an agent on every node that sees the whole node. */
export function monitoring(age: number, edge: string): readonly Manifest[] {
  const release: Release = {
    namespace: 'monitoring',
    chart: 'kube-prometheus-stack-79.5.0',
    application: 'monitoring',
    instance: 'kps',
    team: 'platform',
    created: daysAgo(age * 0.8),
  };
  const operator = appOf(release, 'kps-operator', 'quay.io/prometheus-operator/prometheus-operator:v0.86.2', {
    port: 10250,
    ...asking,
  });
  const metrics = appOf(
    release,
    'kps-kube-state-metrics',
    'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.17.0',
    { port: 8080, ...asking },
  );
  const grafana = appOf(release, 'kps-grafana', 'docker.io/grafana/grafana:12.2.1', {
    port: 3000,
    env: {
      GF_SECURITY_ADMIN_USER: 'secret:kps-grafana/admin-user',
      GF_SECURITY_ADMIN_PASSWORD: 'secret:kps-grafana/admin-password',
    },
    ...asking,
  });
  return [
    ...namespace(clusterIdentityOf(release, 'monitoring'), { enforce: 'privileged' }),
    ...defaultPolicies(identityOf(release, 'monitoring'), edge),
    ...[operator, metrics, grafana].flatMap((app) => [
      accountOf(app, { token: true }),
      deployment(app, { replicas: 1 }),
      service(app),
    ]),
    ...operated(release),
    ...nodeExporter(release),
    ...rights(release),
  ];
}

/** What the operator makes of its own kinds, which no check looks at: each StatefulSet answers for itself. */
function operated(release: Release): readonly Manifest[] {
  const made = (kind: string, name: string) => ({
    ...asking,
    port: 9090,
    controller: { apiVersion: 'monitoring.coreos.com/v1', kind, name },
    selector: { 'app.kubernetes.io/name': kind.toLowerCase(), 'operator.prometheus.io/name': name },
  });
  const prometheus = appOf(
    release,
    'prometheus-kps-prometheus',
    'quay.io/prometheus/prometheus:v3.7.3',
    made('Prometheus', 'kps-prometheus'),
  );
  const alertmanager = appOf(
    release,
    'alertmanager-kps-alertmanager',
    'quay.io/prometheus/alertmanager:v0.29.0',
    made('Alertmanager', 'kps-alertmanager'),
  );
  return [prometheus, alertmanager].flatMap((app) => [
    accountOf(app, { token: true }),
    statefulSet({ ...app, by: 'PrometheusOperator' }, { replicas: 2, data: '/prometheus', size: '200Gi' }),
  ]);
}

function nodeExporter(release: Release): readonly Manifest[] {
  const app = appOf(release, 'kps-prometheus-node-exporter', 'quay.io/prometheus/node-exporter:v1.10.2', {
    hardened: false,
    hostPaths: ['/proc:ro', '/sys:ro', '/:ro'],
    container: {
      args: ['--path.procfs=/host/proc', '--path.sysfs=/host/sys', '--path.rootfs=/host/root'],
      ports: [{ name: 'metrics', containerPort: 9100, hostPort: 9100, protocol: 'TCP' }],
      securityContext: { readOnlyRootFilesystem: true },
    },
    pod: {
      automountServiceAccountToken: false,
      hostNetwork: true,
      hostPID: true,
      securityContext: { runAsNonRoot: true, runAsUser: 65534, runAsGroup: 65534, fsGroup: 65534 },
      tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
    },
  });
  return [accountOf(app), daemonSet(app)];
}

function rights(release: Release): readonly Manifest[] {
  const grant = (name: string, ...rules: Parameters<typeof role>[1][]): readonly Manifest[] => {
    const identity: Identity = clusterIdentityOf(release, name);
    return [role(identity, ...rules), binding(identity, `ClusterRole/${name}`, `ServiceAccount/monitoring/${name}`)];
  };
  const kinds = 'configmaps secrets nodes pods services resourcequotas replicationcontrollers namespaces';
  return [
    ...grant(
      'kps-operator',
      rule('monitoring.coreos.com', 'alertmanagers prometheuses servicemonitors podmonitors prometheusrules', '*'),
      rule('apps', 'statefulsets', '*'),
      rule('', 'configmaps secrets', '*'),
    ),
    ...grant(
      'kps-kube-state-metrics',
      rule('', kinds, 'list watch'),
      rule('apps', 'deployments statefulsets', 'list watch'),
    ),
    ...grant('kps-grafana', rule('', 'configmaps secrets', 'get watch list')),
    ...grant('prometheus-kps-prometheus', rule('', 'nodes nodes/metrics services endpoints pods', 'get list watch')),
  ];
}
