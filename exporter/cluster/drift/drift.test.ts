import { beforeEach, describe, expect, it } from 'vitest';
import { deviationOf, driftEventOf } from '../../findings/drift-entries.ts';
import { MemoryJournal } from '../../findings/memory-journal.ts';
import { keyOf, type KubeObject, type ManagerDigest } from '../../model/object.ts';
import { Drift } from './drift.ts';

const start = Date.UTC(2026, 5, 1);
const time = (second: number) => new Date(start + second * 1000).toISOString().replace('.000', '');
const by = (manager: string, second: number, subresource?: string): ManagerDigest => ({
  manager,
  operation: 'Update',
  time: time(second),
  ...(subresource !== undefined && { subresource }),
});
const flux = 'kustomize-controller';

interface Version {
  readonly name?: string;
  readonly uid?: string;
  readonly spec?: object;
  readonly managers?: readonly ManagerDigest[];
  readonly labels?: Readonly<Record<string, string>>;
}

describe('drift', () => {
  let drift: Drift;
  let journal: MemoryJournal;
  let held: KubeObject | undefined;
  let now: number;
  const version = ({
    name = 'web',
    uid = 'u',
    spec = { paused: false },
    managers = [by(flux, 0)],
    labels,
  }: Version): KubeObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace: 'shop',
      uid,
      managers,
      labels: labels ?? { 'kustomize.toolkit.fluxcd.io/name': 'apps' },
    },
    spec,
  });
  const list = (...versions: readonly Version[]) => {
    const objects = versions.map(version);
    drift.replaced('Deployment', objects, () => held, start + now);
    held = objects[0];
  };
  const put = (over: Version) => {
    now += 1_000;
    const object = version(over);
    drift.put('Deployment', held, object, start + now);
    held = object;
  };
  const commit = () => {
    const write = drift.log.takeChanges();
    journal.write(write);
    drift.log.committed(write);
    drift.log.confirmed();
  };
  const events = () => {
    commit();
    return [...journal.matching({ topic: 'drift' })].flatMap((entry) => driftEventOf(entry) ?? []);
  };
  const deviations = () => {
    commit();
    return [...journal.matching({ topic: 'deviation', holdingAt: start + now })].flatMap(
      (entry) => deviationOf(entry) ?? [],
    );
  };
  const steps = () => events().map(({ what, actor, scope }) => `${what} by ${actor}, ${scope}`);
  const drifted = () => drift.drifted().get('flux');

  const create = () => {
    drift = new Drift({ managers: { gitops: [], automation: [] }, teamOf: () => ({ team: 'a', source: 'b' }) });
  };

  beforeEach(() => {
    create();
    journal = new MemoryJournal();
    held = undefined;
    now = 0;
  });

  it('is an edit by a person, until GitOps writes the field again', () => {
    list({});
    put({ spec: { paused: true }, managers: [by(flux, 0), by('kubectl-edit', 5)] });
    expect([steps(), drifted(), drift.count('human', 'other')]).toEqual([['changed by human, other'], 1, 1]);
    expect(deviations()).toMatchObject([{ fields: ['spec.paused'], managers: ['kubectl-edit'], since: start + 1_000 }]);
    put({ managers: [by('kubectl-edit', 5), by(flux, 9)] });
    expect([steps().at(-1), drifted()]).toEqual(['reconciled by automation, other', 0]);
    expect(drift.count('human', 'other')).toBe(1);
  });

  it('that was there before is shown and not counted', () => {
    list({ managers: [by(flux, 0), by('kubectl-edit', 5)] });
    expect([drifted(), events().length, drift.count('human', 'other')]).toEqual([1, 0, 0]);
    put({ managers: [by('kubectl-edit', 5), by(flux, 9)], spec: { paused: true } });
    expect(drifted()).toBe(0);
  });

  it.each([
    ['whoever wrote before GitOps took over', { managers: [by('kubectl-client-side-apply', 0), by(flux, 5)] }],
    ['an object that only claims to be managed', { managers: [by('kubectl-client-side-apply', 5)] }],
    ['what is written to its status', { managers: [by(flux, 0), by('kubectl-edit', 5, 'status')] }],
    ['the platform', { managers: [by(flux, 0), by('kube-controller-manager', 5)] }],
  ])('is not found in %s', (_what, over) => {
    list(over);
    expect(drifted()).toBe(0);
  });

  it.each([
    ['GitOps itself', [by(flux, 5)]],
    ['GitOps and a person before it', [by('kubectl-edit', 4), by(flux, 5)]],
    ['controllers of Kubernetes', [by(flux, 0), by('kube-controller-manager', 5)]],
  ])('is no change by %s', (_what, managers) => {
    list({});
    put({ spec: { paused: true }, managers });
    expect([steps(), drifted()]).toEqual([[], 0]);
  });

  it('is a change after that of GitOps, where one list shows both', () => {
    list({});
    list({ spec: { paused: true }, managers: [by(flux, 4), by('kubectl-edit', 5)] });
    expect(steps()).toEqual(['changed by human, other']);
  });

  it('is seen though a removed field leaves no trace of who did it', () => {
    list({ spec: { paused: false, securityContext: { runAsNonRoot: true } } });
    put({});
    expect(steps()).toEqual(['changed by unknown, security']);
  });

  it('ends when somebody puts back what was applied, field by field', () => {
    list({ spec: { a: 1, b: 1 } });
    put({ spec: { a: 2, b: 2 }, managers: [by(flux, 0), by('kubectl-edit', 5)] });
    put({ spec: { a: 1, b: 2 }, managers: [by(flux, 0), by('kubectl-edit', 6)] });
    expect(deviations()).toMatchObject([{ fields: ['spec.b'] }]);
    put({ spec: { a: 1, b: 1 }, managers: [by(flux, 0), by('kubectl-edit', 7)] });
    expect([steps().at(-1), drifted()]).toEqual(['reverted by human, other', 0]);
  });

  it('outlives a release that does not touch it, and ends when the tool takes all fields over', () => {
    const edited = by('kubectl-edit', 5);
    list({ spec: { image: 1 } });
    put({ spec: { image: 1, extra: 1 }, managers: [by(flux, 0), edited] });
    put({ spec: { image: 2, extra: 1 }, managers: [edited, by(flux, 6)] });
    expect(drifted()).toBe(1);
    put({ spec: { image: 3, extra: 1 }, managers: [by(flux, 7)] });
    expect([steps().at(-1), drifted()]).toEqual(['reconciled by automation, security', 0]);
  });

  it('says that machines were machines', () => {
    list({});
    put({ spec: { paused: true }, managers: [by(flux, 0), by('vpa-updater', 5)] });
    commit();
    expect(drift.count('automation', 'other')).toBe(1);
  });

  it('names a field that deviates, and none below it', () => {
    list({ spec: {} });
    put({ spec: { env: { a: 1 } }, managers: [by(flux, 0), by('kubectl-edit', 5)] });
    put({ spec: { env: { a: 2 } }, managers: [by(flux, 0), by('kubectl-edit', 6)] });
    expect(deviations()).toMatchObject([{ fields: ['spec.env'] }]);
    put({ spec: {}, managers: [by(flux, 0), by('kubectl-edit', 7)] });
    expect(drifted()).toBe(0);
  });

  it('belongs to an object, not to its name', () => {
    list({});
    put({ spec: { paused: true }, managers: [by(flux, 0), by('kubectl-edit', 5)] });
    put({ uid: 'another', spec: { paused: true }, managers: [by(flux, 9)] });
    expect([steps().length, drifted()]).toEqual([1, 0]);
  });

  it('ends with the object, with its kind, and with its cluster', () => {
    const change = { spec: { paused: true }, managers: [by(flux, 0), by('kubectl-edit', 5)] };
    list({});
    put(change);
    drift.removed('Deployment', held, start + now);
    expect([drifted(), drift.managed().get('flux')]).toEqual([0, 0]);
    held = undefined;
    list({});
    put(change);
    drift.replaced('Deployment', [], () => held, start);
    expect([drifted(), drift.managed().get('flux')]).toEqual([0, 0]);
    held = undefined;
    list({});
    put(change);
    drift.forget();
    expect([drifted(), steps().length, drift.count('human', 'other')]).toEqual([0, 0, 0]);
  });

  it('counts what each tool manages, whichever way objects come, change and go', () => {
    held = undefined;
    list({ name: 'a' }, { name: 'b' });
    held = undefined;
    put({ name: 'c' });
    put({ name: 'c', labels: { 'argocd.argoproj.io/instance': 'shop' } });
    expect([...drift.managed()]).toEqual([
      ['argocd', 1],
      ['flux', 2],
      ['helm', 0],
      ['other', 0],
    ]);
    drift.removed('Deployment', held, start + now);
    expect(drift.managed().get('argocd')).toBe(0);
  });

  it('is not counted before the store has it', () => {
    list({});
    put({ spec: { paused: true }, managers: [by(flux, 0), by('kubectl-edit', 5)] });
    const write = drift.log.takeChanges();
    expect(drift.count('human', 'other')).toBe(0);
    drift.log.committed(write);
    expect(drift.count('human', 'other')).toBe(1);
  });

  describe('over a restart', () => {
    const edited = { spec: { paused: true }, managers: [by(flux, 0), by('kubectl-edit', 1)] };
    /** Another process that finds this in the cluster. */
    const restart = (found?: Version) => {
      commit();
      create();
      held = undefined;
      now += 60_000;
      list(...(found === undefined ? [] : [found]));
      take();
    };
    /** Takes the cluster over, and compares it with what is remembered. */
    const take = () => {
      const told = [...journal.matching({ topic: 'drift' })];
      drift.restore({
        deviations: new Map(
          [...journal.matching({ topic: 'deviation' })].flatMap((entry) => {
            const deviation = deviationOf(entry);
            return deviation === undefined ? [] : [[keyOf(deviation.ref), { deviation, until: entry.until }]];
          }),
        ),
        toldUntil: new Map(told.map(({ subject, at }) => [subject, at])),
        told: new Set(told.map(({ key }) => key)),
        tallies: journal.tallies,
        watchedUntil: start + now - 30_000,
      });
      drift.meetAgain(
        () => true,
        () => held,
        start + now,
      );
    };

    beforeEach(() => {
      list({});
      put(edited);
      commit();
    });

    it('goes on with its time and its fields, and is not told again', () => {
      const before = deviations();
      restart(edited);
      expect([deviations(), steps(), drift.count('human', 'other')]).toEqual([before, ['changed by human, other'], 1]);
    });

    it('has ended where the object says again what was applied, some time after it was last looked at', () => {
      restart({});
      const last = events().at(-1);
      expect(last).toMatchObject({ what: 'reverted', at: start + now, notBefore: start + now - 30_000 });
      expect([deviations(), drifted()]).toEqual([[], 0]);
      restart({});
      expect(steps()).toHaveLength(2);
    });

    it('has ended with an object that went away or was made anew', () => {
      restart();
      expect([deviations(), drifted()]).toEqual([[], 0]);
      list({});
      put(edited);
      restart({ uid: 'another' });
      expect([deviations(), drifted()]).toEqual([[], 0]);
    });

    it('has ended where GitOps wrote the field meanwhile, whatever value it has now', () => {
      restart({ spec: { paused: 'both' }, managers: [by('kubectl-edit', 1), by(flux, 40)] });
      expect([steps().at(-1), drifted()]).toEqual(['reconciled by automation, other', 0]);
    });

    it('is told with the time that its writer left, where somebody wrote again meanwhile', () => {
      restart({ spec: { paused: 'no' }, managers: [by(flux, 0), by('kubectl-edit', 40)] });
      expect(events().at(-1)).toMatchObject({ what: 'changed', at: start + 40_000, fields: ['spec.paused'] });
      expect(events().at(-1)).not.toHaveProperty('notBefore');
      expect(deviations()).toMatchObject([{ since: start + 1_000, at: start + 40_000 }]);
      expect(drift.count('human', 'other')).toBe(2);
    });

    it('is counted where somebody edited an object in order while nobody looked, once', () => {
      put({});
      const missed = { spec: { paused: 1 }, managers: [by(flux, 0), by('kubectl-edit', 50)] };
      restart(missed);
      restart(missed);
      expect(steps()).toEqual(['changed by human, other', 'reverted by unknown, other', 'changed by human, other']);
      expect(drift.count('human', 'other')).toBe(2);
      expect(drifted()).toBe(1);
    });

    it('is counted where nothing was remembered of the object, which was in order', () => {
      journal = new MemoryJournal();
      restart({ name: 'api', spec: { paused: 1 }, managers: [by(flux, 0), by('kubectl-edit', 50)] });
      expect([steps(), drifted()]).toEqual([['changed by human, other'], 1]);
    });

    it('that somebody put back is over, though the newest to write was no tool', () => {
      put({ managers: [by(flux, 0), by('kubectl-edit', 2)] });
      restart({ managers: [by(flux, 0), by('kubectl-edit', 2)] });
      expect([steps().length, drifted(), deviations()]).toEqual([2, 0, []]);
    });

    it('that two replicas saw is told once, by whichever leads', () => {
      const other = new Drift({ managers: { gitops: [], automation: [] }, teamOf: () => ({ team: 'a', source: 'b' }) });
      other.replaced('Deployment', [version({})], () => undefined, start);
      other.put('Deployment', version({}), version(edited), start + 1_003);
      other.put(
        'Deployment',
        version(edited),
        version({ managers: [by('kubectl-edit', 1), by(flux, 9)] }),
        start + 9_000,
      );
      held = version({ managers: [by('kubectl-edit', 1), by(flux, 9)] });
      drift = other;
      now = 10_000;
      take();
      expect(steps()).toEqual(['changed by human, other', 'reconciled by automation, other']);
      expect([drift.count('human', 'other'), deviations()]).toEqual([1, []]);
    });
  });
});
