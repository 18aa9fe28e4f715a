import { describe, expect, it } from 'vitest';
import { badShare, isBadAt } from './bad-times.ts';
import { historyOf } from './history.ts';
import { readingsOf } from './readings.ts';
import { trendAt } from './trend.ts';

const hour = 3_600;
const end = 1_790_000_000 - (1_790_000_000 % hour);
const back = 60 * 24 * hour;

const exposition = [
  family('kspm_cluster_clean', ['{cluster="prod-us"} 1']),
  family('kspm_findings', ['{cluster="prod-us",severity="high",state="open"} 4']),
  family('kspm_posture_score_ratio', ['{cluster="prod-us",framework="all"} 0.9']),
].join('');

function family(name: string, samples: readonly string[]): string {
  return `# HELP ${name} x\n# TYPE ${name} gauge\n${samples.map((sample) => `${name}${sample}\n`).join('')}`;
}

const history = new Map(
  historyOf({ readings: readingsOf(exposition), end, back }).map(({ series, valueAt }) => [series, valueAt]),
);

describe('the past that is made up', () => {
  it.each([
    ['cluster:kspm_high_findings:count{cluster="prod-us"}', 4],
    ['cluster:kspm_posture_score:ratio{cluster="prod-us"}', 0.9],
    ['cluster:kspm_clean:bool{cluster="prod-us"}', 1],
    ['fleet:kspm_posture_score:mean{scope="fleet"}', 0.9],
    ['fleet_severity:kspm_open_findings:count{severity="high",scope="fleet"}', 4],
  ])('leads to what the exporter says of %s', (series, now) => {
    expect(history.get(series)?.(end)).toBeCloseTo(now, 9);
  });

  it('is the same each time', () => {
    const again = historyOf({ readings: readingsOf(exposition), end, back });
    expect(again.map(({ series, valueAt }) => [series, valueAt(end - back / 3)])).toEqual(
      [...history].map(([series, valueAt]) => [series, valueAt(end - back / 3)]),
    );
  });

  it('spends most of the budget of one cluster, and never gives it back within the period', () => {
    const left = history.get(
      'slo:period_error_budget_remaining:ratio{cluster="prod-us",sloth_id="plumbline-m1-critical-posture",sloth_service="plumbline",sloth_slo="m1-critical-posture"}',
    );
    expect(left?.(end)).toBeGreaterThan(0);
    expect(left?.(end)).toBeLessThan(0.2);
    expect(left?.(end)).toBeLessThan(left?.(end - 10 * 24 * hour) ?? 0);
  });

  it('has nothing of what no source tells', () => {
    expect(
      [...history.keys()].filter((series) => /evidence:|enforcement:|alert_valid:|iac_fail:/.test(series)),
    ).toEqual([]);
  });
});

describe('bad times', () => {
  const times = [
    { from: 100, to: 160 },
    { from: 200, to: Infinity },
  ];

  it.each([
    [99, false],
    [100, true],
    [160, false],
    [1_000, true],
  ])('holds at %i: %s', (at, bad) => {
    expect(isBadAt(times, at)).toBe(bad);
  });

  it.each([
    [100, 60, 0],
    [160, 60, 1],
    [220, 60, 1 / 3],
    [400, 300, 260 / 300],
  ])('at %i the share of %i seconds is %d', (at, window, share) => {
    expect(badShare(times, at, window)).toBeCloseTo(share, 12);
  });
});

describe('a trend', () => {
  const trend = { name: 'x', end: 1_000, back: 500, before: 10, now: 4 };

  it.each([
    [1_000, 4],
    [500, 10],
    [0, 10],
  ])('at %i is %d', (at, value) => {
    expect(trendAt(trend, at)).toBeCloseTo(value, 12);
  });
});
