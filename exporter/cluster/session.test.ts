import { describe, expect, it } from 'vitest';
import { checks } from '../checks/index.ts';
import type { Check } from '../checks/define.ts';
import type { Manifest } from '../checks/patch.ts';
import { createMemoryStore } from '../findings/memory-store.ts';
import { watched } from '../testing/watched.ts';
import { historyOf } from '../testing/history.ts';

const privileged = (kind: string, metadata: object): Manifest => {
  const spec = { containers: [{ name: 'app', image: 'app:1', securityContext: { privileged: true } }] };
  const apiVersion = kind === 'Pod' ? 'v1' : kind === 'Job' ? 'batch/v1' : 'apps/v1';
  return {
    apiVersion,
    kind,
    metadata: { namespace: 'shop', ...metadata },
    spec: kind === 'Pod' ? spec : { template: { spec } },
  };
};
const ownedBy = (kind: string, name: string, uid?: string) => ({
  ownerReferences: [
    { apiVersion: kind === 'Pod' ? 'v1' : kind === 'Job' ? 'batch/v1' : 'apps/v1', kind, name, uid, controller: true },
  ],
});

let now = Date.UTC(2026, 5, 1);
const cluster = () => watched({ name: 'prod', checks, store: createMemoryStore(), clock: () => now });
const criticals = ({ session }: ReturnType<typeof cluster>) =>
  [...(session.posture?.findings.open() ?? [])]
    .filter(({ check }) => check === 'pod-privileged')
    .map(({ object }) => `${object.kind} ${object.name}`);

describe('an owner reference', () => {
  it.each([
    ['a Pod of a ReplicaSet', 'Pod', 'ReplicaSet'],
    ['a ReplicaSet of a Deployment', 'ReplicaSet', 'Deployment'],
    ['a Pod of a Job', 'Pod', 'Job'],
  ])('lets the owner answer for %s', async (_, kind, owner) => {
    const world = cluster();
    await world.become([
      privileged(owner, { name: 'web' }),
      privileged(kind, { name: 'made', ...ownedBy(owner, 'web') }),
    ]);
    expect(criticals(world)).toEqual([`${owner} web`]);
  });

  it.each([
    ['a Pod of a Pod, as Spark makes them', 'Pod', 'Pod'],
    ['a Deployment of a StatefulSet', 'Deployment', 'StatefulSet'],
    ['a ReplicaSet of a Job', 'ReplicaSet', 'Job'],
  ])('silences nothing where no template makes such objects: %s', async (_, kind, owner) => {
    const world = cluster();
    await world.become([privileged(kind, { name: 'loud', ...ownedBy(owner, 'other') })]);
    expect(criticals(world)).toEqual([`${kind} loud`]);
  });

  it('to another object of that name is not to the one that is there', async () => {
    const world = cluster();
    await world.become([
      privileged('ReplicaSet', { name: 'web', uid: 'here' }),
      privileged('Pod', { name: 'stray', ...ownedBy('ReplicaSet', 'web', 'gone') }),
    ]);
    expect(criticals(world).sort()).toEqual(['Pod stray', 'ReplicaSet web']);
  });
});

