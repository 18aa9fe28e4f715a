import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiCluster, ApiFinding, ApiPage, MetricSpec } from '../../exporter/contract/index.ts';
import { parseExposition, type ParsedFamily } from './exposition-text.ts';
import {
  type Exit,
  freePort,
  type ManagedProcess,
  run,
  type RunResult,
  startProcess,
  tail,
  waitUntil,
} from './process.ts';

type Labels = Readonly<Record<string, string>>;

/** `plumbline serve` as a process of its own. */
export interface ExporterProcess {
  /** Where posture metrics, API and page are served. */
  readonly url: string;
  /** Where the exporter's own metrics are served. */
  readonly selfUrl: string;
  readonly process: ManagedProcess;
  /** The families of the posture listener, read strictly. */
  scrape(): Promise<ReadonlyMap<string, ParsedFamily>>;
  /** The families of the self listener. */
  scrapeSelf(): Promise<ReadonlyMap<string, ParsedFamily>>;
  /** Sum of the samples of a family that carry these labels; undefined when there is none. */
  value(metric: MetricSpec, labels?: Labels): Promise<number | undefined>;
  /** The same of the self listener. */
  selfValue(metric: MetricSpec, labels?: Labels): Promise<number | undefined>;
  /** Body of a path of the posture listener; any status but 200 is an error. */
  text(path: string): Promise<string>;
  /** The only cluster, as the API has it. */
  cluster(): Promise<ApiCluster>;
  /** Findings of the API; `query` is further parameters, each after `&`. */
  findings(query?: string): Promise<readonly ApiFinding[]>;
  /** Asks for a path again and again; `end` gives every status that came, 0 where no answer did. */
  poll(path: string): { end(): Promise<readonly number[]> };
  /** Sends SIGTERM, lets it end by itself, removes its log and gives its exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a full node would. */
  kill(): Promise<Exit>;
}

/** How to start it: one of the sources, and environment variables of the configuration. */
export interface ServeOptions {
  readonly kubeconfig?: string;
  readonly snapshot?: string;
  /** The fleet of the demo, which changes as long as it runs. */
  readonly demo?: true;
  readonly env?: Readonly<Record<string, string>>;
  /** Where it listens: a restart that a scraper shall find keeps it. */
  readonly ports?: { readonly port: number; readonly selfPort: number };
}

/** Two ports that nobody listens on. */
export async function freePorts(): Promise<{ readonly port: number; readonly selfPort: number }> {
  return { port: await freePort(), selfPort: await freePort() };
}

const main = join(import.meta.dirname, '../../exporter/main.ts');

/** Starts it, on free ports unless others are given, and waits until it is ready. */
export async function startServe({
  kubeconfig,
  snapshot,
  demo,
  env = {},
  ports,
}: ServeOptions): Promise<ExporterProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-serve-'));
  const { port, selfPort } = ports ?? (await freePorts());
  const source = snapshot === undefined ? ['--kubeconfig', kubeconfig ?? ''] : ['--snapshot', snapshot];
  const command = demo === true ? ['demo'] : ['serve', ...source];
  const child = startProcess({
    name: 'plumbline',
    command: process.execPath,
    args: [main, ...command, '--port', String(port), '--self-port', String(selfPort)],
    logFile: join(folder, 'log'),
    env: { PATH: process.env['PATH'], ...env },
  });
  const url = `http://127.0.0.1:${port}`;
  const selfUrl = `http://127.0.0.1:${selfPort}`;
  const json = async (path: string): Promise<unknown> => JSON.parse(await textOf(`${url}${path}`));
  const scrape = async () => parseExposition(await textOf(`${url}/metrics`));
  const scrapeSelf = async () => parseExposition(tightly(await textOf(`${selfUrl}/metrics`)));

  const ready = async () => (await fetch(`${url}/readyz`)).status === 200;
  await waitUntil('plumbline is ready', ready, { process: child }).catch(async (error: unknown) => {
    await child.stop('SIGKILL');
    throw error;
  });
  return {
    url,
    selfUrl,
    process: child,
    scrape,
    scrapeSelf,
    value: async (metric, labels = {}) => sumOf(await scrape(), metric, labels),
    selfValue: async (metric, labels = {}) => sumOf(await scrapeSelf(), metric, labels),
    text: (path) => textOf(`${url}${path}`),
    cluster: async () => {
      const [cluster] = ((await json('/api/v1/clusters')) as ApiPage<ApiCluster>).items;
      if (cluster === undefined) throw new Error('no cluster is served');
      return cluster;
    },
    findings: async (query = '') => ((await json(`/api/v1/findings?limit=1000${query}`)) as ApiPage<ApiFinding>).items,
    poll: (path) => pollUntilEnd(`${url}${path}`),
    async stop() {
      const { code, signal } = await child.stop();
      if (signal !== null) throw new Error(`plumbline did not end by itself but by ${signal}\n${tail(child)}`);
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
    async kill() {
      const exit = await child.stop('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
      return exit;
    },
  };
}

/** Runs another command of plumbline to its end, with a kubeconfig where it needs one. */
export function plumbline(
  args: readonly string[],
  kubeconfig?: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RunResult> {
  const env = { PATH: process.env['PATH'], ...settings, ...(kubeconfig !== undefined && { KUBECONFIG: kubeconfig }) };
  return run(process.execPath, [main, ...args], { env });
}

/** A kubeconfig without credentials for an API server that asks for none. */
export function openKubeconfig(server: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'plumbline-kubeconfig-')), 'config');
  writeFileSync(
    file,
    JSON.stringify({
      'current-context': 'fake',
      contexts: [{ name: 'fake', context: { cluster: 'fake', user: 'fake' } }],
      clusters: [{ name: 'fake', cluster: { server } }],
      users: [{ name: 'fake', user: {} }],
    }),
  );
  return file;
}

/** How often a histogram has been observed, as the metric that `value` takes. */
export function countOf(histogram: MetricSpec): MetricSpec {
  return { ...histogram, name: `${histogram.name}_count` };
}

async function textOf(address: string): Promise<string> {
  const response = await fetch(address);
  const body = await response.text();
  if (response.status !== 200) throw new Error(`${address} answered ${response.status}: ${body}`);
  return body;
}

function pollUntilEnd(address: string): { end(): Promise<readonly number[]> } {
  const ending = new AbortController();
  const statuses: number[] = [];
  const polling = (async () => {
    while (!ending.signal.aborted) {
      const answered = fetch(address).then(async (response) => (await response.arrayBuffer(), response.status));
      statuses.push(await answered.catch(() => 0));
      await sleep(50);
    }
  })();
  return {
    async end() {
      ending.abort();
      await polling;
      return statuses;
    },
  };
}

function sumOf(families: ReadonlyMap<string, ParsedFamily>, { name }: MetricSpec, labels: Labels): number | undefined {
  const wanted = Object.entries(labels);
  const samples = [...families.values()]
    .flatMap((family) => family.samples)
    .filter((sample) => sample.name === name && wanted.every(([label, value]) => sample.labels[label] === value));
  return samples.length === 0 ? undefined : samples.reduce((total, { value }) => total + value, 0);
}

/** prom-client frees a line between families, and says Nan of the event loop when it was just asked; ours does neither. */
function tightly(text: string): string {
  return text.replace(/^nodejs_.* Nan$/gm, '').replace(/\n{2,}/g, '\n');
}
