import type { Manifest } from '../../checks/patch.ts';
import { binding, role, rule } from '../manifests/access.ts';
import { ingress, service } from '../manifests/network.ts';
import { accountOf, appOf, identityOf } from '../manifests/release.ts';
import { cronJob, statefulSet } from '../manifests/workload.ts';
import { ours, releaseOf, server, teamNamespace, worker, type Site } from './site.ts';

const team = 'identity';

/** Accounts, sessions and tokens; one job of it rotates a Secret and needs the API for that, and only for that. */
export function identity(site: Site): readonly Manifest[] {
  const release = releaseOf(site, team);
  const database = appOf(release, 'identity-db', 'docker.io/library/postgres:18.1-alpine', {
    port: 5432,
    env: {
      POSTGRES_DB: 'identity',
      POSTGRES_PASSWORD: 'secret:identity-db/password',
      PGDATA: '/var/lib/postgresql/18',
    },
    container: {
      ports: [{ name: 'postgres', containerPort: 5432, protocol: 'TCP' }],
      readinessProbe: { exec: { command: ['pg_isready', '-q'] } },
    },
  });
  const rotation = appOf(release, 'signing-key-rotation', ours(site, team, 'signing-key-rotation'));
  const rights = identityOf(release, 'signing-key-rotation');
  return [
    ...teamNamespace(site, team, { enforce: 'restricted' }),
    ...server(site, team, 'login-web'),
    ...server(site, team, 'session-api', { env: { SESSION_DATABASE_URL: 'secret:identity-db/url' } }),
    ...server(site, team, 'token-issuer', { env: { SIGNING_KEY_FILE: '/run/secrets/signing/key.pem' } }),
    ...server(site, team, 'user-directory', { env: { DIRECTORY_DATABASE_URL: 'secret:identity-db/url' } }),
    ...worker(site, team, 'audit-writer'),
    accountOf(database),
    statefulSet(database, { data: '/var/lib/postgresql', replicas: 2, size: '50Gi' }),
    service(database, { port: 5432 }),
    accountOf(rotation),
    cronJob(rotation, '30 3 * * 0'),
    role(rights, { ...rule('', 'secrets', 'get update'), resourceNames: ['signing-key'] }),
    binding(rights, 'Role/signing-key-rotation', 'ServiceAccount/identity/signing-key-rotation'),
    ingress(identityOf(release, 'login-web'), {
      host: `login.${site.domain}`,
      to: 'login-web',
      className: site.ingressClass,
    }),
  ];
}