describe('a cluster', () => {
  it('judges objects whatever RBAC lets them be called', async () => {
    const world = cluster();
    await world.become([
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: 'a|b' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
        subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'eve' }],
      },
    ]);
    expect(world.session.posture?.clean).toBe(false);
  });

  it('gives objects the owner of a namespace that arrives after them', async () => {
    const world = cluster();
    await world.become([privileged('Deployment', { name: 'web' })]);
    const owner = () =>
      [...(world.session.posture?.findings.open() ?? [])].find(({ check }) => check === 'pod-privileged')?.team.team;
    expect(owner()).toBe('unowned');
    await world.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { team: 'checkout' } } });
    expect(owner()).toBe('checkout');
  });

  it('commits nothing when it turns out to be another one in the middle of a cycle', async () => {
    const store = createMemoryStore();
    const world = watched({ name: 'prod', checks, store, clock: () => now });
    await world.become([privileged('Deployment', { name: 'web' })]);
    const { id } = world.session;
    const before = (await historyOf(store, id)).length;
    world.session.reception.put(
      {
        kind: 'Deployment',
        object: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'more', namespace: 'shop' } },
      },
      { receivedAt: now, path: 'watch' },
    );
    const running = world.cycle();
    world.session.reception.identified({ id: 'another', version: 'v1.37.0', provider: 'unknown' });
    await running;
    expect(await historyOf(store, id)).toHaveLength(before);
    expect(world.session.posture).toBeUndefined();
  });

  it('resolves nothing because its name led elsewhere while a kind could not be seen', async () => {
    const store = createMemoryStore(() => now);
    const world = watched({ name: 'prod', checks, store, clock: () => now });
    const lead = (id: string) => world.session.reception.identified({ id, version: 'v1.37.0', provider: 'unknown' });
    const relist = async () => {
      for (const { kind, status } of world.session.kinds()) {
        if (status === 'pending')
          world.session.reception.replaced(kind, [], { receivedAt: now, skipped: 'initial', path: 'relist' });
      }
      await world.cycle();
    };
    const resolved = async () =>
      (await historyOf(store, 'id-of-prod')).filter(({ transition: { type } }) => type === 'resolved');
    await world.become([privileged('Deployment', { name: 'web' })]);
    lead('another');
    await world.become([privileged('Deployment', { name: 'web' })]);
    world.session.reception.status('Deployment', 'stale', 'out of reach');
    lead('id-of-prod');
    await relist();
    expect(world.session.posture?.findings.count('critical')).toBe(1);
    lead('another');
    lead('id-of-prod');
    await relist();
    expect(await resolved()).toEqual([]);
  });

  it('goes on being evaluated when its clock is set back while a kind is still on its way', async () => {
    const world = cluster();
    for (const { kind } of world.session.kinds())
      if (kind !== 'Ingress') world.session.reception.status(kind, 'synced');
    await world.cycle();
    expect(world.session.posture).toBeUndefined();
    now += 60_000;
    await world.cycle();
    now -= 30_000;
    await world.put(privileged('Deployment', { name: 'web' }));
    expect(criticals(world)).toEqual(['Deployment web']);
  });

  it('counts the remediation of an object that is created again from its first episode, and is critical since now', async () => {
    const world = cluster();
    await world.become([]);
    const start = now;
    await world.put(privileged('Deployment', { name: 'web' }));
    await world.remove('Deployment', 'shop', 'web');
    now += 20 * 3_600_000;
    await world.put(privileged('Deployment', { name: 'web' }));
    const [finding] = [...(world.session.posture?.findings.open() ?? [])].filter(
      ({ check }) => check === 'pod-privileged',
    );
    expect(finding).toMatchObject({ firstSeen: start, criticalSince: now });
  });
});

