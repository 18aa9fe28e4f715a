import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { podPrivileged } from '../../checks/pod-security/pod-privileged.ts';
import { createMemoryStore } from '../../findings/memory-store.ts';
import { watched, type Watched } from '../../testing/watched.ts';
import type { ClusterView } from '../posture.ts';
import { createExposition, type Exposition } from './exposition.ts';
import { formats } from './format.ts';
import type { Snapshot } from './snapshot.ts';

const checks = [podPrivileged];
const intervalMs = 250;
const refreshMs = 60_000;

/** Delegates to a view but for what a test replaces. */
function viewWith<View extends object>(base: View, replaced: Partial<View>): View {
  const has = (key: PropertyKey): key is keyof View => Object.hasOwn(replaced, key);
  return new Proxy(base, {
    get(target, key) {
      const value: unknown = has(key) ? replaced[key] : Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

const text = (snapshot: Snapshot): string => snapshot.body(formats[0]).toString();

async function cluster(name: string): Promise<Watched> {
  const one = watched({ name, checks, store: createMemoryStore(), clock: () => 1_000_000 });
  await one.become([]);
  return one;
}

describe('the exposition', () => {
  const stop: AbortController[] = [];
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] }));
  afterEach(() => {
    for (const controller of stop) controller.abort();
    vi.useRealTimers();
  });

  const turns = async () => {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  const pass = async (milliseconds: number) => {
    await vi.advanceTimersByTimeAsync(milliseconds);
    await turns();
  };

  function expose(views: () => readonly ClusterView[]): Exposition & {
    readonly served: string[];
    readonly errors: unknown[];
    readonly dropped: [string, number][];
    readonly renders: () => number;
  } {
    const served: string[] = [];
    const errors: unknown[] = [];
    const dropped: [string, number][] = [];
    let renders = 0;
    const told = () =>
      views().map((view) => {
        const latency = viewWith(view.latency, {
          served: (revision) => void served.push(`${view.name} ${revision}`),
        });
        return viewWith(view, { latency });
      });
    const exposition = createExposition({
      clusters: told,
      expected: () => [],
      retired: [],
      contacts: () => new Map(),
      checks,
      frameworks: [],
      alerts: { counts: () => undefined, triageCoverage: () => undefined },
      drills: { openAt: () => [] },
      clock: () => 2_000_000,
      retentionMs: 1,
      sla: { critical: 1, high: 1, medium: 1, low: 1 },
      namespaces: false,
      intervalMs,
      refreshMs,
      telemetry: {
        traced: (_name, _attributes, work) => work(),
        rendered: () => void renders++,
        renderedBytes() {},
        renderedSeries() {},
        seriesDropped: (family, series) => void dropped.push([family, series]),
      },
      onError: (error) => errors.push(error),
    });
    const controller = new AbortController();
    stop.push(controller);
    exposition.start(controller.signal);
    return Object.assign(Object.create(exposition) as Exposition, { served, errors, dropped, renders: () => renders });
  }

  it('renders a first change at once and gathers those that follow within the interval', async () => {
    const [a, b] = await Promise.all([cluster('a'), cluster('b')]);
    const exposition = expose(() => [a.session, b.session]);
    await turns();
    expect(exposition.renders()).toBe(2);
    await pass(intervalMs);
    exposition.changed('a');
    await turns();
    expect(exposition.renders()).toBe(3);
    exposition.changed('a');
    exposition.changed('b');
    exposition.changed('a');
    await pass(intervalMs - 1);
    expect(exposition.renders()).toBe(3);
    await pass(1);
    expect(exposition.renders()).toBe(5);
  });

  it('tells a cluster once which revision is served, after the snapshot with it is in place', async () => {
    const a = await cluster('a');
    const exposition = expose(() => [a.session]);
    await turns();
    expect(exposition.served).toEqual(['a 1']);
    expect(exposition.snapshot.revisions).toEqual(new Map([['a', 1]]));
    await pass(intervalMs);
    exposition.changed('a');
    await pass(intervalMs);
    expect(exposition.served).toEqual(['a 1']);
    await a.cycle();
    exposition.changed('a');
    await turns();
    expect(exposition.served).toEqual(['a 1', 'a 2']);
  });

  it('renders again by time alone, since ages move without any change', async () => {
    const a = await cluster('a');
    const exposition = expose(() => [a.session]);
    await turns();
    await pass(refreshMs);
    expect(exposition.renders()).toBe(2);
  });

  it('renders nothing after its signal', async () => {
    const a = await cluster('a');
    const exposition = expose(() => [a.session]);
    await turns();
    stop.at(-1)?.abort();
    exposition.changed('a');
    await pass(2 * refreshMs);
    expect(exposition.renders()).toBe(1);
  });

  it('forgets a cluster that is no longer watched', async () => {
    const [a, b] = await Promise.all([cluster('a'), cluster('b')]);
    let views = [a.session, b.session];
    const exposition = expose(() => views);
    await turns();
    expect(exposition.snapshot.body('text').toString()).toContain('cluster="b"');
    views = [a.session];
    await pass(refreshMs);
    expect(exposition.snapshot.body('text').toString()).not.toContain('cluster="b"');
  });

  it('shows nothing of a cluster that another replica publishes, not even before it is rendered again', async () => {
    const { session } = await cluster('prod');
    let publishes = true;
    const leadership = { leads: true, leader: undefined, followed: undefined, publishes: true };
    const view = viewWith<ClusterView>(session, {
      leadership: {
        ...leadership,
        get publishes() {
          return publishes;
        },
      },
    });
    const exposition = expose(() => [view]);
    await turns();
    const shown = exposition.snapshot;
    expect(text(shown)).toContain('cluster="prod"');
    publishes = false;
    const withdrawn = exposition.snapshot;
    expect(text(withdrawn)).not.toContain('cluster="prod"');
    expect(withdrawn.publishes(shown)).toBe(false);
    // It is evaluated all the same, which readiness asks for.
    expect([...withdrawn.revisions.keys()]).toEqual(['prod']);
    publishes = true;
    exposition.changed('prod');
    await pass(intervalMs);
    expect(text(exposition.snapshot)).toContain('cluster="prod"');
  });

  it('shows one of two clusters with the same name, and counts the other', async () => {
    const [first, second] = await Promise.all([cluster('twin'), cluster('twin')]);
    const exposition = expose(() => [first.session, second.session]);
    await turns();
    expect(
      exposition.snapshot
        .body('text')
        .toString()
        .match(/^kspm_cluster_clean\{/gm),
    ).toHaveLength(1);
    expect(exposition.dropped).toContainEqual(['kspm_cluster_info', 1]);
  });

  it('leaves out a family that throws, whole, and keeps the others', async () => {
    const a = await cluster('a');
    const latency = viewWith<ClusterView['latency']>(a.session.latency, {
      histogram(path) {
        if (path === 'relist') throw new Error('broken on purpose');
        return a.session.latency.histogram(path);
      },
    });
    const broken = viewWith<ClusterView>(a.session, { latency });
    const exposition = expose(() => [broken]);
    await turns();
    const text = exposition.snapshot.body('text').toString();
    expect(text).not.toContain('kspm_change_to_result_seconds');
    expect(text).toContain('kspm_watch_canary_seconds_count{cluster="a"} 0');
    expect(exposition.errors).toMatchObject([{ message: 'broken on purpose' }]);
    expect(exposition.dropped).toContainEqual(['kspm_change_to_result_seconds', 1]);
  });
});
