import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { toolPath } from '../tools/find.ts';
import { httpJson } from './http.ts';
import { freePort, run, type RunResult, startProcess, tail, waitUntil } from './process.ts';

/** One series of an instant query's answer. */
export interface PrometheusSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Raw samples of one series, oldest first; times are milliseconds, the same for all series of one scrape. */
export interface PrometheusSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [at: number, value: number])[];
}

/** A running Prometheus. */
export interface Prometheus {
  readonly url: string;
  /** Evaluates an expression that gives a vector, now. */
  query(promql: string): Promise<readonly PrometheusSample[]>;
  /** Evaluates an expression that gives a vector, at points of the last while; both in seconds. */
  queryRange(promql: string, last: number, step: number): Promise<readonly PrometheusSeries[]>;
  /** Evaluates a range selector, now: what was scraped, as it was scraped. */
  samples(selector: string): Promise<readonly PrometheusSeries[]>;
  stop(): Promise<void>;
}

/** What a Prometheus scrapes. */
export interface PrometheusOptions {
  /** `host:port`, scraped as job `plumbline`; Prometheus itself is the job `prometheus`. */
  readonly targets: readonly string[];
  /** For example `1s`. */
  readonly scrapeInterval: string;
  /** Further fields of the job `plumbline`, for example `authorization`. */
  readonly scrapeConfig?: Readonly<Record<string, unknown>>;
  /** Further fields of prometheus.yml, for example `rule_files`. */
  readonly extraConfig?: Readonly<Record<string, unknown>>;
  /** Fills the folder of its database before it starts. */
  readonly prepare?: (data: string) => Promise<void>;
  /** Further flags of the command line. */
  readonly flags?: readonly string[];
}

/** Starts the system's Prometheus on a database of its own, empty unless `prepare` fills it. */
export async function startPrometheus(options: PrometheusOptions): Promise<Prometheus> {
  const { targets, scrapeInterval, scrapeConfig = {}, extraConfig = {}, prepare, flags = [] } = options;
  const dir = mkdtempSync(join(tmpdir(), 'plumbline-prometheus-'));
  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  const config = {
    global: { scrape_interval: scrapeInterval, scrape_timeout: scrapeInterval, evaluation_interval: scrapeInterval },
    scrape_configs: [
      { job_name: 'prometheus', static_configs: [{ targets: [address] }] },
      { job_name: 'plumbline', static_configs: [{ targets }], ...scrapeConfig },
    ],
    ...extraConfig,
  };
  const configFile = join(dir, 'prometheus.yml');
  // JSON is YAML.
  writeFileSync(configFile, JSON.stringify(config, undefined, 2));
  const data = join(dir, 'data');
  mkdirSync(data);
  await prepare?.(data);
  const owner = startProcess({
    name: 'prometheus',
    command: toolPath('prometheus'),
    logFile: join(dir, 'prometheus.log'),
    args: [`--config.file=${configFile}`, `--storage.tsdb.path=${data}`, `--web.listen-address=${address}`, ...flags],
  });
  await waitUntil('Prometheus is ready', () => isReady(url, data), { process: owner }).catch(async (error: unknown) => {
    await owner.stop('SIGKILL');
    throw error;
  });
  return {
    url,
    query: (promql) => query(url, promql),
    queryRange: (promql, last, step) => queryRange(url, promql, last, step),
    samples: (selector) => samples(url, selector),
    async stop() {
      if (!owner.alive()) throw new Error(`Prometheus died before it was stopped: ${tail(owner)}`);
      await owner.stop('SIGKILL');
      rmSync(dir, { recursive: true });
    },
  };
}

/** The promtool of the system, and the one of Prometheus 3. */
export type Promtool = 'promtool' | 'promtool-3';

/** Runs promtool to its end. */
export function promtool(args: readonly string[], stdin = '', tool: Promtool = 'promtool'): Promise<RunResult> {
  return run(toolPath(tool), args, { stdin });
}

// The folder is ours alone: another server on a port that was taken meanwhile cannot answer with it.
async function isReady(url: string, data: string): Promise<boolean> {
  const flags = (await httpJson(`${url}/api/v1/status/flags`)) as { data: Record<string, string> };
  if (flags.data['storage.tsdb.path'] !== data) return false;
  const [ready] = await query(url, 'vector(1)');
  return ready?.value === 1;
}

async function query(url: string, promql: string): Promise<PrometheusSample[]> {
  const { resultType, result } = await ask(url, promql);
  if (resultType !== 'vector') throw new Error(`${promql} gives no vector but a ${resultType}`);
  return result.map(({ metric, value: [, text] = [0, 'NaN'] }) => ({ labels: metric, value: prometheusNumber(text) }));
}

async function queryRange(url: string, promql: string, last: number, step: number): Promise<PrometheusSeries[]> {
  const end = Date.now() / 1000;
  const range = { query: promql, start: String(end - last), end: String(end), step: String(step) };
  return seriesOf(promql, await asked(`${url}/api/v1/query_range?${new URLSearchParams(range).toString()}`));
}

async function samples(url: string, selector: string): Promise<PrometheusSeries[]> {
  return seriesOf(selector, await ask(url, selector));
}

function seriesOf(asked: string, { resultType, result }: Answer): PrometheusSeries[] {
  if (resultType !== 'matrix') throw new Error(`${asked} gives no matrix but a ${resultType}`);
  return result.map(({ metric, values = [] }) => ({
    labels: metric,
    points: values.map(([seconds, text]) => [Math.round(seconds * 1000), prometheusNumber(text)] as const),
  }));
}

interface Answer {
  readonly resultType: string;
  readonly result: readonly {
    readonly metric: Record<string, string>;
    readonly value?: [number, string];
    readonly values?: [number, string][];
  }[];
}

function ask(url: string, promql: string): Promise<Answer> {
  return asked(`${url}/api/v1/query?${new URLSearchParams({ query: promql }).toString()}`);
}

async function asked(address: string): Promise<Answer> {
  return ((await httpJson(address, { timeoutMs: 60_000 })) as { data: Answer }).data;
}

function prometheusNumber(text: string): number {
  if (text === '+Inf') return Infinity;
  if (text === '-Inf') return -Infinity;
  return Number(text);
}
