import { Fenced, StoreFailure, type StoreTrouble } from '../../findings/store.ts';

/** What an error of PostgreSQL means, by the beginning of its SQLSTATE, longest first. */
const troubles: readonly (readonly [state: string, trouble: StoreTrouble, remedy: string])[] = [
  ['53100', 'full', 'enlarge the volume of the database, or shorten store.retention'],
  ['53', 'unreachable', 'the server is out of connections or memory; raise max_connections or lower what others take'],
  ['3D000', 'missing', 'create the database'],
  ['3F000', 'missing', 'run "plumbline store migrate" as the owner of the database'],
  ['42P01', 'missing', 'run "plumbline store migrate" as the owner of the database'],
  ['42501', 'denied', 'grant the role its cluster with roles.sql, as the configuration reference says'],
  ['PL001', 'denied', 'set another clusters.name, or let the owner retire that cluster: "plumbline store retire"'],
  ['28', 'denied', 'check user and password: store.passwordFile or PGPASSWORD'],
  ['55P03', 'locked', 'another session holds the tables; end it'],
  ['57014', 'locked', 'the statement took too long; look for locks and for load on the server'],
  ['40', 'locked', 'transactions got in the way of each other; it is tried again'],
  ['XX001', 'corrupt', 'restore a backup'],
  ['XX002', 'corrupt', 'reindex the tables of the schema plumbline'],
  ['25P03', 'locked', 'the exporter stood still in the middle of a batch; it is tried again'],
  ['25006', 'denied', 'the server takes no writes; connect to the primary'],
  ['08', 'unreachable', 'check address and network, and whether the server runs'],
  ['57P', 'unreachable', 'the server is starting or stopping; it is tried again'],
];

/** An error of `pg` as a failure of the store; it never holds what was sent. */
export function postgresFailure(label: string, error: unknown): Error {
  if (error instanceof Fenced || error instanceof StoreFailure) return error;
  const { message, code } = error as { readonly message?: string; readonly code?: string };
  const known = code === undefined ? undefined : troubles.find(([state]) => code.startsWith(state));
  if (known !== undefined) {
    const [, trouble, remedy] = known;
    return new StoreFailure(trouble, `${label}: ${message ?? code}; ${remedy}`, { cause: error });
  }
  // Without a SQLSTATE no server has answered: sockets, names, certificates.
  if (code === undefined || !/^[0-9A-Z]{5}$/.test(code)) {
    const remedy = 'check address and network, and whether the server runs';
    return new StoreFailure('unreachable', `${label}: ${message || code || 'no connection'}; ${remedy}`, {
      cause: error,
    });
  }
  return new StoreFailure('other', `${label}: ${message ?? code}`, { cause: error });
}
