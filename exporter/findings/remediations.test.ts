import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windows } from '../contract/vocabulary.ts';
import type { Finding, FindingTransition } from '../model/finding.ts';
import { kaplanMeierMedian } from './kaplan-meier.ts';
import { createMemoryStore } from './memory-store.ts';
import { Register } from './register.ts';
import { Remediations, windowMs } from './remediations.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const start = 500_000 * HOUR;

function finding(id: string, over: Partial<Finding> = {}): Finding {
  return {
    id,
    check: 'pod-privileged',
    severity: 'critical',
    object: { kind: 'Deployment', apiVersion: 'apps/v1', namespace: 'shop', name: id },
    team: { team: 'shop', source: 'label team' },
    part: '',
    path: 'spec',
    message: 'm',
    firstSeen: start,
    estimated: false,
    lastChange: start,
    openedBecause: 'new',
    ...over,
  };
}

const step = (type: FindingTransition['type'], reason: FindingTransition['reason'], f: Finding, at: number) =>
  ({ type, reason, at, finding: f }) satisfies FindingTransition;
const fix = (f: Finding, at: number) => step('resolved', 'fixed', f, at);

describe('figures over a window', () => {
  const event = fc.record({
    id: fc.integer({ min: 0, max: 5 }).map(String),
    waits: fc.integer({ min: 1, max: 20 * DAY }),
    severity: fc.constantFrom('critical' as const, 'high' as const),
    estimated: fc.boolean(),
    what: fc.constantFrom('fixed' as const, 'deleted' as const, 'exempted' as const, 'severity' as const),
    continues: fc.boolean(),
  });

  it('equal a recount over the whole history, also in a process that takes over', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 40 }), async (events) => {
        const store = createMemoryStore();
        const { epoch, ...remembered } = await store.take('c', 'prod');
        const register = new Register(remembered);
        const open = new Map<string, Finding>();
        const ended = new Map<string, { finding: Finding; at: number; what: string }[]>();
        let [now, revision] = [start, 0];
        for (const { id, waits, severity, estimated, what, continues } of events) {
          now += waits;
          const held = open.get(id);
          const past = ended.get(id) ?? [];
          ended.set(id, past);
          const last = past.at(-1);
          let next: FindingTransition;
          if (held === undefined && last !== undefined && continues) {
            past.pop();
            open.set(id, last.finding);
            next = step('reopened', 'new', last.finding, now);
          } else if (held === undefined) {
            const fresh = finding(id, { severity, estimated, firstSeen: now });
            open.set(id, fresh);
            next = step('opened', 'new', fresh, now);
          } else if (what === 'severity') {
            const changed = { ...held, severity };
            open.set(id, changed);
            next = step('updated', 'new', changed, now);
          } else {
            open.delete(id);
            past.push({ finding: held, at: now, what });
            next = step('resolved', what, held, now);
          }
          const batch = { clusterId: 'c', clusterName: 'prod', epoch, at: now, baselineAt: start, newlyBaselined: [] };
          await store.apply({ ...batch, revision: (revision += 1), transitions: [next] });
          register.commit([next]);
          register.forget(now);
        }
        const heir = new Register(await store.take('c', 'prod'));
        for (const severity of ['critical', 'high'] as const) {
          for (const window of windows) {
            const durations = [...ended.values()]
              .flat()
              .filter((one) => one.what === 'fixed' && one.at >= now - windowMs[window])
              .filter((one) => one.finding.severity === severity && !one.finding.estimated)
              .map((one) => one.at - one.finding.firstSeen)
              .sort((a, b) => a - b);
            const ages = [...open.values()]
              .filter((one) => one.severity === severity && !one.estimated)
              .map(({ firstSeen }) => now - firstSeen)
              .sort((a, b) => a - b);
            const median = kaplanMeierMedian(durations, ages);
            const sum = durations.reduce((all, one) => all + one, 0);
            for (const { remediations } of [register, heir]) {
              expect(remediations.figures(severity, window, now)).toEqual({
                mean: durations.length === 0 ? undefined : sum / durations.length / 1000,
                median: median === undefined ? undefined : median / 1000,
              });
            }
          }
        }
      }),
    );
  });

  it('move on with time alone', () => {
    const remediations = new Remediations([]);
    for (const id of ['one', 'two']) remediations.opened(finding(id, { firstSeen: start + DAY }));
    remediations.record(fix(finding('fixed'), start + 2 * HOUR));
    const at = (now: number) => remediations.figures('critical', '7d', now);
    expect(at(start + DAY)).toEqual({ mean: 7200, median: 7200 });
    expect(at(start + 2 * DAY)).toEqual({ mean: 7200, median: Infinity });
    expect(at(start + 8 * DAY)).toEqual({ mean: undefined, median: Infinity });
  });

  it('are of windows alone that are remembered as a whole, where there is more than can be', () => {
    const remediations = new Remediations([], 3);
    for (const day of [0, 1, 2, 3]) remediations.record(fix(finding(`f${day}`), start + day * DAY));
    expect(remediations.figures('critical', '7d', start + 7 * DAY)).toBeUndefined();
    expect(remediations.figures('critical', '7d', start + 8 * DAY)).toMatchObject({ mean: (2 * DAY) / 1000 });
    const remembered = [1, 2, 3].map((day) => ({
      id: `f${day}`,
      severity: 'critical' as const,
      firstSeen: start,
      at: start + day * DAY,
    }));
    const heir = new Remediations(remembered, 3);
    expect(heir.figures('critical', '7d', start + 8 * DAY)).toBeUndefined();
    expect(heir.figures('critical', '7d', start + 8 * DAY + 1)).toMatchObject({ mean: (2.5 * DAY) / 1000 });
  });
});
