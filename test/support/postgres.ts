import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toolPath, type skipWithout } from '../tools/find.ts';
import { freePort, type ManagedProcess, run, startProcess, waitUntil } from './process.ts';

/** A running PostgreSQL of our own, with nothing in it. */
export interface Postgres {
  /** Of a new database, for the owner of everything. */
  createDatabase(): Promise<string>;
  /** The url of the same database for another role. */
  urlFor(url: string, role: string): string;
  /** Holds the password of the owner. */
  readonly passwordFile: string;
  /** Runs SQL or a script as the owner, or as a role that needs no password here; throws what psql says. */
  psql(url: string, ...args: readonly string[]): Promise<string>;
  readonly process: ManagedProcess;
  stop(): Promise<void>;
  /** Starts it again after `stop` or a kill, with its data. */
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** What `startPostgres` needs. */
export const postgresTools: Parameters<typeof skipWithout>[1] = ['initdb', 'postgres', 'psql'];

const owner = 'plumbline_owner';
const password = 'correct horse';
/** The server refuses to run as root; everybody has this user. */
const nobody = { uid: 65_534, gid: 65_534 };

/** Starts a server on a free port. The owner needs a password; other roles are trusted, for tests of their rights. */
export async function startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-postgres-'));
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, `${password}\n`);
  const asRoot = process.getuid?.() === 0;
  const user = asRoot ? { user: nobody } : {};
  if (asRoot) for (const path of [folder, passwordFile]) chownSync(path, nobody.uid, nobody.gid);
  const made = await run(
    toolPath('initdb'),
    ['-D', data, '-U', owner, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '-E', 'UTF8', '--locale=C', '-N'],
    { cwd: folder, ...user },
  );
  if (made.code !== 0) throw new Error(`initdb: ${made.stderr}`);
  const rules = [`host all ${owner} 127.0.0.1/32 scram-sha-256`, 'host all all 127.0.0.1/32 trust'];
  writeFileSync(join(data, 'pg_hba.conf'), `${rules.join('\n')}\n`);
  const port = await freePort();
  const all = { port: String(port), listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings };
  let server: ManagedProcess | undefined;
  let databases = 0;

  const urlOf = (database: string, role = owner) => `postgres://${role}@127.0.0.1:${port}/${database}`;
  async function psql(url: string, ...args: readonly string[]): Promise<string> {
    const env = { PATH: process.env['PATH'], PGPASSWORD: password };
    const result = await run(toolPath('psql'), [url, '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', ...args], {
      env,
    });
    if (result.code !== 0) throw new Error(result.stderr);
    return result.stdout.trim();
  }
  async function start(): Promise<void> {
    server = startProcess({
      name: 'postgres',
      command: toolPath('postgres'),
      args: ['-D', data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      logFile: join(folder, 'log'),
      cwd: folder,
      ...user,
    });
    await waitUntil('postgres answers', async () => (await psql(urlOf('postgres'), '-c', 'SELECT 1')) === '1', {
      process: server,
    });
  }
  // SIGINT is its "fast" way to end: it does not wait for clients.
  const stop = async (): Promise<void> => void (await server?.stop('SIGINT'));

  await start();
  return {
    passwordFile,
    psql,
    get process() {
      if (server === undefined) throw new Error('postgres is not running');
      return server;
    },
    async createDatabase() {
      const name = `findings_${(databases += 1)}`;
      await psql(urlOf('postgres'), '-c', `CREATE DATABASE ${name}`);
      return urlOf(name);
    },
    urlFor: (url, role) => urlOf(new URL(url).pathname.slice(1), role),
    start,
    stop,
    async remove() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
