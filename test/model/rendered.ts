import { metrics, severities, type Age } from '../../exporter/contract/index.ts';
import { findingFamilies } from '../../exporter/publish/exposition/families/findings.ts';
import { identityFamilies } from '../../exporter/publish/exposition/families/identity.ts';
import { lifecycleFamilies } from '../../exporter/publish/exposition/families/lifecycle.ts';
import { renderCluster } from '../../exporter/publish/exposition/render-cluster.ts';
import { Snapshot } from '../../exporter/publish/exposition/snapshot.ts';
import { parseExposition, type ParsedFamily, type ParsedSample } from '../support/exposition-text.ts';
import { agree } from './agree.ts';
import { openIn } from './reference.ts';
import type { World } from './world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const sla = { critical: 2 * DAY, high: 7 * DAY, medium: 30 * DAY, low: 90 * DAY } as const;
const compared = new Set<string>(
  [
    metrics.findings,
    metrics.findingTransitions,
    metrics.findingRemediation,
    metrics.findingsOpenAge,
    metrics.findingOldestOpen,
    metrics.findingsSlaBreached,
    metrics.criticalFindingSince,
    metrics.clusterBaseline,
  ].map(({ name }) => name),
);
const families = [
  ...findingFamilies({ namespaces: false, drills: { openAt: () => [] } }),
  ...lifecycleFamilies({ sla, retentionMs: 400 * DAY }),
  ...identityFamilies(),
].filter(({ spec: { name } }) => compared.has(name));
/** Lower bounds of ages, youngest first. */
const ageBounds: readonly (readonly [Age, number])[] = [
  ['lt_1d', -Infinity],
  ['1d_7d', DAY],
  ['7d_30d', 7 * DAY],
  ['30d_90d', 30 * DAY],
  ['ge_90d', 90 * DAY],
];

/** What /metrics showed of each cluster before. */
export class Rendered {
  readonly #counters = new Map<string, number>();

  /** The exposition says what the specification says, and no counter of a cluster ever falls. */
  compare(world: World): void {
    const { session, now, clusterId, holding } = world;
    const { chunks } = renderCluster(session, families, now, {
      dropped(family) {
        throw new Error(`${family} drops series`);
      },
      failed(_family, error) {
        throw error;
      },
    });
    const parts = families.map(({ spec }, index) => ({ spec, chunks: chunks.slice(index, index + 1) }));
    const body = new Snapshot(now, new Map(), new Set([session.name]), parts).body('text').toString();
    const parsed = body === '' ? new Map<string, ParsedFamily>() : parseExposition(body);
    const of = ({ name }: { readonly name: string }): readonly ParsedSample[] => parsed.get(name)?.samples ?? [];

    for (const family of [metrics.findingTransitions, metrics.findingRemediation]) {
      agree(of(family).length > 0, world.isShown && world.memory === 'whole', `${family.name} is there`);
      for (const { name, labels, value } of of(family)) {
        const key = `${clusterId} ${name} ${JSON.stringify(labels)}`;
        agree(Math.max(value, this.#counters.get(key) ?? 0), value, `${key} never falls`);
        this.#counters.set(key, value);
      }
    }
    if (!world.isShown || holding === undefined) return;
    const open = openIn(holding.book);
    const baseline = of(metrics.clusterBaseline).map(({ value }) => value * 1000);
    agree(baseline, holding.book.baselineAt === undefined ? [] : [holding.book.baselineAt], 'baseline');
    const newest = new Map<string, number>();
    for (const { check, thing, team, criticalSince, firstSeen, openedBecause } of open) {
      if (criticalSince === undefined) continue;
      // Of a backlog that became critical later, that is news.
      const reason = criticalSince === firstSeen ? openedBecause : 'new';
      const key = [check, thing.kind, thing.namespace, thing.name, team, reason].join(' ');
      newest.set(key, Math.max(newest.get(key) ?? 0, criticalSince));
    }
    const told = of(metrics.criticalFindingSince).map(({ labels, value }) => {
      const { check, resource_kind: kind, resource_namespace: namespace, resource_name: name, owner, reason } = labels;
      return [[check, kind, namespace, name, owner, reason].join(' '), value * 1000] as const;
    });
    agree(new Map(told), holding.isKept ? newest : new Map(), 'critical since');
    for (const severity of severities) {
      const own = open.filter((episode) => episode.severity === severity);
      const figure = (spec: { readonly name: string }, labels: Readonly<Record<string, string>>) =>
        of(spec).find((sample) =>
          Object.entries({ severity, ...labels }).every(([key, one]) => sample.labels[key] === one),
        )?.value;
      agree(figure(metrics.findings, { state: 'open' }), own.length, `open ${severity}`);
      if (!holding.isKept) continue;
      const oldest = figure(metrics.findingOldestOpen, {});
      const first = own.length === 0 ? undefined : Math.min(...own.map(({ firstSeen }) => firstSeen)) / 1000;
      agree(oldest, first, `oldest ${severity}`);
      // Ages are told to the hour: whatever is nearer to a bound may stand on either side.
      const older = (age: number) => own.filter(({ firstSeen }) => now - firstSeen >= age).length;
      const between = (value: number | undefined, bound: number, what: string): void => {
        const [least, most] = [older(bound + HOUR), older(bound - HOUR)];
        agree(value, Math.min(most, Math.max(least, value ?? NaN)), what);
      };
      ageBounds.forEach(([, bound], index) => {
        const atLeast = ageBounds.slice(index).map(([age]) => figure(metrics.findingsOpenAge, { age }) ?? NaN);
        between(
          atLeast.reduce((sum, one) => sum + one),
          bound,
          `${severity} older than ${bound}`,
        );
      });
      if (severity !== 'info')
        between(figure(metrics.findingsSlaBreached, {}), sla[severity], `${severity} past its SLA`);
    }
  }
}