describe('an exporter that starts again', () => {
  const store = () => createMemoryStore();
  const again = (kept: ReturnType<typeof store>, only: readonly Check[] = checks) =>
    watched({ name: 'prod', checks: only, store: kept, clock: () => now });
  const closed = async (kept: ReturnType<typeof store>, check: string) =>
    (await historyOf(kept, 'id-of-prod'))
      .filter(({ transition: { type, finding } }) => type === 'resolved' && finding.check === check)
      .map(({ transition: { reason, finding } }) => `${finding.object.name} ${reason}`);

  it('closes findings of what went away meanwhile, once the kind has been listed whole', async () => {
    const kept = store();
    await again(kept).become([privileged('Deployment', { name: 'web' }), privileged('Deployment', { name: 'api' })]);
    const next = again(kept);
    const { session } = next;
    session.reception.status('Deployment', 'forbidden', 'not allowed now');
    for (const { kind } of session.kinds()) if (kind !== 'Deployment') session.reception.status(kind, 'synced');
    await next.cycle();
    expect(session.posture?.findings.count('critical')).toBe(2);
    expect(await closed(kept, 'pod-privileged')).toEqual([]);
    await next.become([privileged('Deployment', { name: 'web' })]);
    expect(await closed(kept, 'pod-privileged')).toEqual(['api deleted']);
    expect(session.posture?.findings.count('critical')).toBe(1);
  });

  it.each(['pending', 'stale'] as const)(
    'leaves findings of a pod alone while the kind of its controller, which is not known, is %s',
    async (status) => {
      const kept = store();
      const stray = privileged('Pod', { name: 'stray', ...ownedBy('ReplicaSet', 'web') });
      const first = again(kept);
      first.session.reception.status('ReplicaSet', 'forbidden', 'not allowed');
      for (const { kind } of first.session.kinds())
        if (kind !== 'ReplicaSet') first.session.reception.status(kind, 'synced');
      await first.put(stray);
      expect(first.session.posture?.findings.count('critical')).toBe(1);
      const next = again(kept);
      for (const { kind } of next.session.kinds())
        if (kind !== 'ReplicaSet') next.session.reception.status(kind, 'synced');
      next.session.reception.status('ReplicaSet', status);
      now += 120_000;
      await next.put(stray);
      expect(await closed(kept, 'pod-privileged')).toEqual([]);
      next.session.reception.status('ReplicaSet', 'synced');
      await next.cycle();
      expect(await closed(kept, 'pod-privileged')).toEqual(['stray deleted']);
    },
  );

  it('lets a Deployment of before answer for its ReplicaSets while it may not be seen, and no other', async () => {
    const kept = store();
    const known = privileged('Deployment', { name: 'web' });
    const made = privileged('ReplicaSet', { name: 'web-1', ...ownedBy('Deployment', 'web') });
    await again(kept).become([known, made]);
    const next = again(kept);
    const { session } = next;
    session.reception.status('Deployment', 'forbidden', 'not allowed now');
    for (const { kind } of session.kinds()) if (kind !== 'Deployment') session.reception.status(kind, 'synced');
    await next.put(made);
    expect(criticals(next)).toEqual(['Deployment web']);
    await next.put(privileged('ReplicaSet', { name: 'api-1', ...ownedBy('Deployment', 'api') }));
    expect(criticals(next)).toEqual(['Deployment web', 'ReplicaSet api-1']);
    await next.become([known, made]);
    expect(criticals(next)).toEqual(['Deployment web']);
  });

  it('closes findings of checks that are off now, whether or not anything still reads their objects', async () => {
    const kept = store();
    await again(kept).become([privileged('Deployment', { name: 'web' })]);
    const next = again(
      kept,
      checks.filter(({ needs }) => !needs.includes('Deployment')),
    );
    await next.become([]);
    expect(await closed(kept, 'pod-privileged')).toEqual(['web check_changed']);
    expect(next.session.posture?.findings.size).toBe(0);
  });

  it('takes what a check finds that was off for a while for a backlog, and not for news', async () => {
    const kept = store();
    const [before, meanwhile] = ['before', 'meanwhile'].map((name) => privileged('Deployment', { name }));
    if (before === undefined || meanwhile === undefined) throw new Error('there are two');
    await again(kept).become([before]);
    await again(
      kept,
      checks.filter(({ id }) => id !== 'pod-privileged'),
    ).become([before, meanwhile]);
    now += 3_600_000;
    const next = again(kept);
    await next.become([before, meanwhile]);
    const { items } = await kept.query({ checks: ['pod-privileged'] }, 10);
    expect(items.map(({ finding: { object, openedBecause } }) => `${object.name} ${openedBecause}`).sort()).toEqual([
      'before baseline',
      'meanwhile baseline',
    ]);
  });
});
