import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { aboutChanges, inhibitions } from '../../alerts/alertmanager/inhibitions.ts';
import { catalogueOf } from '../../alerts/catalogue.ts';
import { loadValues } from '../../alerts/values.ts';
import { edgesOf, firing, named } from '../alerts/inhibition-graph.ts';
import { startAlertmanager, type Alertmanager, type KnownAlert } from '../support/alertmanager.ts';
import { waitUntil } from '../support/process.ts';
import { skipWithout } from '../tools/find.ts';

type Labels = Readonly<Record<string, string>>;

/** Two alerts that fire at the same time. */
interface Pair {
  readonly by: string;
  readonly claim: string;
  readonly source: Labels;
  readonly target: Labels;
  readonly isHeldBack: boolean;
}

const configuration = parse(readFileSync(join(import.meta.dirname, '../../alerts/alertmanager.yaml'), 'utf8'), {
  merge: true,
}) as Readonly<Record<string, unknown>>;
const { alerts } = catalogueOf(loadValues());
const edges = edgesOf(alerts);
const sources = [...new Set(edges.map(({ source }) => source))];

/** Every alert that holds back any, beside every other alert of its cluster: held back if, and only if, a row says so. */
const sameWorld = sources.flatMap((source): Pair[] =>
  alerts
    .filter((target) => target !== source)
    .map((target) => {
      // Alerts of the exporter as a whole have no cluster: those of all clusters are their world.
      const rows = edges.filter((edge) => edge.source === source && edge.target === target);
      const isHeldBack = rows.some(({ inhibition: { where = [] } }) => !where.includes('cluster!=""'));
      return pair(named(source), named(target), firing(source, {}), firing(target, {}), isHeldBack);
    }),
);

/** Every row once more for each label that must be equal, which is not. */
const otherWorlds = edges.flatMap(({ source, target, inhibition: { equal, where = [] } }): Pair[] => {
  const cluster: Labels = where.includes('cluster!=""') ? { cluster: 'a-cluster' } : {};
  const one = firing(source, cluster);
  const own = { ...firing(target, {}), ...cluster };
  return equal
    .filter((label) => own[label] !== undefined && label !== 'slo')
    .map((label) => {
      const isOtherwiseHeldBack = edges.some(
        (edge) => edge.source === source && edge.target === target && !edge.inhibition.equal.includes(label),
      );
      const other = { ...own, [label]: 'another' };
      return pair(
        named(source),
        `${named(target)} of another ${label}`,
        one,
        other,
        isOtherwiseHeldBack && cluster['cluster'] === undefined,
      );
    });
});

/** A Prometheus in every cluster: the exporter of one says nothing about another. */
const clusterOwn = edges
  .filter(({ inhibition: { where } }) => where?.includes('cluster!=""'))
  .map(({ source, target }) =>
    pair(
      named(source),
      `${named(target)} of its own cluster`,
      firing(source, { cluster: 'a-cluster' }),
      firing(target, { cluster: 'a-cluster' }),
      true,
    ),
  );

/** The same where no other pair is: with a Prometheus and clusters of its own. */
function inWorld(labels: Labels, world: number): Labels {
  const { cluster } = labels;
  return { ...labels, prometheus: `p-${world}`, ...(cluster !== undefined && { cluster: `${cluster}-${world}` }) };
}

function pair(by: string, claim: string, source: Labels, target: Labels, isHeldBack: boolean): Pair {
  return { by, claim, source, target, isHeldBack };
}

