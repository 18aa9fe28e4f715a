import type { Manifest } from '../../checks/patch.ts';
import type { DemoCluster } from '../cluster.ts';
import { binding } from '../manifests/access.ts';
import { namespace } from '../manifests/cluster-objects.ts';
import { daysAgo, secondsIn, type Fields } from '../manifests/meta.ts';
import { ingress, service } from '../manifests/network.ts';
import { pod } from '../manifests/pod.ts';
import {
  accountOf,
  appOf,
  clusterIdentityOf,
  identityOf,
  type AppOptions,
  type Release,
} from '../manifests/release.ts';
import { cronJob, deployment, statefulSet } from '../manifests/workload.ts';
import { edge } from '../platform/edge.ts';
import { freshCluster } from '../platform/fresh-cluster.ts';
import { kubeadmNodes, kubeadmSystem } from '../platform/kubeadm.ts';
import { tell, type Story } from '../stories.ts';
import { catalog } from '../teams/catalog.ts';
import { checkout } from '../teams/checkout.ts';
import { identity } from '../teams/identity.ts';
import type { Site } from '../teams/site.ts';

const age = 96;
const site: Site = {
  edge: 'edge',
  ingressClass: 'traefik',
  domain: 'stg.shop.example.com',
  tag: '2026.11.0-rc.2',
  age,
};

/** Machines of our own, the newest Kubernetes, and an exporter that is not allowed to read bindings in namespaces. */
export async function staging(): Promise<DemoCluster> {
  return {
    name: 'staging',
    version: 'v1.37.2',
    provider: 'kubeadm',
    forbidden: ['RoleBinding'],
    serves: ['CalicoNetworkPolicy', 'CalicoGlobalNetworkPolicy'],
    manifests: [
      ...(await freshCluster(age)),
      ...kubeadmNodes(age),
      ...kubeadmSystem(age),
      ...edge(age, 'office'),
      ...checkout(site),
      ...catalog(site),
      ...identity(site),
      ...buildMachinery(),
      ...preview('pr-1482', 3),
      ...preview('pr-1501', 1),
      ...sandbox(),
      ...dashboard(),
      ...storage(),
    ],
    events: tell([previewStarts, debugPod], { from: 45, every: 150, until: 2700 }),
  };
}

/** Runners that build images in two ways, one worse than the other. */
function buildMachinery(): readonly Manifest[] {
  const release: Release = {
    namespace: 'ci',
    chart: 'gha-runner-scale-set-0.13.0',
    instance: 'ci',
    created: daysAgo(80),
  };
  const unconfined: Fields = { seccompProfile: { type: 'Unconfined' }, appArmorProfile: { type: 'Unconfined' } };
  const dind = appOf(release, 'runner-dind', 'ghcr.io/actions/actions-runner:2.329.0', {
    hardened: false,
    env: { DOCKER_HOST: 'unix:///run/docker/docker.sock' },
    sidecars: [{ name: 'dind', image: 'docker.io/library/docker:29-dind', securityContext: { privileged: true } }],
  });
  const buildkit = appOf(release, 'buildkitd', 'docker.io/moby/buildkit:v0.26.2-rootless', {
    hardened: false,
    port: 1234,
    args: ['--addr', 'tcp://0.0.0.0:1234', '--oci-worker-no-process-sandbox'],
    container: { securityContext: { ...unconfined, runAsUser: 1000, runAsGroup: 1000, procMount: 'Unmasked' } },
    pod: { hostUsers: false },
  });
  const registry = appOf(release, 'registry', 'docker.io/library/registry:3.0.0', { port: 5000 });
  const cache = appOf(release, 'cache-prune', 'registry.example.com/platform/cache-prune:1.4.0');
  return [
    ...namespace(
      { ...clusterIdentityOf(release, 'ci'), labels: { owner: 'build-and-release' } },
      { enforce: 'privileged' },
    ),
    ...[dind, buildkit].flatMap((app) => [accountOf(app, { token: true }), deployment(app)]),
    service(buildkit, { port: 1234 }),
    accountOf(registry),
    statefulSet(registry, { replicas: 1, data: '/var/lib/registry' }),
    service(registry, { port: 5000 }),
    accountOf(cache),
    cronJob(cache, '0 4 * * *'),
  ];
}

/** What a pull request looks like before it is merged: works on the machine of its author. */
function preview(name: string, days: number): readonly Manifest[] {
  const release: Release = { namespace: name, chart: 'preview-0.9.2', instance: name, created: daysAgo(days) };
  const app = previewApp(release, 'catalog-web', {});
  return [
    ...namespace({ ...clusterIdentityOf(release, name), labels: { team: 'catalog' } }),
    accountOf(app, { token: true }),
    deployment(app, { replicas: 1 }),
    service(app),
    ingress(identityOf(release, 'catalog-web'), {
      host: `${name}.preview.example.com`,
      to: 'catalog-web',
      className: 'traefik',
      tls: false,
    }),
  ];
}

