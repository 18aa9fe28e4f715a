import type { Manifest } from '../../checks/patch.ts';
import { binding, role, rule } from '../manifests/access.ts';
import { daysAgo, inDays } from '../manifests/meta.ts';
import { certificate, ingress, service } from '../manifests/network.ts';
import { accountOf, appOf, identityOf } from '../manifests/release.ts';
import { cronJob, deployment } from '../manifests/workload.ts';
import { ours, releaseOf, server, teamNamespace, worker, type Site } from './site.ts';

const team = 'fulfilment';

/** Warehouse and carriers: on its way, with the loose ends that a team has which hardens one program after the other. */
export function fulfilment(site: Site): readonly Manifest[] {
  const release = releaseOf(site, team);
  const halfway = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
  const labels = appOf(release, 'shipping-labels', ours(site, team, 'shipping-labels'), {
    port: 8080,
    hardened: false,
    created: daysAgo(41),
    env: { CARRIER_API_KEY: 'secret:carrier/api-key' },
    container: { securityContext: halfway },
    pod: { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } },
  });
  const routes = appOf(release, 'route-planner', ours(site, team, 'route-planner'), {
    port: 8080,
    hardened: false,
    created: daysAgo(12),
    edited: { by: 'kubectl-edit', at: daysAgo(2) },
    env: { MAPS_ENDPOINT: 'https://maps.example.com' },
  });
  const scanners = appOf(release, 'scanner-hub', ours(site, team, 'scanner-hub'), { port: 8443 });
  const stock = appOf(release, 'stock-count', ours(site, team, 'stock-count'), { env: { WAREHOUSE: 'EU1' } });
  const support = identityOf(release, 'support-shell');
  return [
    ...teamNamespace(site, team, { enforce: 'baseline', warn: 'restricted' }),
    ...server(site, team, 'warehouse-sync'),
    ...server(site, team, 'carrier-webhooks'),
    ...worker(site, team, 'returns'),
    accountOf(labels, { token: true }),
    deployment(labels),
    service(labels),
    accountOf(routes, { token: true }),
    deployment(routes, { replicas: 1 }),
    service(routes),
    accountOf(scanners),
    deployment(scanners),
    // Handheld scanners in the warehouse are outside the cluster network.
    service(scanners, { type: 'NodePort', port: 8443, nodePort: 31843 }),
    accountOf(stock),
    cronJob(stock, '0 22 * * 6'),
    role(support, rule('', 'pods pods/log', 'get list'), rule('', 'pods/exec', 'create')),
    binding(support, 'Role/support-shell', 'Group/fulfilment-support'),
    // Its issuer asks for a record that the last move of the zone lost.
    certificate(identityOf(release, 'scanner-hub-tls'), {
      host: `scanners.${site.domain}`,
      issuer: 'letsencrypt-dns',
      until: inDays(9),
    }),
    ingress(identityOf(release, 'carrier-webhooks'), {
      host: `carriers.${site.domain}`,
      to: 'carrier-webhooks',
      className: site.ingressClass,
      tls: false,
    }),
  ];
}
