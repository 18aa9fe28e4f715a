import { describe, expect, it } from 'vitest';
import { checks } from '../checks/index.ts';
import type { Manifest } from '../checks/patch.ts';
import { createMemoryStore } from '../findings/memory-store.ts';
import type { FindingStore } from '../findings/store.ts';
import { watched, type Watched } from '../testing/watched.ts';

const hour = 3_600_000;
const start = Date.UTC(2026, 5, 1);

function privileged(name: string, created: number): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: 'shop', name, creationTimestamp: new Date(created).toISOString() },
    spec: {
      template: { spec: { containers: [{ name: 'app', image: 'a:1', securityContext: { privileged: true } }] } },
    },
  };
}

/** Runs of the exporter on one cluster, each with a store of its own unless one is given. */
function runs() {
  let now = start;
  return {
    clock: () => now,
    wait: (ms: number) => void (now += ms),
    begin: (found?: string, store: FindingStore = createMemoryStore()): Watched => {
      const world = watched({ name: 'prod', checks, store, clock: () => now });
      if (found !== undefined) world.session.note.found(found);
      return world;
    },
  };
}

const told = ({ session }: Watched) =>
  [...(session.posture?.findings.open() ?? [])]
    .filter(({ check }) => check === 'pod-privileged')
    .map(({ object, openedBecause, criticalSince = NaN }) => [
      object.name,
      openedBecause,
      (criticalSince - start) / hour,
    ])
    .sort(([a], [b]) => String(a).localeCompare(String(b)));

describe('a baseline that the lease keeps', () => {
  it('lets nothing ring again that was there, and lets what came meanwhile be new', async () => {
    const { begin, wait, clock } = runs();
    const old = privileged('old', start - 50 * hour);
    const first = begin();
    await first.become([old]);
    wait(10 * hour);
    const seen = privileged('seen', clock());
    await first.put(seen);
    wait(hour);
    const kept = first.session.note.kept();
    wait(2 * hour);
    const missed = privileged('missed', clock());
    wait(hour);
    const second = begin(kept);
    await second.become([old, seen, missed]);
    expect(told(second)).toEqual([
      ['missed', 'new', 13],
      ['old', 'baseline', -50],
      ['seen', 'new', 10],
    ]);
    expect(second.session.posture).toMatchObject({ baselineAt: start, rememberedSince: clock() });
    const { ledger } = second.session.held?.register ?? {};
    expect(ledger?.transitions('critical', 'opened', 'new')).toBe(1);
    expect(ledger?.transitions('critical', 'opened', 'baseline')).toBe(2);
    wait(hour);
    await second.put(privileged('fresh', clock()));
    expect(told(second)).toContainEqual(['fresh', 'new', 15]);
  });

  it('survives any number of losses', async () => {
    const { begin, wait } = runs();
    let kept: string | undefined;
    for (let run = 0; run < 5; run += 1) {
      const world = begin(kept);
      await world.become([privileged('old', start - hour)]);
      kept = world.session.note.kept();
      expect(told(world)).toEqual([['old', 'baseline', -1]]);
      expect(world.session.posture?.baselineAt).toBe(start);
      wait(hour);
    }
  });

  it('is not called watched while something waits to be judged or a kind has fallen behind', async () => {
    const { begin, wait } = runs();
    const world = begin();
    await world.become([]);
    const until = () => (JSON.parse(world.session.note.kept() ?? '{}') as { watchedUntil?: number }).watchedUntil;
    wait(hour);
    expect(until()).toBe(start + hour);
    world.session.reception.status('Deployment', 'stale', 'not heard for long');
    wait(hour);
    expect(until()).toBe(start + hour);
    world.session.reception.status('Deployment', 'synced');
    await world.cycle();
    expect(until()).toBe(start + 2 * hour);
  });

  it('adds only an earlier time where the store remembers the cluster', async () => {
    const { begin, wait, clock } = runs();
    const first = begin();
    await first.become([]);
    wait(hour);
    const store = createMemoryStore();
    const second = begin(first.session.note.kept(), store);
    await second.become([]);
    const restored = clock();
    const note = second.session.note.kept();
    wait(hour);
    const third = begin(note, store);
    await third.become([privileged('late', start - hour)]);
    expect(third.session.posture).toMatchObject({ baselineAt: start, rememberedSince: restored });
    expect(told(third)).toEqual([['late', 'new', 2]]);
  });

  it.each(['garbage', '{"version":1}', '{"version":1,"cluster":"another","baselineAt":1,"watchedUntil":1,"known":""}'])(
    'is begun anew where the lease has %s',
    async (text) => {
      const { begin, clock } = runs();
      const world = begin(text);
      await world.become([privileged('old', start - hour)]);
      expect(told(world)).toEqual([['old', 'baseline', -1]]);
      expect(world.session.posture).toMatchObject({ baselineAt: clock(), rememberedSince: clock() });
    },
  );

  it('is not made later by a process that could not read it in time', async () => {
    const { begin, wait } = runs();
    const first = begin();
    await first.become([]);
    const kept = first.session.note.kept() ?? '';
    wait(hour);
    const second = begin();
    await second.become([]);
    second.session.note.found(kept);
    expect(JSON.parse(second.session.note.kept() ?? '{}')).toMatchObject({ baselineAt: start });
  });

  it('has nothing to keep before the first whole evaluation', () => {
    expect(runs().begin().session.note.kept()).toBeUndefined();
  });
});