function previewApp(release: Release, name: string, options: AppOptions) {
  return appOf(release, name, `registry.example.com/catalog/${name}:${release.namespace}`, {
    hardened: false,
    port: 8080,
    env: { NODE_ENV: 'development' },
    ...options,
  });
}

/** Pods that people started by hand and forgot. */
function sandbox(): readonly Manifest[] {
  const bare = (name: string, image: string, days: number, options: AppOptions = {}): Manifest =>
    pod({
      name,
      namespace: 'sandbox',
      image,
      created: daysAgo(days),
      by: 'kubectl-run',
      labels: { run: name },
      hardened: false,
      account: 'default',
      ...options,
    });
  return [
    ...namespace({ name: 'sandbox', created: daysAgo(age), by: 'kubectl-create' }),
    bare('netshoot', 'docker.io/nicolaka/netshoot:latest', 34, {
      container: { stdin: true, securityContext: { capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } } },
    }),
    bare('psql', 'docker.io/library/postgres', 12, {
      env: { PGPASSWORD: 'staging-only', PGHOST: 'identity-db.identity' },
    }),
    bare('load-test', 'docker.io/grafana/k6:1.4.0', 6, { labels: { run: 'load-test', owner: 'checkout' } }),
  ];
}

/** The tutorial says to bind this account to cluster-admin, so somebody did. */
function dashboard(): readonly Manifest[] {
  const release: Release = {
    namespace: 'kubernetes-dashboard',
    chart: 'headlamp-0.38.0',
    instance: 'dashboard',
    team: 'platform',
    created: daysAgo(88),
  };
  const app = appOf(release, 'headlamp', 'ghcr.io/headlamp-k8s/headlamp:v0.38.0', {
    port: 4466,
    pod: { automountServiceAccountToken: true },
  });
  const admin = identityOf(release, 'admin-user');
  return [
    ...namespace(clusterIdentityOf(release, 'kubernetes-dashboard'), { enforce: 'restricted' }),
    accountOf(app, { token: true }),
    deployment(app, { replicas: 1 }),
    service(app, { type: 'NodePort', nodePort: 32080 }),
    accountOf({ ...admin, image: '' }, { token: true }),
    binding(
      clusterIdentityOf(release, 'admin-user'),
      'ClusterRole/cluster-admin',
      'ServiceAccount/kubernetes-dashboard/admin-user',
    ),
  ];
}

/** Volumes on the disks of the workers; the provisioner makes directories there through pods of its own. */
function storage(): readonly Manifest[] {
  const release: Release = {
    namespace: 'local-path-storage',
    instance: 'local-path',
    team: 'platform',
    created: daysAgo(age - 1),
  };
  const app = appOf(release, 'local-path-provisioner', 'docker.io/rancher/local-path-provisioner:v0.0.33', {
    hardened: false,
    account: 'local-path-provisioner-service-account',
    command: ['local-path-provisioner', '--debug', 'start', '--config', '/etc/config/config.json'],
  });
  return [
    ...namespace(clusterIdentityOf(release, 'local-path-storage'), { enforce: 'privileged' }),
    accountOf(app, { token: true }),
    deployment(app, { replicas: 1 }),
  ];
}

/** A second program joins a preview, as root and with whatever image is newest; the pull request is closed soon. */
const previewStarts: Story = {
  lasts: 80,
  wrong: (at, round) => {
    const release: Release = { namespace: 'pr-1501', instance: 'pr-1501', created: secondsIn(at) };
    const app = previewApp(release, `api-mock-${round + 1}`, { account: 'default' });
    return deployment({ ...app, image: 'docker.io/mockserver/mockserver:latest' }, { replicas: 1 });
  },
};

/** Somebody looks for packets that do not arrive. */
const debugPod: Story = {
  lasts: 45,
  wrong: (at, round) =>
    pod({
      name: `tcpdump-${round + 1}`,
      namespace: 'sandbox',
      created: secondsIn(at),
      by: 'kubectl-run',
      labels: { run: `tcpdump-${round + 1}` },
      image: 'docker.io/nicolaka/netshoot:v0.14',
      hardened: false,
      account: 'default',
      container: { name: 'tcpdump', args: ['tcpdump', '-i', 'any'], securityContext: { privileged: true } },
      pod: { hostNetwork: true },
    }),
};
