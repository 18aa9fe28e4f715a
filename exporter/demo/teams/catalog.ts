import type { Manifest } from '../../checks/patch.ts';
import { ingress, service } from '../manifests/network.ts';
import { accountOf, appOf, identityOf } from '../manifests/release.ts';
import { cronJob, statefulSet } from '../manifests/workload.ts';
import { ours, releaseOf, server, teamNamespace, worker, type Site } from './site.ts';

const team = 'catalog';

/** Products, search and pictures. */
export function catalog(site: Site): readonly Manifest[] {
  const release = releaseOf(site, team);
  const search = appOf(release, 'catalog-search', 'docker.io/opensearchproject/opensearch:3.3.1', {
    port: 9200,
    env: { 'discovery.type': 'zen', OPENSEARCH_JAVA_OPTS: '-Xms2g -Xmx2g' },
    container: { resources: { requests: { cpu: '1', memory: '4Gi' }, limits: { memory: '4Gi' } } },
  });
  const imported = appOf(release, 'product-import', ours(site, team, 'product-import'), {
    env: {
      SUPPLIER_FEED_URL: 'https://feeds.example.com/v2/products',
      SUPPLIER_FEED_TOKEN: 'secret:supplier-feed/token',
    },
  });
  return [
    ...teamNamespace(site, team, { enforce: 'restricted' }),
    ...server(site, team, 'catalog-api', { env: { CATALOG_DATABASE_URL: 'secret:catalog-db/url' } }),
    ...server(site, team, 'catalog-web'),
    ...server(site, team, 'inventory-api', { env: { CATALOG_DATABASE_URL: 'secret:catalog-db/url' } }),
    ...server(site, team, 'recommendations', { annotations: { 'backstage.io/owner': 'data-science' } }),
    ...server(site, team, 'reviews'),
    ...worker(site, team, 'image-resizer'),
    accountOf(search),
    statefulSet(search, { data: '/usr/share/opensearch/data', size: '100Gi' }),
    service(search, { port: 9200 }),
    accountOf(imported),
    cronJob(imported, '0 */4 * * *'),
    ingress(identityOf(release, 'catalog-web'), {
      host: site.domain,
      to: 'catalog-web',
      className: site.ingressClass,
    }),
  ];
}
