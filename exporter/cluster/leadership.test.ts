import { beforeEach, describe, expect, it } from 'vitest';
import type { Manifest } from '../checks/patch.ts';
import { podPrivileged } from '../checks/pod-security/pod-privileged.ts';
import { createMemoryStore } from '../findings/memory-store.ts';
import { StoreFailure, type FindingStore } from '../findings/store.ts';
import { watched } from '../testing/watched.ts';
import { historyOf } from '../testing/history.ts';

const leaseMs = 15_000;
const check = podPrivileged;

const deployment = (name: string, privileged: boolean): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { namespace: 'shop', name },
  spec: { template: { spec: { containers: [{ name: 'app', image: 'app:1', securityContext: { privileged } }] } } },
});

let now: number;
let store: FindingStore;
let isAway: boolean;
beforeEach(() => {
  now = Date.UTC(2026, 5, 1);
  isAway = false;
  const kept = createMemoryStore(() => now);
  const reachable = <T>(work: () => Promise<T>) =>
    isAway ? Promise.reject(new StoreFailure('unreachable', 'no answer')) : work();
  store = {
    ...kept,
    take: (id, name) => reachable(() => kept.take(id, name)),
    apply: (batch) => reachable(() => kept.apply(batch)),
    leases: {
      lead: (claim) => reachable(() => kept.leases.lead(claim)),
      resign: (id, replica) => reachable(() => kept.leases.resign(id, replica)),
    },
  };
});

/** An exporter with clocks of its own, which a test may stop or set. */
function exporter(name: string, { isAlone = false } = {}) {
  const clocks = { wall: 0, uptime: 0 };
  const one = watched({
    name: 'prod',
    checks: [check],
    store,
    clock: () => now + clocks.wall,
    uptime: () => now + clocks.uptime,
    replica: { replica: { name, instance: name }, leaseMs, isAlone },
    onStoreFailure() {},
  });
  return { ...one, clocks, leadership: one.session.leadership, held: () => one.session.held };
}

const history = async () =>
  (await historyOf(store, 'id-of-prod')).map(({ transition: { type, finding } }) => `${finding.object.name} ${type}`);
const open = ({ session }: ReturnType<typeof exporter>) =>
  [...(session.posture?.findings.open() ?? [])].map(({ object }) => object.name);

describe('of two exporters with one store', () => {
  it('one leads, and the other shows the same state without committing or publishing it', async () => {
    const [one, other] = [exporter('one'), exporter('other')];
    await one.become([deployment('web', true)]);
    await other.become([deployment('web', true)]);
    expect(one.leadership).toMatchObject({ leads: true, publishes: true, leader: 'one', followed: undefined });
    expect(other.leadership).toMatchObject({
      leads: false,
      publishes: false,
      leader: 'one',
      followed: { revision: 1, baselineAt: now },
    });
    expect(open(other)).toEqual(['web']);
    expect(other.session.posture).toMatchObject({ memory: 'none', baselineAt: undefined });
    expect(await history()).toEqual(['web opened']);
  });

  it('the one that leads renews the Lease in the cluster, and nobody before it is known who that is', async () => {
    const [one, other] = [exporter('one', { isAlone: true }), exporter('other', { isAlone: true })];
    const renew = () => [one, other].map(({ session }) => session.reception.renewsLease);
    expect(renew()).toEqual([false, false]);
    await one.become([]);
    await other.become([]);
    expect(renew()).toEqual([true, false]);
    await one.leadership.resign();
    await other.leadership.ask();
    expect(renew()).toEqual([false, true]);
  });

  it('the second takes over what is remembered once the lease of the first has run out', async () => {
    const [one, other] = [exporter('one'), exporter('other')];
    await one.become([deployment('web', true)]);
    await other.become([deployment('web', true)]);
    await other.put(deployment('api', true));
    now += leaseMs - 1;
    await other.leadership.ask();
    expect(other.leadership.leads).toBe(false);
    now += 1;
    await other.leadership.ask();
    await other.cycle();
    expect(other.session.leads).toBe(true);
    expect(other.session.posture?.memory).toBe('whole');
    expect(await history()).toEqual(['web opened', 'api opened']);
    expect(other.session.posture?.findings.ledger.transitions('critical', 'opened', 'baseline')).toBe(1);
    expect(other.session.posture?.findings.ledger.transitions('critical', 'opened', 'new')).toBe(1);
  });

  it('the second takes over at once when the first stops', async () => {
    const [one, other] = [exporter('one'), exporter('other')];
    await one.become([]);
    await other.become([]);
    await one.leadership.resign();
    expect(one.leadership).toMatchObject({ leads: false, publishes: false });
    await other.leadership.ask();
    expect(other.leadership.leads).toBe(true);
  });

  it('a first that was stopped neither commits nor publishes when it wakes, and follows then', async () => {
    const [one, other] = [exporter('one'), exporter('other')];
    await one.become([]);
    await other.become([]);
    now += leaseMs;
    await other.leadership.ask();
    await other.put(deployment('web', true));
    expect(one.leadership).toMatchObject({ leads: false, publishes: false });
    await one.put(deployment('web', true));
    expect(one.leadership).toMatchObject({ leads: false, leader: 'other' });
    expect(one.session.posture?.memory).toBe('none');
    expect(open(one)).toEqual(['web']);
    expect(await history()).toEqual(['web opened']);
  });

  it.each([
    ['its machine slept, and its monotonic clock with it', { wall: leaseMs, uptime: 0 }],
    ['its clock was set back meanwhile', { wall: -1e6, uptime: leaseMs }],
  ])('the first does not lead for longer because %s', async (_, clocks) => {
    const one = exporter('one');
    await one.become([]);
    expect(one.leadership.leads).toBe(true);
    Object.assign(one.clocks, clocks);
    expect(one.leadership.leads).toBe(false);
  });

  it('the first leads again without reading anything anew if nobody else did meanwhile', async () => {
    const one = exporter('one');
    await one.become([]);
    const held = one.held();
    isAway = true;
    now += leaseMs;
    const openedAt = now;
    await one.put(deployment('web', true));
    expect(one.leadership.leads).toBe(false);
    expect(one.session.posture?.memory).toBe('behind');
    isAway = false;
    now += leaseMs;
    await one.put(deployment('api', false));
    expect(one.held()).toBe(held);
    expect(one.session.posture?.memory).toBe('whole');
    expect((await store.query({}, 10)).items.map(({ finding }) => finding.firstSeen)).toEqual([openedAt]);
  });

  it('the first reads anew what another committed that led meanwhile, even if it has left', async () => {
    const [one, other] = [exporter('one'), exporter('other')];
    await one.become([]);
    now += leaseMs;
    await other.become([deployment('web', true)]);
    await other.leadership.resign();
    await one.put(deployment('web', true));
    expect(one.session.leads).toBe(true);
    expect(await history()).toEqual(['web opened']);
    expect(one.session.posture?.findings.ledger.transitions('critical', 'opened', 'new')).toBe(1);
  });
});

