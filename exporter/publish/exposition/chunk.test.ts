import { describe, expect, it } from 'vitest';
import { metrics } from '../../contract/index.ts';
import { renderChunk } from './chunk.ts';
import { bucketBound, headerOf } from './format.ts';
import { escapeLabelValue, labelSet } from './label-set.ts';

describe('a label value', () => {
  it.each([
    ['plain', 'plain'],
    ['', ''],
    ['say "hi"', 'say \\"hi\\"'],
    ['C:\\temp', 'C:\\\\temp'],
    ['two\nlines', 'two\\nlines'],
    ['NUL \0 ends nothing', 'NUL \uFFFD ends nothing'],
    ['half \uD83D of a pair', 'half \uFFFD of a pair'],
    ['whole 🔒', 'whole 🔒'],
    ['tab\tand\rreturn', 'tab\tand\rreturn'],
  ])('%j is written as %j', (value, written) => {
    expect(escapeLabelValue(value)).toBe(written);
  });

  it('is cut where it grows beyond any name, without leaving half a character', () => {
    const cut = escapeLabelValue(`${'a'.repeat(254)}🔒${'b'.repeat(1000)}`);
    expect(cut).toBe(`${'a'.repeat(254)}\uFFFD…`);
  });
});

describe('a bucket bound', () => {
  it.each([
    [0.25, '0.25'],
    [1, '1.0'],
    [300, '300.0'],
    [604_800, '604800.0'],
    [1_209_600, '1.2096e+06'],
    [7_776_000, '7.776e+06'],
    [0.00001, '1e-05'],
    [Infinity, '+Inf'],
  ])('%d is written as %s', (bound, written) => {
    expect(bucketBound(bound)).toBe(written);
  });
});

describe('a header', () => {
  it('escapes help as each format asks', () => {
    const spec = { ...metrics.clusterClean, help: 'a "b" \\ \n c' };
    expect(headerOf(spec, 'text')).toContain('# HELP kspm_cluster_clean a "b" \\\\ \\n c\n');
    expect(headerOf(spec, 'openmetrics')).toContain('# HELP kspm_cluster_clean a \\"b\\" \\\\ \\n c\n');
  });
});

describe('a chunk', () => {
  const labels = (check: string) => labelSet(metrics.scorePointsLost, { check });

  it('drops one series with a broken value and keeps the others', () => {
    const samples = [NaN, 1, Infinity, 2].map((value, index) => [labels(`c${index}`), value] as const);
    const chunk = renderChunk(metrics.scorePointsLost, 'prod', samples);
    expect(chunk).toMatchObject({ series: 2, dropped: 2 });
    expect(chunk.body.toString()).toBe(
      'kspm_score_points_lost{cluster="prod",check="c1"} 1\nkspm_score_points_lost{cluster="prod",check="c3"} 2\n',
    );
  });

  it('writes +Inf where the contract has it as a value, and no other broken one', () => {
    const samples = ([Infinity, -Infinity, NaN] as const).map((value, index) => {
      const window = (['7d', '30d', '90d'] as const)[index] ?? '7d';
      return [labelSet(metrics.findingRemediationMedian, { severity: 'high', window }), value] as const;
    });
    const chunk = renderChunk(metrics.findingRemediationMedian, 'prod', samples);
    expect(chunk).toMatchObject({ series: 1, dropped: 2 });
    expect(chunk.body.toString()).toBe(
      'kspm_finding_remediation_median_seconds{cluster="prod",severity="high",window="7d"} +Inf\n',
    );
  });

  it('drops a second series with the same labels, also when only escaping makes them the same', () => {
    const samples = ['a', 'b', 'a', 'x\0', 'x\uFFFD'].map((check) => [labels(check), 1] as const);
    expect(renderChunk(metrics.scorePointsLost, 'prod', samples)).toMatchObject({ series: 3, dropped: 2 });
  });

  it('drops a series whose label is no text', () => {
    const broken = labelSet(metrics.scorePointsLost, { check: JSON.parse('{"toString": 1}') as string });
    const samples = [[broken, 1] as const, [labels('sound'), 1] as const];
    expect(renderChunk(metrics.scorePointsLost, 'prod', samples)).toMatchObject({ series: 1, dropped: 1 });
  });

  it('drops a histogram that has not the buckets of the contract', () => {
    const state = { buckets: [1, 2], sum: 3, count: 2 };
    const chunk = renderChunk(metrics.watchCanary, 'prod', [[labelSet(metrics.watchCanary, {}), state]]);
    expect(chunk).toMatchObject({ series: 0, dropped: 1 });
  });

  it('writes a histogram with all its lines', () => {
    const bounds = metrics.watchCanary.buckets;
    const state = { buckets: bounds.map((_, index) => index), sum: 1.5, count: 20 };
    const chunk = renderChunk(metrics.watchCanary, 'a"b', [[labelSet(metrics.watchCanary, {}), state]]);
    const lines = chunk.body.toString().trimEnd().split('\n');
    expect(chunk.series).toBe(bounds.length + 3);
    expect(lines).toHaveLength(bounds.length + 3);
    expect(lines[0]).toBe('kspm_watch_canary_seconds_bucket{cluster="a\\"b",le="0.01"} 0');
    expect(lines.slice(-3)).toEqual([
      'kspm_watch_canary_seconds_bucket{cluster="a\\"b",le="+Inf"} 20',
      'kspm_watch_canary_seconds_sum{cluster="a\\"b"} 1.5',
      'kspm_watch_canary_seconds_count{cluster="a\\"b"} 20',
    ]);
  });
});
