import type { DemoCluster } from '../cluster.ts';
import { binding } from '../manifests/access.ts';
import { namespace } from '../manifests/cluster-objects.ts';
import { secondsIn } from '../manifests/meta.ts';
import { defaultPolicies, service } from '../manifests/network.ts';
import { accountOf, appOf, clusterIdentityOf, identityOf } from '../manifests/release.ts';
import { deployment } from '../manifests/workload.ts';
import { argoCdManager } from '../platform/argo-cd.ts';
import { freshCluster } from '../platform/fresh-cluster.ts';
import { gkeNodes, gkeSystem } from '../platform/gke.ts';
import { tell, told, type Story } from '../stories.ts';
import { catalog } from '../teams/catalog.ts';
import { checkout } from '../teams/checkout.ts';
import { identity } from '../teams/identity.ts';
import { ours, releaseOf, type Site } from '../teams/site.ts';

const age = 173;
const site: Site = { edge: 'kube-system', ingressClass: 'gce', domain: 'us.shop.example.com', tag: '2026.10.3', age };

/** The cluster that was built after the lessons of the first: clean until somebody breaks the glass. */
export async function prodUs(): Promise<DemoCluster> {
  return {
    name: 'prod-us',
    version: 'v1.35.6-gke.1220000',
    provider: 'gke',
    manifests: [
      ...(await freshCluster(age)),
      ...gkeNodes(),
      ...gkeSystem(age),
      ...argoCdManager(age),
      ...checkout(site),
      ...catalog(site),
      ...identity(site),
      ...operations(),
    ],
    events: [
      ...told(breakGlass, 60),
      ...tell([innerBalancer, breakGlass, breakGlassByName], { from: 300, every: 300, until: 2700 }),
    ],
  };
}

/** A toolbox for people on call, with no rights of its own. */
function operations() {
  const release = { ...releaseOf(site, 'operations'), chart: 'toolbox-1.3.0', team: 'platform' };
  const toolbox = appOf(release, 'toolbox', ours(site, 'platform', 'toolbox'), {
    args: ['sleep', 'infinity'],
    pod: { automountServiceAccountToken: true },
  });
  return [
    ...namespace(clusterIdentityOf(release, 'operations'), { enforce: 'restricted' }),
    ...defaultPolicies(identityOf(release, 'operations'), 'kube-system'),
    accountOf(toolbox, { token: true }),
    deployment(toolbox, { replicas: 1 }),
    binding(clusterIdentityOf(release, 'toolbox-view'), 'ClusterRole/view', 'ServiceAccount/operations/toolbox'),
  ];
}

const bound = (name: string, at: number, subject: string) =>
  binding({ name, created: secondsIn(at), by: 'kubectl-create' }, 'ClusterRole/cluster-admin', subject);

/** Somebody on call makes the toolbox an administrator, and puts it back half a minute later. */
const breakGlass: Story = {
  lasts: 30,
  wrong: (at) => bound('break-glass-toolbox', at, 'ServiceAccount/operations/toolbox'),
};

const breakGlassByName: Story = {
  lasts: 120,
  wrong: (at, round) => bound(`incident-${4711 + round}`, at, 'User/on-call@example.com'),
};

const internal = { 'networking.gke.io/load-balancer-type': 'Internal' };
const sessions = (at: number, by: string) =>
  appOf(releaseOf(site, 'identity'), 'session-api', ours(site, 'identity', 'session-api'), {
    port: 8080,
    edited: { by, at: secondsIn(at) },
  });

/** A load balancer that was meant to be internal: the annotation comes a minute late. */
const innerBalancer: Story = {
  lasts: 60,
  wrong: (at) => service(sessions(at, 'kubectl-edit'), { type: 'LoadBalancer' }),
  mended: (at) => service(sessions(at, 'kubectl-edit'), { type: 'LoadBalancer', annotations: internal }),
};