describe('an exporter whose store does not answer', () => {
  it.each([
    ['publishes if it is the only one', true, true],
    ['does not publish if it is one of several', false, false],
  ])('from the start %s', async (_, isAlone, publishes) => {
    isAway = true;
    const one = exporter('one', { isAlone });
    await one.become([deployment('web', true)]);
    expect(open(one)).toEqual(['web']);
    expect(one.leadership).toMatchObject({ leads: false, publishes, leader: undefined });
  });

  it('goes on publishing after its lease if nobody else has asked for it', async () => {
    const one = exporter('one', { isAlone: true });
    await one.become([]);
    isAway = true;
    now += leaseMs;
    expect(one.leadership).toMatchObject({ leads: false, publishes: true });
  });

  it('stops publishing after its lease if another has asked for it', async () => {
    const [one, other] = [exporter('one', { isAlone: true }), exporter('other', { isAlone: true })];
    await one.become([]);
    await other.become([]);
    await one.leadership.ask();
    isAway = true;
    now += leaseMs - 1;
    expect(one.leadership.publishes).toBe(true);
    now += 1;
    expect(one.leadership.publishes).toBe(false);
    expect(other.leadership.publishes).toBe(false);
  });
});

describe('a store that was set back while a cluster is quiet', () => {
  it('is noticed with the lease, and the cluster goes on from what the store has', async () => {
    const failures: unknown[] = [];
    const [lived, restored] = [createMemoryStore(() => now), createMemoryStore(() => now)];
    let standing = lived;
    const one = watched({
      name: 'prod',
      checks: [check],
      store: {
        ...lived,
        take: (id, name) => standing.take(id, name),
        apply: (batch) => standing.apply(batch),
        leases: {
          lead: (claim) => standing.leases.lead(claim),
          resign: (id, replica) => standing.leases.resign(id, replica),
        },
      },
      clock: () => now,
      onStoreFailure: (error) => failures.push(error),
    });
    await one.become([deployment('web', true)]);
    await one.session.leadership.ask();
    expect(failures).toEqual([]);
    standing = restored;
    await one.session.leadership.ask();
    expect(failures).toMatchObject([{ message: expect.stringMatching(/was set back: revision 1 of prod/) }]);
    now += 1_000;
    await one.cycle();
    expect(one.session.posture?.memory).toBe('whole');
    expect((await restored.query({}, 10)).total).toBe(1);
    await one.session.leadership.ask();
    expect(failures).toHaveLength(1);
  });

  it('takes no further batch of the history that it lost', async () => {
    const [lived, restored] = [createMemoryStore(() => now), createMemoryStore(() => now)];
    let standing = lived;
    const one = watched({
      name: 'prod',
      checks: [check],
      store: { ...lived, take: (id, name) => standing.take(id, name), apply: (batch) => standing.apply(batch) },
      clock: () => now,
    });
    await restored.take('id-of-prod', 'prod');
    await one.become([deployment('web', true)]);
    standing = restored;
    await expect(one.put(deployment('api', true))).rejects.toThrow('was set back');
    await one.cycle();
    expect((await restored.query({}, 10)).total).toBe(2);
  });
});
