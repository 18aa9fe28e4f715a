import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { metrics } from '#contract';
import { catalogueOf } from '../../alerts/catalogue.ts';
import { secondsOf } from '../../alerts/duration.ts';
import { loadValues } from '../../alerts/values.ts';
import { backfill, type BackfilledSeries } from '../support/backfill.ts';
import { freePort, startProcess, waitUntil } from '../support/process.ts';
import { toolPath } from '../tools/find.ts';
import { mib, print, quantile, type Figure } from './figures.ts';
import { rawSeries, recordedSeries } from './rule-series.ts';

const fleet = 1_000;
/** A group that takes longer than this share of its interval leaves no room for a busy hour. */
const aim = 0.5;
/** The first reads all of it from disk and words every alert at once; what counts is what comes after. */
const rounds = 3;
const hour = 3_600;
/** What a look at thirty series of each cluster costs on this machine, busy as it is: the measure for all others. */
const oneLook = { name: 'one look at thirty series of each', expr: `count by (cluster) (${metrics.resources.name})` };

/**
 * (i) Our rules over a fleet in a real Prometheus: how long each group takes, against its interval. BENCH_CLUSTERS makes the
 * fleet smaller where a machine cannot hold it; what a thousand would take is then said as a multiple.
 */
export async function benchRules(clusters = Number(process.env['BENCH_CLUSTERS'] ?? fleet)): Promise<void> {
  const catalogue = catalogueOf(loadValues());
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-bench-rules-'));
  const data = join(folder, 'data');
  try {
    // What is backfilled ends when writing it does: instant vectors look back five minutes only.
    const end = Math.ceil(Date.now() / 60_000) * 60 + Math.ceil(clusters * 0.6);
    const names = Array.from({ length: clusters }, (_, index) => `cluster-${index}`);
    await mkdir(data);
    const all = function* (seriesOf: (cluster: string, index: number) => readonly BackfilledSeries[]) {
      for (const [index, name] of names.entries()) yield* seriesOf(name, index);
    };
    const recorded = () => all((name) => recordedSeries(name, catalogue));
    const everything = function* () {
      yield* recorded();
      yield* all(rawSeries);
    };
    // Blocks that do not overlap: Prometheus would join those while it is measured.
    const before = { end: end - hour - 120, back: 3 * 86_400 - hour, step: 120 };
    await backfill(data, recorded(), before);
    await backfill(data, everything(), { end, back: hour, step: 60 });
    await sleep(Math.max(0, end * 1_000 - Date.now()));
    const late = Date.now() / 1_000 - end;
    const series = await seriesIn(data);
    const { groups, rules, memory, used, failures, produced } = await evaluated(folder, data);
    const measure = groups.find(({ name }) => name === oneLook.name)?.seconds ?? NaN;
    const ours = groups.filter(({ name }) => name !== oneLook.name);
    const slowest = ours.toSorted((one, other) => other.share - one.share);
    const worst = slowest[0]?.share ?? NaN;
    const figures: Figure[] = slowest.slice(0, 15).map(({ name, seconds, share }) => ({
      what: name.replace('sloth-slo-', ''),
      value: `${seconds.toFixed(3)} s, ${(share * 100).toFixed(1)} %${clusters < fleet ? `, about ${((share * 100 * fleet) / clusters).toFixed(0)} % for ${fleet}` : ''}`,
      baseline: `${(seconds / measure).toFixed(1)} looks`,
    }));
    const dearest = rules.map(({ name, seconds }): Figure => ({
      what: `of these, ${name}`,
      value: `${seconds.toFixed(3)} s`,
      baseline: `${(seconds / measure).toFixed(1)} looks`,
    }));
    const cores = ours.reduce((sum, { share }) => sum + share, 0);
    const factor = fleet / clusters;
    print(
      `(i) ${ours.length} groups of rules over ${clusters} clusters: the slower of ${rounds - 1} rounds, of the interval`,
      [
        { what: `${oneLook.name}, the baseline`, value: `${measure.toFixed(3)} s` },
        ...figures,
        ...dearest,
        {
          what: `the slowest group, for ${fleet} clusters`,
          value: `${(worst * factor * 100).toFixed(0)} %`,
          aim: `${aim * 100} % of the interval`,
          met: worst * factor <= aim,
        },
        {
          what: 'the middle group',
          value: `${(
            quantile(
              ours.map(({ share }) => share),
              0.5,
            ) * 100
          ).toFixed(1)} %`,
        },
        { what: 'all groups together, of each second', value: `${cores.toFixed(2)} s` },
        { what: 'cores that Prometheus used after the first round', value: used.toFixed(2) },
        { what: 'series backfilled, and recorded or alerting since', value: `${series}, ${produced}` },
        { what: 'memory of Prometheus', value: mib(memory) },
        { what: 'evaluations that failed', value: String(failures), aim: '0', met: failures === 0 },
        { what: 'load of the machine, mean of a minute at the end', value: (loadavg()[0] ?? NaN).toFixed(1) },
        { what: 'age of the backfilled data when it started', value: `${late.toFixed(0)} s` },
      ],
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function seriesIn(data: string): Promise<number> {
  const blocks = await readdir(data);
  const metas = await Promise.all(blocks.map((block) => readFile(join(data, block, 'meta.json'), 'utf8')));
  return metas.reduce((sum, text) => sum + (JSON.parse(text) as { stats: { numSeries: number } }).stats.numSeries, 0);
}

interface EvaluatedGroup {
  readonly name: string;
  readonly seconds: number;
  /** Of its interval. */
  readonly share: number;
}

/** What Prometheus says of its rules; times are those of the last round, in seconds. */
interface LoadedRules {
  readonly data: {
    readonly groups: readonly {
      readonly name: string;
      readonly rules: readonly { readonly name: string; readonly evaluationTime: number }[];
    }[];
  };
}

async function evaluated(folder: string, data: string) {
  const address = `127.0.0.1:${await freePort()}`;
  const config = join(folder, 'prometheus.yml');
  const rules = join(import.meta.dirname, '../../alerts/generated/plumbline.rules.yaml');
  const baseline = join(folder, 'baseline.yaml');
  // JSON is YAML.
  await writeFile(
    baseline,
    JSON.stringify({
      groups: [{ name: oneLook.name, interval: '1m', rules: [{ record: 'bench:look:count', expr: oneLook.expr }] }],
    }),
  );
  await writeFile(config, JSON.stringify({ rule_files: [rules, baseline] }));
  const prometheus = startProcess({
    name: 'prometheus',
    command: toolPath('prometheus'),
    logFile: join(folder, 'prometheus.log'),
    args: [
      `--config.file=${config}`,
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=${address}`,
      // Nothing is scraped: the last samples have to hold for as long as it runs.
      '--query.lookback-delta=30m',
    ],
  });
  try {
    const slowest = new Map<string, number>();
    const ends = new Map<string, Set<number>>();
    let self = new Map<string, number>();
    let warm: { readonly at: number; readonly cpu: number } | undefined;
    const cpu = () => self.get('process_cpu_seconds_total') ?? NaN;
    await waitUntil(
      `every group was evaluated ${rounds} times`,
      async () => {
        self = exposition(await (await fetch(`http://${address}/metrics`)).text());
        const durations = ofGroups(self, 'prometheus_rule_group_last_duration_seconds');
        for (const [group, at] of ofGroups(self, 'prometheus_rule_group_last_evaluation_timestamp_seconds')) {
          const ended = ends.get(group) ?? new Set();
          ends.set(group, ended);
          if (at <= 0 || ended.has(at)) continue;
          ended.add(at);
          if (ended.size > 1) slowest.set(group, Math.max(slowest.get(group) ?? 0, durations.get(group) ?? NaN));
        }
        const fewest = Math.min(...Array.from(ends.values(), ({ size }) => size));
        if (ends.size > 0 && fewest >= 1) warm ??= { at: Date.now(), cpu: cpu() };
        return ends.size > 0 && fewest >= rounds;
      },
      { timeoutMs: 1_500_000, intervalMs: 1_000, process: prometheus },
    );
    const intervals = ofGroups(self, 'prometheus_rule_group_interval_seconds');
    const failures = ofGroups(self, 'prometheus_rule_evaluation_failures_total');
    const { data: loaded } = (await (await fetch(`http://${address}/api/v1/rules`)).json()) as LoadedRules;
    return {
      rules: loaded.groups
        .flatMap((group) =>
          group.rules.map(({ name, evaluationTime }) => ({ name: `${name} (${group.name})`, seconds: evaluationTime })),
        )
        .toSorted((one, other) => other.seconds - one.seconds)
        .slice(0, 10),
      groups: [...slowest].map(([key, seconds]): EvaluatedGroup => {
        const interval = intervals.get(key) ?? secondsOf('1m') ?? 60;
        return { name: key.split(';').at(-1) ?? key, seconds, share: seconds / interval };
      }),
      used: warm === undefined ? NaN : (cpu() - warm.cpu) / ((Date.now() - warm.at) / 1_000),
      memory: self.get('process_resident_memory_bytes') ?? NaN,
      failures: [...failures.values()].reduce((sum, count) => sum + count, 0),
      produced: self.get('prometheus_tsdb_head_series') ?? NaN,
    };
  } finally {
    await prometheus.stop('SIGKILL');
  }
}

function exposition(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line): [string, number] => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}

function ofGroups(metrics: ReadonlyMap<string, number>, family: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const [series, value] of metrics) {
    const group = series.startsWith(`${family}{`) ? /rule_group="([^"]*)"/.exec(series)?.[1] : undefined;
    if (group !== undefined) found.set(group, value);
  }
  return found;
}
