import type { Manifest } from '../../checks/patch.ts';
import { binding, role, rule } from '../manifests/access.ts';
import { namespace } from '../manifests/cluster-objects.ts';
import { daysAgo } from '../manifests/meta.ts';
import { defaultPolicies, service } from '../manifests/network.ts';
import { accountOf, appOf, clusterIdentityOf, identityOf, type Release } from '../manifests/release.ts';
import { deployment } from '../manifests/workload.ts';

const scheme = 'service.beta.kubernetes.io/aws-load-balancer-scheme';

/** Traefik and external-dns: how traffic finds its way in. */
export function edge(age: number, reach: 'internet' | 'office'): readonly Manifest[] {
  const created = daysAgo(age * 0.8);
  const traefik: Release = {
    namespace: 'edge',
    chart: 'traefik-37.4.0',
    application: 'edge',
    instance: 'traefik',
    team: 'platform',
    created,
  };
  const proxy = appOf(traefik, 'traefik', 'docker.io/library/traefik:v3.6.2', {
    port: 8000,
    args: [
      '--entryPoints.web.address=:8000/tcp',
      '--entryPoints.websecure.address=:8443/tcp',
      '--providers.kubernetesingress',
      '--ping=true',
    ],
    pod: { automountServiceAccountToken: true },
  });
  const inside = { ...proxy, name: 'traefik-internal' };
  const identity = clusterIdentityOf(traefik, 'traefik-edge');
  return [
    ...namespace(clusterIdentityOf(traefik, 'edge'), { enforce: 'restricted' }),
    ...defaultPolicies(identityOf(traefik, 'edge'), 'kube-system'),
    accountOf(proxy, { token: true }),
    deployment(proxy, { replicas: 3 }),
    ...(reach === 'internet'
      ? [
          service(proxy, { type: 'LoadBalancer', port: 443, annotations: { [scheme]: 'internet-facing' } }),
          service(
            { ...inside, selector: { 'app.kubernetes.io/name': 'traefik', 'app.kubernetes.io/instance': 'traefik' } },
            { type: 'LoadBalancer', port: 443, loadBalancerClass: 'service.k8s.aws/nlb' },
          ),
        ]
      : [service(proxy, { type: 'NodePort', port: 443, nodePort: 30443 })]),
    role(
      identity,
      rule('', 'services nodes', 'get list watch'),
      rule('', 'secrets', 'get list watch'),
      rule('discovery.k8s.io', 'endpointslices', 'list watch'),
      rule('networking.k8s.io', 'ingressclasses ingresses', 'get list watch'),
    ),
    binding(identity, `ClusterRole/${identity.name}`, 'ServiceAccount/edge/traefik'),
    ...externalDns(created),
  ];
}

function externalDns(created: string): readonly Manifest[] {
  const release: Release = {
    namespace: 'edge',
    chart: 'external-dns-1.19.0',
    application: 'edge',
    instance: 'external-dns',
    team: 'platform',
    created,
  };
  const app = appOf(release, 'external-dns', 'registry.k8s.io/external-dns/external-dns:v0.20.0', {
    port: 7979,
    args: [
      '--source=service',
      '--source=ingress',
      '--policy=upsert-only',
      '--registry=txt',
      '--domain-filter=example.com',
    ],
    pod: { automountServiceAccountToken: true },
  });
  const identity = clusterIdentityOf(release, 'external-dns');
  return [
    accountOf(app, { token: true }),
    deployment(app, { replicas: 1 }),
    role(
      identity,
      rule('', 'nodes pods services', 'list watch get'),
      rule('networking.k8s.io', 'ingresses', 'get watch list'),
      rule('discovery.k8s.io', 'endpointslices', 'get watch list'),
    ),
    binding(identity, 'ClusterRole/external-dns', 'ServiceAccount/edge/external-dns'),
  ];
}
