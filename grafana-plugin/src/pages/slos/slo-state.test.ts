import { describe, expect, it } from 'vitest';
import type { SloId } from '../../../../alerts/generated/thresholds.ts';
import type { Series } from '../../panels/series.ts';
import { sloRefs } from './slo-queries.ts';
import { sloIds, sloStates } from './slo-state.ts';

const series = (refId: string, slo: SloId, value: number, labels: Record<string, string> = {}): Series => ({
  refId,
  labels: { sloth_slo: slo, ...labels },
  points: [{ at: 0, value }],
});
const of = (id: SloId, all: readonly Series[]) => sloStates(all).find((state) => state.id === id);
const m2 = 'm2-high-findings';

describe('an SLO', () => {
  it.each([
    [0.8, 0, 'kept'],
    [0.8, 2, 'at-risk'],
    [0.2, 0, 'at-risk'],
    [0, 0, 'at-risk'],
    [-0.1, 0, 'missed'],
  ])('with %s of its budget left, burning %s times as fast as allowed, is %s', (left, burn, verdict) => {
    const all = [series(sloRefs.left, m2, left), series(sloRefs.burn, m2, burn)];
    expect(of(m2, all)).toMatchObject({ left, burn, verdict });
  });

  it('without data is not known, whatever else is told', () => {
    expect(of(m2, [series(sloRefs.burn, m2, 0)])).toMatchObject({ verdict: 'unknown', absent: { why: 'too-soon' } });
    expect(sloStates([]).every(({ verdict, absent }) => verdict === 'unknown' && absent?.why === 'silent')).toBe(true);
  });

  it.each<SloId>(['m5-enforcement', 'm6-evidence', 'm10-iac'])(
    'whose source is missing says what connects it: %s',
    (id) => {
      const { absent } = of(id, [series(sloRefs.objective, id, 0.9)]) ?? {};
      expect(absent?.why).toBe('not-connected');
      expect(absent?.text).toMatch(/would/);
    },
  );

  it('whose source has come is no longer told as not connected', () => {
    const id = 'm6-evidence';
    expect(of(id, [series(sloRefs.burn, id, 0.1)])?.absent?.why).toBe('too-soon');
    expect(of(id, [series(sloRefs.left, id, 1)])?.absent).toBeUndefined();
  });

  it('names those who used most of its budget, most first', () => {
    const all = [
      series(sloRefs.spenders, m2, 0.2, { cluster: 'little' }),
      series(sloRefs.spenders, m2, 3, { cluster: 'much' }),
      series(sloRefs.spenders, 'm6-evidence', 1, { cluster: 'much', framework: 'cis' }),
      series(sloRefs.spenders, 'm1-fleet-posture', 1),
    ];
    expect(of(m2, all)?.spenders.map(({ name, spent }) => [name, spent])).toEqual([
      ['much', 3],
      ['little', 0.2],
    ]);
    expect(of('m6-evidence', all)?.spenders[0]).toMatchObject({ of: 'framework', name: 'much cis' });
    expect(of('m1-fleet-posture', all)?.spenders[0]).toMatchObject({ of: 'fleet', cluster: undefined });
  });

  it('is listed whether anything is known of it or not', () => {
    expect(sloStates([]).map(({ id }) => id)).toEqual(sloIds);
    expect(sloIds).toHaveLength(11);
  });
});
