import { metrics, recorded, select } from '#contract';
import type { RecordCase, Span } from '../rule-case.ts';
import { baseline, critical } from './series.ts';

const began = 3_600;
/** Begins after an hour; ten minutes later nobody reports on its cluster any more. */
const silenced: readonly Span[] = [{ gone: '1h' }, { is: began, for: '10m' }, { gone: '6h' }];
const alone: RecordCase['series'] = {
  [critical({ cluster: 'a' })]: silenced,
  [baseline('a')]: [{ is: 0, for: '70m' }, { gone: '6h' }],
};
const since = (cluster: string) =>
  critical({ cluster }).replace(metrics.criticalFindingSince.name, recorded.criticalSince.name);

/** Counters of transitions that do not tell the same thing, each with a digit of its own in the sum. */
const transitions: RecordCase['series'] = Object.fromEntries(
  (
    [
      ['critical', 'opened', 'new', 1],
      ['critical', 'reopened', 'new', 10],
      ['high', 'opened', 'new', 100],
      ['low', 'reopened', 'new', 1_000],
      ['critical', 'opened', 'baseline', 10_000],
      ['high', 'opened', 'baseline', 10_000],
      ['critical', 'reopened', 'check_changed', 10_000],
      ['low', 'reopened', 'check_changed', 10_000],
      ['critical', 'resolved', 'new', 100_000],
      ['high', 'resolved', 'new', 100_000],
    ] as const
  ).flatMap(([severity, transition, reason, is]) =>
    ['x', 'y'].map((instance): [string, readonly Span[]] => [
      select(metrics.findingTransitions, { cluster: 'prod', severity, transition, reason }).replace(
        '}',
        `,instance="${instance}"}`,
      ),
      [{ is, for: '1h' }],
    ]),
  ),
);

/** What is recorded of findings and of what begins. */
export const recordedFindingCases: readonly RecordCase[] = [
  {
    claim: 'a new finding is carried on for four hours while nobody reports on its cluster',
    step: '1m',
    series: alone,
    at: '4h 59m',
    asks: recorded.criticalSince.name,
    gives: [{ labels: since('a'), value: began }],
  },
  {
    claim: 'and not a minute longer',
    step: '1m',
    series: alone,
    at: '5h',
    asks: recorded.criticalSince.name,
    gives: [],
  },
  {
    claim: 'a cluster that is reported on takes nothing from one that is silent',
    step: '1m',
    series: { ...alone, [baseline('b')]: [{ is: 0, for: '7h' }] },
    at: '1h 30m',
    asks: recorded.criticalSince.name,
    gives: [{ labels: since('a'), value: began }],
  },
  {
    claim: 'findings that began are those that opened or reopened as new, of all severities, each replica once',
    step: '2m',
    series: transitions,
    at: '10m',
    asks: recorded.newFindingsTotal.name,
    gives: [{ labels: `${recorded.newFindingsTotal.name}{cluster="prod"}`, value: 1_111 }],
  },
  {
    claim: 'critical ones that began are told apart from the others',
    step: '2m',
    series: transitions,
    at: '10m',
    asks: recorded.newCriticalsTotal.name,
    gives: [{ labels: `${recorded.newCriticalsTotal.name}{cluster="prod"}`, value: 11 }],
  },
];
