import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toolPath } from '../tools/find.ts';
import { httpJson, httpRequestText } from './http.ts';
import { freePort, startProcess, tail, waitUntil } from './process.ts';

type Labels = Readonly<Record<string, string>>;

/** An alert as Prometheus posts it. */
export interface PostedAlert {
  readonly labels: Labels;
  readonly annotations?: Labels;
  readonly startsAt?: string;
  readonly endsAt?: string;
}

/** An alert as Alertmanager tells of it. */
export interface KnownAlert {
  readonly labels: Labels;
  readonly fingerprint: string;
  readonly receivers: readonly { readonly name: string }[];
  readonly status: {
    readonly state: 'unprocessed' | 'active' | 'suppressed';
    readonly inhibitedBy: readonly string[];
    readonly mutedBy: readonly string[];
  };
}

/** Alerts of one route that are told of together. */
export interface AlertGroup {
  readonly receiver: { readonly name: string };
  readonly labels: Labels;
  readonly alerts: readonly KnownAlert[];
}

/** A running Alertmanager. */
export interface Alertmanager {
  readonly url: string;
  post(alerts: readonly PostedAlert[]): Promise<void>;
  alerts(): Promise<readonly KnownAlert[]>;
  groups(): Promise<readonly AlertGroup[]>;
  /** Everything it has logged so far. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts Alertmanager alone, on a configuration (JSON or YAML text) and an empty folder. */
export async function startAlertmanager(configuration: string): Promise<Alertmanager> {
  const dir = mkdtempSync(join(tmpdir(), 'plumbline-alertmanager-'));
  const configFile = join(dir, 'alertmanager.yaml');
  writeFileSync(configFile, configuration);
  const address = `127.0.0.1:${await freePort()}`;
  // A prefix of its own: another server on a port that was taken meanwhile cannot answer under it.
  const url = `http://${address}/${dir.split('-').at(-1)}`;
  const owner = startProcess({
    name: 'alertmanager',
    command: toolPath('alertmanager'),
    logFile: join(dir, 'alertmanager.log'),
    args: [
      `--config.file=${configFile}`,
      `--storage.path=${join(dir, 'data')}`,
      `--web.listen-address=${address}`,
      `--web.external-url=${url}`,
      '--cluster.listen-address=',
    ],
  });
  const isReady = async () => (await httpRequestText(`${url}/-/ready`)).status === 200;
  await waitUntil('Alertmanager is ready', isReady, { process: owner }).catch(async (error: unknown) => {
    await owner.stop('SIGKILL');
    throw error;
  });
  return {
    url,
    async post(alerts) {
      const { status, body } = await httpRequestText(`${url}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(alerts),
      });
      if (status !== 200) throw new Error(`Alertmanager answered ${status}: ${body}`);
    },
    alerts: async () => (await httpJson(`${url}/api/v2/alerts`)) as KnownAlert[],
    groups: async () => (await httpJson(`${url}/api/v2/alerts/groups`)) as AlertGroup[],
    log: () => owner.output(),
    async stop() {
      if (!owner.alive()) throw new Error(`Alertmanager died before it was stopped: ${tail(owner)}`);
      await owner.stop('SIGKILL');
      rmSync(dir, { recursive: true });
    },
  };
}