describe.skipIf(skipWithout('inhibition by a real Alertmanager', ['alertmanager']))('a real Alertmanager', () => {
  const pairs = [...sameWorld, ...otherWorlds, ...clusterOwn].map((each, index) => ({
    ...each,
    source: inWorld(each.source, index),
    target: inWorld(each.target, index),
  }));
  let alertmanager: Alertmanager;
  let known: ReadonlyMap<string, KnownAlert>;
  const key = (labels: Labels) => JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));

  beforeAll(async () => {
    alertmanager = await startAlertmanager(
      JSON.stringify({
        ...configuration,
        templates: [],
        // Nobody is told; what is decided is all that is asked for.
        receivers: (configuration['receivers'] as { name: string }[]).map(({ name }) => ({ name })),
      }),
    );
    await alertmanager.post(pairs.flatMap(({ source, target }) => [{ labels: source }, { labels: target }]));
    // The inhibitor hears of sources in order, a moment after the API has taken them: when it knows the last, it knows all.
    const [last] = sameWorld.filter(({ isHeldBack }) => isHeldBack);
    if (last === undefined) throw new Error('no alert holds back any');
    const [source, target] = [inWorld(last.source, pairs.length), inWorld(last.target, pairs.length)];
    await alertmanager.post([{ labels: source }, { labels: target }]);
    const read = async () => new Map((await alertmanager.alerts()).map((alert) => [key(alert.labels), alert] as const));
    await waitUntil(
      'the last alert is held back',
      async () => (await read()).get(key(target))?.status.inhibitedBy.length === 1,
    );
    // One answer is put together alert by alert: those of the answer that had the last may be from before it.
    known = await read();
  });
  afterAll(() => alertmanager.stop());

  it('is asked about every row', () => {
    const rows = new Set(edges.map(({ inhibition }) => inhibition));
    expect(rows.size).toBe(inhibitions.length);
    expect(pairs.filter(({ isHeldBack }) => isHeldBack).length).toBeGreaterThanOrEqual(edges.length);
    expect(pairs.filter(({ isHeldBack }) => !isHeldBack).length).toBeGreaterThan(edges.length);
  });

  it.each([...Map.groupBy(pairs, ({ by }) => by)])(
    'holds back by %s what its rows say, and nothing else',
    (_by, own) => {
      const heldBack = own
        .map((each) => ({ ...each, inhibitedBy: known.get(key(each.target))?.status.inhibitedBy }))
        .filter(({ inhibitedBy }) => inhibitedBy?.length !== 0);
      expect(heldBack.map(({ claim, inhibitedBy }) => [claim, inhibitedBy])).toEqual(
        own
          .filter(({ isHeldBack }) => isHeldBack)
          .map(({ claim, source }) => [claim, [known.get(key(source))?.fingerprint]]),
      );
    },
  );
});

describe.skipIf(skipWithout('mute times of a real Alertmanager', ['alertmanager']))('a calendar that is on', () => {
  let alertmanager: Alertmanager;

  beforeAll(async () => {
    const always = [{ times: [{ start_time: '00:00', end_time: '24:00' }] }];
    const { route, time_intervals } = configuration as {
      readonly route: Route;
      readonly time_intervals: readonly { readonly name: string }[];
    };
    alertmanager = await startAlertmanager(
      JSON.stringify({
        ...configuration,
        templates: [],
        inhibit_rules: [],
        time_intervals: time_intervals.map(({ name }) => ({ name, time_intervals: always })),
        route: atOnce(route),
        receivers: (configuration['receivers'] as { name: string }[]).map(({ name }) => ({ name })),
      }),
    );
    await alertmanager.post(alerts.map((rule) => ({ labels: firing(rule, {}) })));
    const expected = alerts.filter((rule) => aboutChanges.includes(rule.alert)).length;
    // A group is muted when it would be told of, and not before.
    await waitUntil('tickets are muted', async () => {
      const groups = await alertmanager.groups();
      return groups.filter((group) => group.alerts[0]?.status.mutedBy.length).length >= 2 * expected;
    });
  });
  afterAll(() => alertmanager.stop());

  it('mutes tickets about changes, for people and in the ledger, and nothing else', async () => {
    const muted = (await alertmanager.groups())
      .filter((group) => group.alerts.some(({ status }) => status.mutedBy.length > 0))
      .map((group) => `${group.alerts[0]?.labels['alertname']} to ${group.receiver.name}`);
    expect(muted.sort()).toEqual(
      aboutChanges.flatMap((alert) => [`${alert} to plumbline-ledger`, `${alert} to plumbline-ticket`]).sort(),
    );
  });
});

interface Route {
  readonly group_wait?: string;
  readonly routes?: readonly Route[];
}

function atOnce(route: Route): Route {
  return { ...route, group_wait: '1ms', ...(route.routes && { routes: route.routes.map(atOnce) }) };
}
