import { patched, type Manifest } from '../../checks/patch.ts';
import type { DemoCluster } from '../cluster.ts';
import { binding } from '../manifests/access.ts';
import { namespace } from '../manifests/cluster-objects.ts';
import { daysAgo, meta, secondsIn } from '../manifests/meta.ts';
import { defaultPolicies, service } from '../manifests/network.ts';
import { accountOf, appOf, clusterIdentityOf, identityOf } from '../manifests/release.ts';
import { deployment } from '../manifests/workload.ts';
import { argoCdManager } from '../platform/argo-cd.ts';
import { freshCluster } from '../platform/fresh-cluster.ts';
import { gkeControlPlane, gkeNodes, gkeSystem } from '../platform/gke.ts';
import { tell, told, type Story } from '../stories.ts';
import { catalog } from '../teams/catalog.ts';
import { checkout } from '../teams/checkout.ts';
import { identity } from '../teams/identity.ts';
import { ours, releaseOf, type Site } from '../teams/site.ts';

const age = 173;
const version = 'v1.35.6-gke.1220000';
const site: Site = { edge: 'kube-system', ingressClass: 'gce', domain: 'us.shop.example.com', tag: '2026.10.3', age };

/** The cluster that was built after the lessons of the first: clean until somebody breaks the glass. */
export async function prodUs(): Promise<DemoCluster> {
  return {
    name: 'prod-us',
    version,
    provider: 'gke',
    serves: ['SigstoreClusterImagePolicy'],
    manifests: [
      ...tidied(await freshCluster(age)),
      ...gkeNodes(),
      ...gkeSystem(age),
      gkeControlPlane(version),
      ...signatures(),
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

/** The namespace that everybody has is closed, and whoever names no account gets no token. */
function tidied(manifests: readonly Manifest[]): readonly Manifest[] {
  return manifests.map((manifest) => {
    const { name } = manifest['metadata'] as { readonly name: string };
    if (manifest.kind === 'ServiceAccount' && name === 'default')
      return { ...manifest, automountServiceAccountToken: false };
    if (manifest.kind !== 'Namespace' || name !== 'default') return manifest;
    return patched(manifest, { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } });
  });
}

/** Only images run that a pipeline of the company signed, or that the policy names. */
function signatures(): readonly Manifest[] {
  const identity = { created: daysAgo(age), by: 'helm' };
  return [
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: meta({ ...identity, name: 'policy.sigstore.dev' }),
      webhooks: [
        {
          name: 'policy.sigstore.dev',
          admissionReviewVersions: ['v1'],
          failurePolicy: 'Fail',
          sideEffects: 'None',
          clientConfig: { caBundle: 'LS0t', service: { name: 'webhook', namespace: 'cosign-system', port: 443 } },
          namespaceSelector: {
            matchExpressions: [
              { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system', 'gmp-system'] },
            ],
          },
          rules: [
            { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['pods'], scope: '*' },
          ],
        },
      ],
    },
    {
      apiVersion: 'policy.sigstore.dev/v1beta1',
      kind: 'ClusterImagePolicy',
      metadata: meta({ ...identity, name: 'signed-by-us' }),
      spec: {
        images: [{ glob: '**' }],
        authorities: [{ name: 'pipeline', key: { kms: 'gcpkms://projects/shop/locations/us/keyRings/images' } }],
      },
    },
  ];
}

/** A toolbox for people on call, with no rights of its own. */
function operations() {
  const release = { ...releaseOf(site, 'operations'), chart: 'toolbox-1.3.0', team: 'platform' };
  const toolbox = appOf(release, 'toolbox', ours(site, 'platform', 'toolbox'), {
    args: ['sleep', 'infinity'],
    container: { livenessProbe: { exec: { command: ['true'] } } },
    pod: { automountServiceAccountToken: true },
  });
  return [
    ...namespace(clusterIdentityOf(release, 'operations'), { enforce: 'restricted', kept: true }),
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
