import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ages, severities, type Severity } from '../contract/vocabulary.ts';
import type { Finding, FindingTransition } from '../model/finding.ts';
import { Ledger } from './ledger.ts';
import { continuesWithin, Register } from './register.ts';
import { createMemoryStore } from './memory-store.ts';
import { Fenced } from './store.ts';

const HOUR = 3_600_000;
const now = 500_000 * HOUR;

function finding(id: string, over: Partial<Finding> = {}): Finding {
  return {
    id,
    check: 'pod-privileged',
    severity: 'critical',
    object: { kind: 'Deployment', apiVersion: 'apps/v1', namespace: 'shop', name: `web-${id}` },
    team: { team: 'shop', source: 'label team' },
    part: 'web',
    path: 'spec',
    message: 'm',
    firstSeen: now,
    estimated: false,
    lastChange: now,
    openedBecause: 'new',
    ...over,
  };
}

const empty = { open: [], closed: [], remediated: [], counters: new Ledger().counters() };
const open = (f: Finding, at = now): FindingTransition => ({ type: 'opened', reason: 'new', at, finding: f });
const fix = (f: Finding, at = now): FindingTransition => ({ type: 'resolved', reason: 'fixed', at, finding: f });

describe('sums over open findings', () => {
  const step = fc.record({
    id: fc.integer({ min: 0, max: 8 }).map(String),
    severity: fc.constantFrom<Severity>(...severities),
    team: fc.constantFrom('a', 'b'),
    hoursAgo: fc.integer({ min: 0, max: 24 * 120 }),
    opens: fc.boolean(),
  });

  it('equal a recount after any history', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const register = new Register(empty);
        const model = new Map<string, Finding>();
        for (const { id, severity, team, hoursAgo, opens } of steps) {
          const held = model.get(id);
          if (opens) {
            const opened = finding(id, { severity, team: { team, source: 's' }, firstSeen: now - hoursAgo * HOUR });
            register.commit([open(opened)]);
            model.set(id, opened);
          } else if (held !== undefined) {
            register.commit([fix(held)]);
            model.delete(id);
          }
        }
        for (const severity of severities) {
          const of = [...model.values()].filter((f) => f.severity === severity);
          expect(register.count(severity)).toBe(of.length);
          const oldest = of.length === 0 ? undefined : Math.min(...of.map(({ firstSeen }) => firstSeen));
          expect(register.summary.oldest(severity)).toBe(oldest);
          const byAge = register.summary.ages(severity, now);
          expect(ages.reduce((sum, age) => sum + byAge[age], 0)).toBe(of.length);
          const late = of.filter(({ firstSeen }) => now - firstSeen > 48 * HOUR).length;
          expect(register.summary.olderThan(severity, 48 * HOUR, now + HOUR / 2)).toBe(late);
        }
        const high = [...model.values()].filter((f) => f.team.team === 'a' && f.severity === 'high').length;
        expect(register.summary.teams().get('a')?.get('high') ?? 0).toBe(high);
      }),
    );
  });
});

describe('a register', () => {
  it('lets an episode continue for a while after it was fixed, and longer after a deletion', () => {
    const register = new Register(empty);
    const f = finding('1');
    register.commit([open(f), fix(f)]);
    expect(register.continuable('1', now + continuesWithin.flap)?.finding).toEqual(f);
    expect(register.continuable('1', now + continuesWithin.flap + 1)).toBeUndefined();
    register.commit([open(f), { type: 'resolved', reason: 'deleted', at: now, finding: f }]);
    expect(register.continuable('1', now + continuesWithin.recreation)?.finding).toEqual(f);
  });
});

it('a register that takes over remembers how an episode ended, not only that it did', () => {
  const closed = [{ at: now, reason: 'fixed', finding: finding('1') }] as const;
  const register = new Register({ ...empty, closed });
  expect(register.continuable('1', now + continuesWithin.flap)?.finding.id).toBe('1');
  expect(register.continuable('1', now + continuesWithin.flap + 1)).toBeUndefined();
});

describe('remediation time', () => {
  it('counts what was fixed, in seconds from first seen', () => {
    const ledger = new Ledger();
    ledger.record(fix(finding('1', { firstSeen: now - HOUR })));
    expect(ledger.remediation('critical')).toMatchObject({ sum: 3600, count: 1 });
  });

  it.each([
    ['deleted', { type: 'resolved', reason: 'deleted', at: now, finding: finding('1') }],
    ['exempted', { type: 'resolved', reason: 'exempted', at: now, finding: finding('1') }],
    ['estimated', fix(finding('1', { estimated: true }))],
  ] satisfies [string, FindingTransition][])('leaves out what was %s', (_, transition) => {
    const ledger = new Ledger();
    ledger.record(transition);
    expect(ledger.remediation('critical').count).toBe(0);
  });

  it('refuses a pair that is not legal', () => {
    const illegal = { type: 'opened', reason: 'fixed', at: now, finding: finding('1') } satisfies FindingTransition;
    expect(() => new Ledger().record(illegal)).toThrow(/not a legal transition/);
  });
});

describe('the store in memory', () => {
  const batch = {
    clusterId: 'c',
    clusterName: 'prod',
    at: now,
    baselineAt: now,
    newlyBaselined: [],
    transitions: [open(finding('1'))],
  };

  it('applies a revision once', async () => {
    const store = createMemoryStore();
    const { epoch } = await store.take('c', 'prod');
    await store.apply({ ...batch, epoch, revision: 1 });
    await store.apply({ ...batch, epoch, revision: 1 });
    const again = await store.take('c', 'prod');
    expect(again.counters.transitions['critical|opened|new']).toBe(1);
    expect(again.open).toHaveLength(1);
  });

  it('refuses a writer whose epoch has ended', async () => {
    const store = createMemoryStore();
    const { epoch } = await store.take('c', 'prod');
    await store.take('c', 'prod');
    await expect(store.apply({ ...batch, epoch, revision: 1 })).rejects.toThrow(Fenced);
  });

  it('pages through everything once while findings close', async () => {
    const store = createMemoryStore();
    const { epoch } = await store.take('c', 'prod');
    const all = Array.from({ length: 50 }, (_, index) => finding(String(index), { firstSeen: now - index }));
    await store.apply({ ...batch, epoch, revision: 1, transitions: all.map((f) => open(f)) });
    const first = await store.query({}, 20);
    await store.apply({ ...batch, epoch, revision: 2, transitions: [fix(first.items[0]?.finding ?? finding('x'))] });
    const visited = first.items.map(({ finding: f }) => f.id);
    for (let next = first.next; next !== undefined;) {
      const page = await store.query({}, 20, next);
      visited.push(...page.items.map(({ finding: f }) => f.id));
      next = page.next;
    }
    expect(new Set(visited).size).toBe(50);
    expect(visited).toHaveLength(50);
  });
});
