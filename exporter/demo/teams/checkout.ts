import type { Manifest } from '../../checks/patch.ts';
import { ingress, service } from '../manifests/network.ts';
import { daysAgo, secondsIn } from '../manifests/meta.ts';
import { hardenedPod } from '../manifests/pod.ts';
import { accountOf, appOf, identityOf } from '../manifests/release.ts';
import { cronJob, deployment, job, statefulSet } from '../manifests/workload.ts';
import { ours, releaseOf, server, teamNamespace, worker, type Site } from './site.ts';

const team = 'checkout';

/** Cart, payment and what belongs to it; hardened throughout. */
export function checkout(site: Site): readonly Manifest[] {
  const release = releaseOf(site, team);
  const redis = appOf(release, 'cart-redis', 'docker.io/valkey/valkey:8.1.4-alpine', {
    port: 6379,
    args: ['--save', '', '--appendonly', 'no'],
    container: {
      ports: [{ name: 'redis', containerPort: 6379, protocol: 'TCP' }],
      readinessProbe: { tcpSocket: { port: 6379 } },
      livenessProbe: { exec: { command: ['valkey-cli', 'ping'] } },
    },
  });
  const batch = (name: string) =>
    appOf(release, name, ours(site, team, name), {
      env: { ORDERS_DATABASE_URL: 'secret:orders-db/url' },
      labels: { 'app.kubernetes.io/component': 'batch' },
    });
  const migration = appOf(release, 'orders-migrate-0142', ours(site, team, 'orders-migrate'), {
    created: daysAgo(6),
    env: { ORDERS_DATABASE_URL: 'secret:orders-db/url' },
  });
  return [
    ...teamNamespace(site, team, { enforce: 'baseline', warn: 'restricted' }),
    ...server(site, team, 'cart-api', {
      env: { REDIS_HOST: 'cart-redis', REDIS_PASSWORD: 'secret:cart-redis/password' },
    }),
    ...server(site, team, 'checkout-api', { env: { ORDERS_DATABASE_URL: 'secret:orders-db/url' } }),
    ...server(site, team, 'checkout-web'),
    ...server(site, team, 'payment-gateway', {
      env: { PSP_ENDPOINT: 'https://psp.example.com/v3', PSP_API_KEY: 'secret:psp/api-key' },
      annotations: { 'backstage.io/owner': 'payments' },
    }),
    ...server(site, team, 'tax'),
    ...worker(site, team, 'order-worker', { env: { ORDERS_DATABASE_URL: 'secret:orders-db/url' } }),
    accountOf(redis),
    statefulSet(redis, { data: '/data', size: '5Gi' }),
    service(redis, { port: 6379 }),
    accountOf(batch('orders-export')),
    cronJob(batch('orders-export'), '15 2 * * *'),
    accountOf(batch('payment-reconcile')),
    cronJob(batch('payment-reconcile'), '*/30 * * * *'),
    accountOf(migration),
    job(migration),
    ingress(identityOf(release, 'checkout-web'), {
      host: `checkout.${site.domain}`,
      to: 'checkout-web',
      className: site.ingressClass,
    }),
  ];
}

/** The one program of the team that predates its chart; while the demo runs somebody sets runAsNonRoot. */
export function promotions(site: Site, { fixedAt }: { readonly fixedAt?: number } = {}): Manifest {
  const { runAsNonRoot, runAsUser: _, ...rest } = hardenedPod;
  const app = appOf(releaseOf(site, team), 'promotions', ours(site, team, 'promotions'), {
    port: 8080,
    created: daysAgo(site.age * 0.9),
    env: { PROMOTIONS_TABLE: 'promotions-eu' },
    pod: { securityContext: fixedAt === undefined ? rest : { ...rest, runAsNonRoot } },
    edited:
      fixedAt === undefined
        ? { by: 'argocd-controller', at: daysAgo(23) }
        : { by: 'argocd-controller', at: secondsIn(fixedAt) },
  });
  return deployment(app);
}
