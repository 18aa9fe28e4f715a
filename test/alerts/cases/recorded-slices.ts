import { recorded, select, type RecordedSpec } from '#contract';
import type { RecordCase, Span } from '../rule-case.ts';

/** A figure, where it turns, and the slice that follows from it. */
interface Slice {
  readonly figure: string;
  readonly slice: RecordedSpec;
  /** The last good value, and the first bad one. */
  readonly good: number;
  readonly bad: number;
  readonly labels?: string;
  /** What else has to be there for a slice. */
  readonly beside?: (cluster: string) => Readonly<Record<string, readonly Span[]>>;
}

const held: (value: number) => readonly Span[] = (value) => [{ is: value, for: '20m' }];

const slices: readonly Slice[] = [
  { figure: recorded.enforcement.name, slice: recorded.enforcementEnough, good: 0.95, bad: 0.94 },
  { figure: recorded.evidence.name, slice: recorded.evidenceComplete, good: 1, bad: 0.99, labels: 'framework="cis"' },
  { figure: recorded.alertValid.name, slice: recorded.alertsValidEnough, good: 0.5, bad: 0.49 },
  { figure: recorded.scoreDelta.name, slice: recorded.scoreHeld, good: -0.05, bad: -0.06 },
  {
    figure: recorded.highFindings.name,
    slice: recorded.highWithinLimit,
    good: 9,
    bad: 10,
    beside: (cluster) => ({ [select(recorded.highFindingsLimit, { cluster })]: held(9) }),
  },
];

/** Good at the limit and bad beyond it; unknown where it is good and the data is not of now. */
export const recordedSliceCases: readonly RecordCase[] = slices.map(
  ({ figure, slice, good, bad, labels = '', beside = () => ({}) }) => {
    const named = (name: string, cluster: string) =>
      `${name}{cluster="${cluster}"${labels === '' ? '' : `,${labels}`}}`;
    const cluster = (name: string, value: number, fresh: number) => ({
      [named(figure, name)]: held(value),
      [select(recorded.dataFresh, { cluster: name })]: held(fresh),
      ...beside(name),
    });
    return {
      claim: `${slice.name} is good up to its limit, and says so of fresh data only`,
      step: '1m',
      series: {
        ...cluster('good', good, 1),
        ...cluster('bad', bad, 1),
        ...cluster('stale-good', good, 0),
        ...cluster('stale-bad', bad, 0),
        // Nobody knows how fresh these are.
        [named(figure, 'lost-good')]: held(good),
        [named(figure, 'lost-bad')]: held(bad),
        ...beside('lost-good'),
        ...beside('lost-bad'),
        // Fresh, and without the figure: that it is heard says nothing of this.
        [select(recorded.dataFresh, { cluster: 'silent' })]: held(1),
      },
      at: '10m',
      asks: slice.name,
      gives: [
        { labels: named(slice.name, 'good'), value: 1 },
        ...['bad', 'stale-bad', 'lost-bad'].map((name) => ({ labels: named(slice.name, name), value: 0 })),
      ],
    };
  },
);

const slo = 'm1-critical-posture';
const identity = `sloth_id="plumbline-${slo}",sloth_service="plumbline",sloth_slo="${slo}"`;
const error = (window: string) => `slo:sli_error:ratio_rate${window}`;
const ofM1 = (window: string) => `${error(window)}{cluster="prod",${identity},sloth_window="${window}"}`;
const other = identity.replaceAll(slo, 'm2-high-findings');

/** A window is told when half of it is known, and not a step before; a third of the samples differ from the rest. */
const windows: readonly RecordCase[] = (
  [
    ['30m', '1m', '14m', '13m'],
    ['2h', '1m', '59m', '58m'],
  ] as const
).flatMap(([window, step, first, before]) => {
  const series = { [select(recorded.clusterClean, { cluster: 'prod' })]: [{ is: 0, for: '4h' }] as readonly Span[] };
  const base = { step, series, asks: `${error(window)}{sloth_slo="${slo}"}` };
  return [
    {
      ...base,
      claim: `the error over ${window} is told at ${first}`,
      at: first,
      gives: [{ labels: ofM1(window), value: 1 }],
    },
    { ...base, claim: `the error over ${window} is not told at ${before}`, at: before, gives: [] },
  ];
});

