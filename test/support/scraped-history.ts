import { expect } from 'vitest';
import { metrics, severities } from '../../exporter/contract/index.ts';
import { transitionPairs } from '../../exporter/findings/ledger.ts';
import type { RevisedTransition } from '../../exporter/findings/store.ts';
import { Replay } from './lifecycle-reference.ts';
import type { Prometheus, PrometheusSeries } from './prometheus.ts';

const counters = [
  metrics.findingTransitions.name,
  ...['bucket', 'sum', 'count'].map((part) => `${metrics.findingRemediation.name}_${part}`),
];
const since = metrics.criticalFindingSince.name;

/** All samples of one scrape: counters by name and labels, and since when objects are critical. */
interface Scrape {
  readonly counters: Map<string, number>;
  readonly since: Map<string, number>;
}

/**
 * Compares what a Prometheus scraped of one cluster with the whole history of its store: every scrape shows the state
 * after some revision, whole and exact, and never one before that of an earlier scrape; so no step is lost, doubled or
 * taken back. `range` is a duration that reaches back before the first scrape, as PromQL writes it. Returns the number of scrapes.
 */
export async function expectScrapedHistory(
  prometheus: Prometheus,
  history: readonly RevisedTransition[],
  range: string,
): Promise<number> {
  for (const name of counters) {
    expect(await prometheus.query(`resets(${name}[${range}]) > 0`), `resets of ${name}`).toEqual([]);
  }
  const scrapes = scrapesOf(await prometheus.samples(`{__name__=~"${[...counters, since].join('|')}"}[${range}]`));
  expect(scrapes.length).toBeGreaterThan(0);

  const replay = new Replay();
  let next = 0;
  let revision = 0;
  const goOn = (): boolean => {
    revision = history[next]?.revision ?? revision;
    const before = next;
    for (let step = history[next]; step?.revision === revision; step = history[next]) {
      replay.add(step);
      next += 1;
    }
    return next > before;
  };
  for (const [at, scrape] of scrapes) {
    const from = { revision, counters: countersAfter(replay) };
    while (!isDeepEqual(scrape.counters, countersAfter(replay))) {
      if (goOn()) continue;
      expect(scrape.counters, `scrape of ${at}: no revision after ${from.revision} counts like this`).toEqual(
        from.counters,
      );
    }
    expect(scrape.since, `scrape of ${at}: critical findings after revision ${revision}`).toEqual(
      inSeconds(replay.criticalSince),
    );
  }
  while (goOn());
  expect(scrapes.at(-1)?.[1].counters).toEqual(countersAfter(replay));
  return scrapes.length;
}

/** Every series that there may be: one that is missing from a scrape, or is there from the second on, is a difference. */
function countersAfter({ counts, remediation }: Replay): Map<string, number> {
  const values = new Map<string, number>();
  const { name: transitionsName } = metrics.findingTransitions;
  const { name, buckets: bounds } = metrics.findingRemediation;
  for (const severity of severities) {
    for (const { transition, reason } of transitionPairs) {
      const count = counts.get(`${severity}|${transition}|${reason}`) ?? 0;
      values.set(seriesKey(transitionsName, { severity, transition, reason }), count);
    }
    if (severity === 'info') continue;
    const { milliseconds = 0, count = 0, buckets = [] } = remediation.get(severity) ?? {};
    values.set(seriesKey(`${name}_sum`, { severity }), milliseconds / 1000);
    values.set(seriesKey(`${name}_count`, { severity }), count);
    values.set(seriesKey(`${name}_bucket`, { severity, le: '+Inf' }), count);
    for (const [index, bound] of bounds.entries()) {
      values.set(seriesKey(`${name}_bucket`, { severity, le: String(bound) }), buckets[index] ?? 0);
    }
  }
  return values;
}

function scrapesOf(series: readonly PrometheusSeries[]): [number, Scrape][] {
  const scrapes = new Map<number, Scrape>();
  for (const { labels, points } of series) {
    const { __name__: name = '', instance: _instance, job: _job, cluster: _cluster, ...rest } = labels;
    const { resource_kind: kind, resource_namespace: namespace, resource_name: object } = rest;
    for (const [at, value] of points) {
      let scrape = scrapes.get(at);
      if (scrape === undefined) scrapes.set(at, (scrape = { counters: new Map(), since: new Map() }));
      if (name === since) scrape.since.set(`${kind}/${namespace}/${object}`, value);
      else scrape.counters.set(seriesKey(name, rest), value);
    }
  }
  // Counters that are unknown are absent all together; one of them missing is a fault.
  return [...scrapes].filter(([, { counters: told }]) => told.size > 0).sort(([a], [b]) => a - b);
}

function seriesKey(name: string, labels: Readonly<Record<string, string>>): string {
  // Prometheus writes bounds as it parsed them.
  const pairs = Object.entries(labels).map(([label, value]) => [
    label,
    label === 'le' ? Number(value.replace('+Inf', 'Infinity')) : value,
  ]);
  return `${name}${JSON.stringify(Object.fromEntries(pairs.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))))}`;
}

function inSeconds(times: ReadonlyMap<string, number>): Map<string, number> {
  return new Map([...times].map(([subject, at]) => [subject, at / 1000]));
}

function isDeepEqual(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}
