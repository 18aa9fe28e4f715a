import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiCluster, ApiFinding, ApiPage, MetricSpec } from '../../exporter/contract/index.ts';
import { parseExposition, type ParsedFamily } from './exposition-text.ts';
import { freePort, startProcess, waitUntil, type ManagedProcess } from './process.ts';

/** `plumbline serve` as a process of its own. */
export interface ExporterProcess {
  readonly url: string;
  readonly selfUrl: string;
  readonly process: ManagedProcess;
  scrape(): Promise<ReadonlyMap<string, ParsedFamily>>;
  scrapeSelf(): Promise<string>;
  /** Sum of the samples of a family that carry these labels; undefined when there is none. */
  value(metric: MetricSpec, labels?: Readonly<Record<string, string>>): Promise<number | undefined>;
  /** The same of the self listener. */
  selfValue(metric: MetricSpec, labels?: Readonly<Record<string, string>>): Promise<number | undefined>;
  cluster(): Promise<ApiCluster>;
  findings(query?: string): Promise<readonly ApiFinding[]>;
  /** Ends it politely and gives its exit code. */
  stop(): Promise<number | null>;
}

export interface ServeOptions {
  readonly kubeconfig?: string;
  readonly snapshot?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts it on free ports and waits until it is ready. */
export async function startServe({ kubeconfig, snapshot, env = {} }: ServeOptions): Promise<ExporterProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-serve-'));
  const [port, selfPort] = [await freePort(), await freePort()];
  const main = join(import.meta.dirname, '../../exporter/main.ts');
  const source = snapshot === undefined ? ['--kubeconfig', kubeconfig ?? ''] : ['--snapshot', snapshot];
  const child = startProcess({
    name: 'plumbline',
    command: process.execPath,
    args: [main, 'serve', ...source, '--port', String(port), '--self-port', String(selfPort)],
    logFile: join(folder, 'log'),
    env: { PATH: process.env['PATH'], ...env },
  });
  const url = `http://127.0.0.1:${port}`;
  const selfUrl = `http://127.0.0.1:${selfPort}`;
  const text = async (address: string) => (await fetch(address)).text();
  const json = async (path: string): Promise<unknown> => (await fetch(`${url}${path}`)).json();
  const sum = (
    families: ReadonlyMap<string, ParsedFamily>,
    { name }: MetricSpec,
    labels: Readonly<Record<string, string>>,
  ) => {
    const wanted = Object.entries(labels);
    const samples = [...families.values()]
      .flatMap((family) => family.samples)
      .filter((sample) => sample.name === name && wanted.every(([label, value]) => sample.labels[label] === value));
    return samples.length === 0 ? undefined : samples.reduce((total, { value }) => total + value, 0);
  };
  await waitUntil('plumbline is ready', async () => (await fetch(`${url}/readyz`)).status === 200, { process: child });
  return {
    url,
    selfUrl,
    process: child,
    scrape: async () => parseExposition(await text(`${url}/metrics`)),
    scrapeSelf: () => text(`${selfUrl}/metrics`),
    value: async (metric, labels = {}) => sum(parseExposition(await text(`${url}/metrics`)), metric, labels),
    selfValue: async (metric, labels = {}) => sumOfLines(await text(`${selfUrl}/metrics`), metric, labels),
    cluster: async () => {
      const [cluster] = ((await json('/api/v1/clusters')) as ApiPage<ApiCluster>).items;
      if (cluster === undefined) throw new Error('no cluster is served');
      return cluster;
    },
    findings: async (query = '') => ((await json(`/api/v1/findings?limit=1000${query}`)) as ApiPage<ApiFinding>).items,
    async stop() {
      const { code } = await child.stop();
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
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

/** prom-client writes more loosely than our own renderer: lines are enough here. */
function sumOfLines(text: string, { name }: MetricSpec, labels: Readonly<Record<string, string>>): number | undefined {
  const lines = text
    .split('\n')
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .filter((line) => Object.entries(labels).every(([label, value]) => line.includes(`${label}="${value}"`)));
  return lines.length === 0
    ? undefined
    : lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}
