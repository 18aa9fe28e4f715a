import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, it } from 'vitest';
import { increaseBy, metrics, over, part, quantileBy, recorded, select, sumBy } from '#contract';

/** Nodes of a PromQL expression, by the names of the grammar. */
function parsed(expression: string): {
  readonly errors: number;
  readonly metrics: string[];
  readonly labels: string[];
} {
  const found = { errors: 0, metrics: [] as string[], labels: [] as string[] };
  parser.parse(expression).iterate({
    enter({ type, from, to, node }) {
      if (type.isError) found.errors += 1;
      if (type.name === 'Identifier' && node.parent?.type.name === 'VectorSelector')
        found.metrics.push(expression.slice(from, to));
      if (type.name === 'LabelName') found.labels.push(expression.slice(from, to));
    },
  });
  return found;
}

describe.each([
  [select(metrics.findings), 'kspm_findings'],
  [select(metrics.findings, { severity: 'critical' }), 'kspm_findings'],
  [select(metrics.findings, { severity: ['critical', 'high'], state: { not: 'exempt' } }), 'kspm_findings'],
  [select(metrics.clusterInfo, { kubernetes_version: { matching: '1\\.3[67]' } }), 'kspm_cluster_info'],
  [select(metrics.checkInfo, { title: 'a "quoted" \\ title\nwith a break' }), 'kspm_check_info'],
  [over(metrics.changeToResult, '5m'), 'kspm_change_to_result_seconds'],
  [sumBy(['cluster'], metrics.findings, { state: 'open' }), 'kspm_findings'],
  [increaseBy(['cluster', 'reason'], metrics.findingTransitions, '1d'), 'kspm_finding_transitions_total'],
  [
    quantileBy(0.95, ['cluster'], metrics.changeToResult, '1h', { path: 'watch' }),
    'kspm_change_to_result_seconds_bucket',
  ],
  [part(metrics.findingRemediation, 'sum'), 'kspm_finding_remediation_seconds_sum'],
  [select(recorded.mttrMean, { severity: 'critical' }), 'cluster_severity:kspm_mttr:mean30d'],
])('%s', (expression, metric) => {
  it('is PromQL about the metric', () => {
    const { errors, metrics: mentioned } = parsed(expression);
    expect(errors).toBe(0);
    expect(mentioned).toEqual([metric]);
  });
});

describe('matchers', () => {
  it('take values of a set literally', () => {
    expect(select(metrics.checkInfo, { check: ['a.b', 'c|d'] })).toBe('kspm_check_info{check=~"a\\\\.b|c\\\\|d"}');
  });

  it('are checked by the compiler', () => {
    // @ts-expect-error a label that the metric does not have
    const unknownLabel = select(metrics.findings, { namespace: 'shop' });
    // @ts-expect-error grouping by a label that the metric does not have
    const unknownGroup = sumBy(['pod'], metrics.findings);
    // @ts-expect-error the increase of something that is not a counter
    const gauge = increaseBy(['cluster'], metrics.findings, '1d');
    expect([unknownLabel, unknownGroup, gauge]).toHaveLength(3);
  });
});
