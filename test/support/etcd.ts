import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { toolPath } from '../tools/find.ts';
import { httpJson } from './http.ts';
import { freePort, type ManagedProcess, startProcess, waitUntil } from './process.ts';

/** A running etcd. */
export interface Etcd {
  readonly url: string;
  readonly process: ManagedProcess;
  /** Compacts to the current revision, which it returns: history before it can no longer be read. */
  compact(): Promise<number>;
}

/** Starts one etcd member that keeps its data below `dir`. */
export async function startEtcd(dir: string): Promise<Etcd> {
  const [clientPort, peerPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${clientPort}`;
  const peerUrl = `http://127.0.0.1:${peerPort}`;
  const name = `test-${randomUUID()}`;
  const owner = startProcess({
    name: 'etcd',
    command: toolPath('etcd'),
    logFile: join(dir, 'etcd.log'),
    args: [
      `--name=${name}`,
      `--data-dir=${join(dir, 'etcd')}`,
      `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`,
      `--listen-peer-urls=${peerUrl}`,
      `--initial-advertise-peer-urls=${peerUrl}`,
      `--initial-cluster=${name}=${peerUrl}`,
      '--unsafe-no-fsync',
      '--log-level=warn',
    ],
  });
  // The name is ours alone: another server on a port that was taken meanwhile cannot answer with it.
  await waitUntil(
    'etcd serves',
    async () => JSON.stringify(await call(url, '/v3/cluster/member/list')).includes(name),
    { process: owner },
  ).catch(async (error: unknown) => {
    await owner.stop('SIGKILL');
    throw error;
  });
  return { url, process: owner, compact: () => compact(url) };
}

async function compact(url: string): Promise<number> {
  const status = (await call(url, '/v3/maintenance/status')) as { header: { revision: string } };
  const { revision } = status.header;
  await call(url, '/v3/kv/compaction', { revision, physical: true });
  // The API server reads here up to where history is gone, and drops what it caches of older pages of lists.
  await call(url, '/v3/kv/put', { key: base64('compact_rev_key'), value: base64(revision) });
  return Number(revision);
}

function call(url: string, path: string, body: unknown = {}): Promise<unknown> {
  return httpJson(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) });
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
