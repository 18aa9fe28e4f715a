import type { Manifest } from '../../checks/patch.ts';
import type { DemoCluster } from '../cluster.ts';
import { secondsIn } from '../manifests/meta.ts';
import { service } from '../manifests/network.ts';
import { pod } from '../manifests/pod.ts';
import { accountOf, appOf, type AppOptions } from '../manifests/release.ts';
import { rollout } from '../manifests/rollout.ts';
import { deployment } from '../manifests/workload.ts';
import { argoCd } from '../platform/argo-cd.ts';
import { certManager } from '../platform/cert-manager.ts';
import { edge } from '../platform/edge.ts';
import { eksAddons, eksNodes, eksObserved } from '../platform/eks.ts';
import { freshCluster } from '../platform/fresh-cluster.ts';
import { monitoring } from '../platform/monitoring.ts';
import { tell, told, type Story } from '../stories.ts';
import { catalog } from '../teams/catalog.ts';
import { checkout, promotions } from '../teams/checkout.ts';
import { fulfilment } from '../teams/fulfilment.ts';
import { identity } from '../teams/identity.ts';
import { legacy } from '../teams/legacy.ts';
import { ours, releaseOf, type Site } from '../teams/site.ts';

const age = 412;
const version = 'v1.36.3-eks-4a7b3d1';
const site: Site = { edge: 'edge', ingressClass: 'traefik', domain: 'eu.shop.example.com', tag: '2026.10.3', age };
const nodes = ['ip-10-42-11-37', 'ip-10-42-19-204', 'ip-10-42-38-91'].map(
  (name) => `${name}.eu-central-1.compute.internal`,
);

/** The oldest cluster: good teams, one on its way, and one that nobody owns. */
export async function prodEu(): Promise<DemoCluster> {
  const teams = [...checkout(site), ...catalog(site), ...identity(site), ...fulfilment(site), ...legacy(site)];
  return {
    name: 'prod-eu',
    version,
    provider: 'eks',
    serves: ['Certificate'],
    reads: ['nodeConfig'],
    manifests: [
      ...(await freshCluster(age)),
      ...eksNodes(age),
      ...eksAddons(age, nodes),
      ...eksObserved(version),
      ...argoCd(age, site.edge),
      ...certManager(age, site.edge),
      ...edge(age, 'internet'),
      ...monitoring(age, site.edge),
      ...teams,
      ...promotionsTeam(),
      ...rolledOut(teams, ['cart-api', 'report-server']),
    ],
    events: [
      ...told(debugging, 15),
      { at: 25, put: promotions(site, { fixedAt: 25 }) },
      ...tell([publicByMistake, debugging, hotfix, passwordInView], { from: 150, every: 150, until: 2700 }),
    ],
  };
}

function promotionsTeam(): readonly Manifest[] {
  const app = appOf(releaseOf(site, 'checkout'), 'promotions', '');
  return [accountOf(app), promotions(site)];
}

/** ReplicaSets and pods of some Deployments, to show that the Deployment answers for them. */
function rolledOut(manifests: readonly Manifest[], names: readonly string[]): readonly Manifest[] {
  return manifests
    .filter(({ kind, metadata }) => kind === 'Deployment' && names.includes((metadata as { name: string }).name))
    .flatMap((found) => rollout(found, nodes.slice(0, 2)));
}

/** `kubectl debug node/… --profile=sysadmin`, by somebody in a hurry. */
const debugging: Story = {
  lasts: 25,
  wrong: (at, round) => {
    const nodeName = nodes[round % nodes.length] ?? '';
    return pod({
      name: `node-debugger-${nodeName}-${['x7k2p', 'q4v9d', 'm2c8t', 'z6h5r', 'b9w3n', 'k5f7s'][round % 6] ?? ''}`,
      namespace: 'legacy',
      created: secondsIn(at),
      by: 'kubectl-debug',
      labels: { 'app.kubernetes.io/managed-by': 'kubectl-debug' },
      account: '',
      image: 'docker.io/library/busybox:1.37',
      hardened: false,
      hostPaths: ['/'],
      container: { name: 'debugger', stdin: true, tty: true, securityContext: { privileged: true } },
      pod: { nodeName, hostNetwork: true, hostPID: true, hostIPC: true, tolerations: [{ operator: 'Exists' }] },
    });
  },
};

function fulfilled(name: string, options: AppOptions = {}) {
  return appOf(releaseOf(site, 'fulfilment'), name, ours(site, 'fulfilment', name), { port: 8080, ...options });
}

/** A Service is opened to try something out, and closed again. */
const publicByMistake: Story = {
  lasts: 60,
  wrong: (at) =>
    service(fulfilled('warehouse-sync', { edited: { by: 'kubectl-edit', at: secondsIn(at) } }), {
      type: 'LoadBalancer',
    }),
  mended: (at) => service(fulfilled('warehouse-sync', { edited: { by: 'argocd-controller', at: secondsIn(at) } })),
};

/** A hotfix that goes out past Argo CD, with the newest image and all the rights of root. */
const hotfix: Story = {
  lasts: 90,
  wrong: (at) => {
    const app = fulfilled('returns', {
      edited: { by: 'kubectl-set', at: secondsIn(at) },
      container: { securityContext: { runAsUser: 0, runAsNonRoot: false } },
    });
    return deployment({ ...app, image: 'registry.example.com/fulfilment/returns:latest' });
  },
  mended: (at) => deployment(fulfilled('returns', { edited: { by: 'argocd-controller', at: secondsIn(at) } })),
};

/** Somebody stores a password where everybody can read it, until the review. */
const passwordInView: Story = {
  lasts: 75,
  wrong: (at) =>
    deployment(
      fulfilled('carrier-webhooks', {
        edited: { by: 'kubectl-edit', at: secondsIn(at) },
        env: { LOG_LEVEL: 'debug', WEBHOOK_SIGNING_SECRET: 'carrier-2026-temporary' },
      }),
    ),
  mended: (at) =>
    deployment(
      fulfilled('carrier-webhooks', {
        edited: { by: 'argocd-controller', at: secondsIn(at) },
        env: { LOG_LEVEL: 'info', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel-collector.monitoring:4317' },
      }),
    ),
};
