import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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
const rounds = 2;
/** What one look at every raw series costs on this machine, busy as it is: the measure for all others. */
const oneLook = { name: 'one look at every raw series', expr: 'count({__name__=~"kspm_.+"})' };

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
    const days = { end, back: 3 * 86_400, step: 120 };
    await backfill(
      data,
      all((name) => recordedSeries(name, catalogue)),
      days,
    );
    await backfill(data, all(rawSeries), { end, back: 3_600, step: 60 });
    await sleep(Math.max(0, end * 1_000 - Date.now()));
    const late = Date.now() / 1_000 - end;
    const series = await seriesIn(data);
    const { groups, rules, memory, failures, produced } = await evaluated(folder, data);
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
      `(i) ${ours.length} groups of rules over ${clusters} clusters: the slowest of ${rounds} rounds, of the interval`,
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
        { what: 'all groups together, in cores', value: cores.toFixed(2) },
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
      '--query.lookback-delta=15m',
    ],
  });
  try {
    const slowest = new Map<string, number>();
    const turns = new Map<string, number>();
    let metrics = new Map<string, number>();
    await waitUntil(
      `every group was evaluated ${rounds} times`,
      async () => {
        metrics = exposition(await (await fetch(`http://${address}/metrics`)).text());
        for (const [group, value] of ofGroups(metrics, 'prometheus_rule_group_last_duration_seconds'))
          slowest.set(group, Math.max(slowest.get(group) ?? 0, value));
        for (const [group, at] of ofGroups(metrics, 'prometheus_rule_group_iterations_total')) turns.set(group, at);
        return turns.size > 0 && [...turns.values()].every((count) => count >= rounds);
      },
      { timeoutMs: 900_000, intervalMs: 1_000, process: prometheus },
    );
    const intervals = ofGroups(metrics, 'prometheus_rule_group_interval_seconds');
    const failures = ofGroups(metrics, 'prometheus_rule_evaluation_failures_total');
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
      memory: metrics.get('process_resident_memory_bytes') ?? NaN,
      failures: [...failures.values()].reduce((sum, count) => sum + count, 0),
      produced: metrics.get('prometheus_tsdb_head_series') ?? NaN,
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
