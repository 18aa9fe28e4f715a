import { readFile } from 'node:fs/promises';
import type { ClientConfig, Pool, PoolClient } from 'pg';
import { StoreFailure } from '../../findings/store.ts';

/** How to reach a server. */
export interface PostgresOptions {
  readonly url: string;
  /** The url as messages may show it. */
  readonly label: string;
  /** Read anew for every connection, so that a rotated password is taken up. */
  readonly passwordFile?: string;
}

/** The type of BIGINT, which `pg` would return as text. */
const int8 = 20;
const connectMs = 5_000;
const statementMs = 30_000;
/** How long a transaction may wait for us, between two of its statements; milliseconds. */
const idleMs = 5_000;
const mostConnections = 4;

/** Opens no connection yet, and `most` at a time later; a statement may take `answerMs` milliseconds. */
export async function createPool(
  { url, passwordFile }: PostgresOptions,
  { most = mostConnections, answerMs = statementMs }: { readonly most?: number; readonly answerMs?: number } = {},
): Promise<Pool> {
  // Loaded only where it is used: most run on a file, or without any.
  const [{ default: pg }, { parseIntoClientConfig }] = await Promise.all([
    import('pg'),
    import('pg-connection-string'),
  ]);
  const config: ClientConfig = {
    // Parsed here: given whole, it would override the password with the none that it has.
    ...parseIntoClientConfig(url),
    application_name: 'plumbline',
    connectionTimeoutMillis: connectMs,
    statement_timeout: answerMs,
    // Whoever stands still with a cluster locked must not keep the next leader from taking it.
    idle_in_transaction_session_timeout: idleMs,
    // A server that vanished without a word is noticed all the same.
    query_timeout: answerMs + connectMs,
    keepAlive: true,
    types: {
      // Everything of ours fits into a double: milliseconds, revisions, counts.
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === int8 ? Number : (pg.types.getTypeParser(oid, format ?? 'text') as (text: string) => unknown),
    },
    ...(passwordFile !== undefined && { password: () => passwordFrom(passwordFile) }),
  };
  const pool = new pg.Pool({ ...config, max: most });
  // An idle connection that breaks is replaced; whoever needs one next is told if that fails.
  pool.on('error', () => undefined);
  // One that breaks between two statements of a transaction fails the next; unheard, its error would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

async function passwordFrom(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trimEnd();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new StoreFailure(
      'denied',
      `store.passwordFile: ${file} cannot be read (${code}); check path and permissions`,
      {
        cause: error,
      },
    );
  }
}

/** How a transaction begins that sees the database as it is in one moment, and locks nothing. */
export const snapshot = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/** Runs work in one transaction on one connection; a connection that may be in any state is not used again. */
export async function transact<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  begin: 'BEGIN' | typeof snapshot = 'BEGIN',
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((cause: Error) => (broken = cause));
    throw error;
  } finally {
    client.release(broken);
  }
}
