import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { KubeconfigError, type ContextSpec, type Entry } from './kubeconfig.ts';

/** What proves who we are to one API server. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly tls: TlsMaterial;
}

export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly servername?: string;
  readonly rejectUnauthorized?: false;
}

/** Asks an exec plugin or auth provider; gives the headers and client certificate that it answers with. */
export type PluginAuth = () => Promise<{ authorization?: string; cert?: string; key?: string }>;

/** Reads credentials afresh: rotated tokens and certificates are seen. Throws KubeconfigError. */
export async function readCredentials(context: ContextSpec, plugin: PluginAuth | undefined): Promise<Credentials> {
  const { cluster, user } = context;
  const granted = plugin === undefined ? {} : await plugin();
  const ca = await material(cluster, 'certificate-authority', 'ca');
  const cert = granted.cert ?? (user && (await material(user, 'client-certificate', 'client certificate')));
  const key = granted.key ?? (user && (await material(user, 'client-key', 'client key')));
  const servername = text(cluster, 'tls-server-name');
  const authorization = granted.authorization ?? (user && (await ownAuthorization(user)));
  return {
    headers: { ...(authorization === undefined ? {} : { authorization }), ...impersonation(user) },
    tls: {
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(servername === undefined ? {} : { servername }),
      ...(cluster.body['insecure-skip-tls-verify'] === true ? { rejectUnauthorized: false as const } : {}),
    },
  };
}

async function ownAuthorization(user: Entry): Promise<string | undefined> {
  const tokenFile = text(user, 'tokenFile');
  if (tokenFile !== undefined) return `Bearer ${(await fileOf(user, tokenFile, 'token')).trim()}`;
  const token = text(user, 'token');
  if (token !== undefined) return `Bearer ${token.trim()}`;
  const username = text(user, 'username');
  if (username === undefined) return undefined;
  return `Basic ${Buffer.from(`${username}:${text(user, 'password') ?? ''}`).toString('base64')}`;
}

function impersonation(user: Entry | undefined): Record<string, string | string[]> {
  if (user === undefined) return {};
  const [as, uid, groups, extra] = ['as', 'as-uid', 'as-groups', 'as-user-extra'].map((field) => user.body[field]);
  const headers: Record<string, string | string[]> = {};
  if (typeof as === 'string') headers['impersonate-user'] = as;
  if (typeof uid === 'string') headers['impersonate-uid'] = uid;
  if (Array.isArray(groups)) headers['impersonate-group'] = groups.map(String);
  if (typeof extra === 'object' && extra !== null) {
    for (const [key, values] of Object.entries(extra)) {
      headers[`impersonate-extra-${encodeURIComponent(key)}`] = [values].flat().map(String);
    }
  }
  return headers;
}

async function material(entry: Entry, field: string, what: string): Promise<string | undefined> {
  const data = text(entry, `${field}-data`);
  if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8');
  const path = text(entry, field);
  return path === undefined ? undefined : fileOf(entry, path, what);
}

async function fileOf(entry: Entry, path: string, what: string): Promise<string> {
  const file = isAbsolute(path) ? path : join(entry.directory, path);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new KubeconfigError(
      `${entry.file}, "${entry.name}": the ${what} file ${file} cannot be read (${code}): ` +
        'check that it exists and is readable by this user',
      { cause: error },
    );
  }
}

function text(entry: Entry, field: string): string | undefined {
  const value = entry.body[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