/** Beyond its window nothing counts: bad until then, good since. */
const lengths: readonly RecordCase[] = (
  [
    ['5m', '10m', '15m'],
    ['30m', '1h', '1h 30m'],
    ['1h', '2h', '3h'],
    ['2h', '3h', '5h'],
  ] as const
).map(([window, bad, after]) => ({
  claim: `the error over ${window} forgets what is older`,
  step: '1m',
  series: {
    [select(recorded.clusterClean, { cluster: 'prod' })]: [
      { is: 0, for: bad },
      { is: 1, for: '6h' },
    ],
  },
  at: after,
  asks: `${error(window)}{sloth_slo="${slo}"} < 0.02`,
  gives: [{ labels: ofM1(window), value: 0 }],
}));

/** Windows that are averaged from the errors of five minutes: told at half, of their own SLO, and no longer than they say. */
const averages: readonly RecordCase[] = (
  [
    ['6h', '2h 55m', '2h 50m', 0.25],
    ['1d', '11h 55m', '11h 50m', 0.25],
    ['3d', '1d 11h 55m', '1d 11h 50m', 0.25],
  ] as const
).flatMap(([window, first, before, value]) => {
  const steady = {
    [ofM1('5m')]: [{ is: value, for: '4d' }],
    [ofM1('5m').replaceAll(slo, 'm2-high-findings')]: [{ is: 0.9, for: '4d' }],
  };
  const base = { step: '5m', asks: `${error(window)}{sloth_slo="${slo}"}` };
  return [
    {
      ...base,
      claim: `the error over ${window} is told at ${first}`,
      series: steady,
      at: first,
      gives: [{ labels: ofM1(window), value }],
    },
    { ...base, claim: `the error over ${window} is not told at ${before}`, series: steady, at: before, gives: [] },
  ];
});

const metadata: RecordCase = {
  claim: 'an SLO says its target, budget and period, and what is left of it, as sloth does',
  step: '1m',
  series: {
    [ofM1('5m')]: [{ is: 0.02, for: '20m' }],
    [ofM1('30d')]: [{ is: 0.004, for: '20m' }],
    [`slo:sli_error:ratio_rate5m{cluster="test",${other},sloth_window="5m"}`]: [{ is: 0.9, for: '20m' }],
  },
  at: '10m',
  asks: [
    'objective:ratio',
    'error_budget:ratio',
    'time_period:days',
    'current_burn_rate:ratio',
    'period_burn_rate:ratio',
    'period_error_budget_remaining:ratio',
  ]
    .map((name) => `slo:${name}{sloth_id="plumbline-${slo}"}`)
    .concat(`sloth_slo_info{sloth_id="plumbline-${slo}"}`)
    .map((series, index) => `label_replace(${series}, "figure", "${index}", "", "")`)
    .join(' or '),
  gives: [
    { labels: `slo:objective:ratio{${identity},figure="0"}`, value: 0.99 },
    { labels: `slo:error_budget:ratio{${identity},figure="1"}`, value: 0.01 },
    { labels: `slo:time_period:days{${identity},figure="2"}`, value: 30 },
    { labels: `slo:current_burn_rate:ratio{cluster="prod",${identity},figure="3"}`, value: 2 },
    { labels: `slo:period_burn_rate:ratio{cluster="prod",${identity},figure="4"}`, value: 0.4 },
    { labels: `slo:period_error_budget_remaining:ratio{cluster="prod",${identity},figure="5"}`, value: 0.6 },
    {
      labels: `sloth_slo_info{${identity},figure="6",sloth_version="plumbline",sloth_mode="cli-gen-prom",sloth_spec="plumbline/v1",sloth_objective="99"}`,
      value: 1,
    },
  ],
};

/** Windows and figures of SLOs; the rules of one stand for those of all. */
export const recordedSloCases: readonly RecordCase[] = [...windows, ...lengths, ...averages, metadata];
