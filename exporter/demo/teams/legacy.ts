import type { Manifest } from '../../checks/patch.ts';
import { binding, everything, role, rule } from '../manifests/access.ts';
import { configMap, namespace } from '../manifests/cluster-objects.ts';
import { daysAgo, type Fields } from '../manifests/meta.ts';
import { ingress, service } from '../manifests/network.ts';
import type { App } from '../manifests/pod.ts';
import {
  accountOf,
  appOf,
  clusterIdentityOf,
  identityOf,
  type AppOptions,
  type Release,
} from '../manifests/release.ts';
import { cronJob, daemonSet, deployment, statefulSet } from '../manifests/workload.ts';
import type { Site } from './site.ts';

const release = (age: number): Release => ({ namespace: 'legacy', instance: 'erp', created: daysAgo(age) });

/** What the company ran before it had a platform: applied by hand, owned by nobody in particular, never hardened. */
export function legacy(site: Site): readonly Manifest[] {
  const base = release(site.age);
  const app = (name: string, image: string, options: AppOptions = {}): App =>
    appOf(base, name, image, { hardened: false, ...options });
  return [
    ...namespace({ ...clusterIdentityOf(base, 'legacy'), labels: {} }),
    ...workloads(app),
    ...network(app, site),
    ...rights(base),
    configMap(identityOf(base, 'monolith-settings'), {
      'application.properties':
        'spring.datasource.url=jdbc:oracle:thin:@erp-db:1521/erp\nspring.datasource.password=Herbst-2016-erp\n',
    }),
  ];
}

type AppMaker = (name: string, image: string, options?: AppOptions) => App;

const registry = 'registry.example.com/erp';

function reportServer(app: AppMaker): App {
  return app('report-server', `${registry}/report-server:latest`, {
    port: 8080,
    env: {
      REPORTS_DATABASE_URL: 'postgres://reports:Winter2019@erp-db.legacy:5432/erp',
      SMTP_PASSWORD: 'Mailrelay-2018',
    },
    pod: { securityContext: { seccompProfile: { type: 'Unconfined' }, seLinuxOptions: { type: 'spc_t' } } },
    edited: { by: 'kubectl-edit', at: daysAgo(35) },
  });
}

function ftpImport(app: AppMaker): App {
  return app('ftp-import', 'docker.io/stilliard/pure-ftpd:hardened', {
    port: 21,
    hostPaths: ['/srv/ftp'],
    env: { PUBLICHOST: 'ftp.example.com', FTP_USER_PASS: 'ftp-import-1' },
    container: {
      ports: [
        { containerPort: 21, hostPort: 21 },
        { containerPort: 30000, hostPort: 30000 },
      ],
    },
    edited: { by: 'kubectl-edit', at: daysAgo(9) },
  });
}

/** Deploys the ERP by a click, with the rights of the account that deploys everything. */
function portal(app: AppMaker): App {
  return app('deploy-portal', `${registry}/deploy-portal:2.1`, {
    account: 'deploy-bot',
    port: 8080,
    created: daysAgo(270),
  });
}

function workloads(app: AppMaker): readonly Manifest[] {
  const agent = app('build-agent', 'docker.io/jenkins/inbound-agent:latest', {
    account: 'jenkins',
    labels: { owner: 'build-and-release' },
    hostPaths: ['/var/run/docker.sock', '/var/lib/docker'],
    container: { securityContext: { privileged: true } },
    pod: { hostPID: true },
  });
  const jenkins = app('jenkins', 'docker.io/jenkins/jenkins:2.528.1-lts', {
    port: 8080,
    labels: { owner: 'build-and-release' },
    container: { securityContext: { runAsUser: 0, runAsGroup: 0 } },
  });
  const bridge = app('erp-bridge', `${registry}/erp-bridge:7.4.2`, {
    port: 9001,
    env: { DB_PASSWORD: 'erp-prod-2017', ERP_HOST: 'erp.example.com' },
    container: { securityContext: { runAsUser: 0, capabilities: { add: ['SYS_ADMIN', 'NET_ADMIN'] } } },
    pod: { securityContext: { sysctls: [{ name: 'net.ipv4.ip_forward', value: '1' }] } },
  });
  const monolith = app('monolith', `${registry}/monolith:4.9.0`, {
    port: 8080,
    env: { JAVA_OPTS: '-Xmx6g', LICENSE_FILE: '/etc/monolith/license' },
    pod: { hostIPC: true, securityContext: { appArmorProfile: { type: 'Unconfined' } } },
  });
  const printing = app('print-gateway', `${registry}/print-gateway:1.3`, {
    container: { livenessProbe: { tcpSocket: { host: '10.20.7.15', port: 9100 } }, volumeMounts: [spool.mount] },
    pod: { hostNetwork: true, volumes: [spool.volume] },
    created: daysAgo(188),
  });
  const windows = app('gmsa-agent', 'mcr.microsoft.com/windows/servercore:ltsc2022', {
    account: '',
    pod: {
      nodeSelector: { 'kubernetes.io/os': 'windows' },
      hostNetwork: true,
      securityContext: { windowsOptions: { hostProcess: true, runAsUserName: 'NT AUTHORITY\\SYSTEM' } },
    },
    created: daysAgo(63),
  });
  const cleanup = app('nightly-cleanup', 'docker.io/bitnamilegacy/kubectl:latest', {
    account: 'deploy-bot',
    created: daysAgo(0.6),
    hostPaths: ['/'],
    command: [
      'sh',
      '-c',
      'find /host/var/log -mtime +7 -delete; kubectl -n legacy delete pod --field-selector=status.phase=Failed',
    ],
  });
  return [
    deployment(portal(app), { replicas: 1 }),
    accountOf(agent, { token: true }),
    daemonSet(agent),
    statefulSet(jenkins, { replicas: 1, data: '/var/jenkins_home', size: '200Gi' }),
    accountOf(bridge, { token: true }),
    deployment(bridge, { replicas: 1 }),
    accountOf(monolith, { token: true }),
    statefulSet(monolith, { replicas: 1, data: '/var/monolith' }),
    accountOf(reportServer(app), { token: true }),
    deployment(reportServer(app), { replicas: 1 }),
    accountOf(ftpImport(app), { token: true }),
    deployment(ftpImport(app), { replicas: 1 }),
    accountOf(printing, { token: true }),
    deployment(printing, { replicas: 1 }),
    daemonSet(windows),
    accountOf(cleanup, { token: true }),
    cronJob(cleanup, '0 1 * * *'),
  ];
}

const spool: { readonly volume: Fields; readonly mount: Fields } = {
  volume: { name: 'spool', nfs: { server: '10.20.7.4', path: '/export/spool' } },
  mount: { name: 'spool', mountPath: '/var/spool/print' },
};

function network(app: AppMaker, site: Site): readonly Manifest[] {
  return [
    service(reportServer(app), { type: 'LoadBalancer' }),
    service(ftpImport(app), { type: 'NodePort', port: 21, nodePort: 30021 }),
    service(portal(app)),
    ingress(identityOf(release(site.age), 'deploy-portal'), {
      host: `deploy.${site.domain}`,
      to: 'deploy-portal',
      className: site.ingressClass,
    }),
    ingress(identityOf(release(site.age), 'reports'), {
      host: `reports.${site.domain}`,
      to: 'report-server',
      className: site.ingressClass,
      tls: false,
    }),
  ];
}

function rights(base: Release): readonly Manifest[] {
  const wide = (name: string) => clusterIdentityOf(base, name);
  const narrow = (name: string, days = 300) => identityOf(base, name, { created: daysAgo(days) });
  return [
    binding(wide('deploy-bot-admin'), 'ClusterRole/cluster-admin', 'ServiceAccount/legacy/deploy-bot'),
    role(narrow('jenkins'), everything),
    binding(narrow('jenkins'), 'Role/jenkins', 'ServiceAccount/legacy/jenkins'),
    role(wide('erp-operators'), rule('', 'secrets configmaps', 'get list watch'), rule('', 'pods/exec', 'create get')),
    binding(wide('erp-operators'), 'ClusterRole/erp-operators', 'Group/erp-operators'),
    role(narrow('status-page', 47), rule('', 'services endpoints', 'get list')),
    binding(narrow('status-page', 47), 'Role/status-page', 'Group/system:unauthenticated'),
    binding(narrow('everybody-edits', 4), 'ClusterRole/edit', 'Group/system:authenticated'),
  ];
}
