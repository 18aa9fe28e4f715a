import { recorded, select } from '#contract';
import { durationOf } from '../../../alerts/duration.ts';
import { moment, type RecordCase, type Span } from '../rule-case.ts';

const slo = 'm1-critical-posture';
const identity = `sloth_id="plumbline-${slo}",sloth_service="plumbline",sloth_slo="${slo}"`;
const otherIdentity = identity.replaceAll(slo, 'm2-high-findings');
const error = (window: string) => `slo:sli_error:ratio_rate${window}{sloth_id="plumbline-${slo}"}`;
const errors = (window: string, of = identity, cluster = 'prod') =>
  `slo:sli_error:ratio_rate${window}{cluster="${cluster}",${of},sloth_window="${window}"}`;

/** A window, what its errors are made of, and how many samples of that must be known. */
interface Window {
  readonly window: string;
  /** Time between the samples that it reads. */
  readonly every: string;
  readonly least: number;
  /** Time between samples in the case, where it is shorter: a window must not read those in between. */
  readonly step?: string;
  /** What it reads, while errors have a value. */
  readonly reads: string;
  readonly valueOf: (error: number) => number;
}

const clean = { reads: select(recorded.clusterClean, { cluster: 'prod' }), valueOf: (error: number) => 1 - error };
const short = { reads: errors('5m'), valueOf: (error: number) => error };
const windows: readonly Window[] = [
  { window: '5m', every: '1m', least: 2, ...clean },
  { window: '30m', every: '1m', least: 15, ...clean },
  { window: '1h', every: '1m', least: 30, ...clean },
  { window: '2h', every: '1m', least: 60, ...clean },
  { window: '6h', every: '5m', least: 36, ...short },
  { window: '1d', every: '5m', least: 144, ...short },
  { window: '3d', every: '5m', least: 432, ...short },
  { window: '30d', every: '1h', least: 168, step: '30m', ...short, reads: errors('1h') },
];

function times(duration: string, count: number): string {
  return durationOf(moment(duration) * count);
}

/** Told with the sample that makes it enough, and not before; nothing is said of the errors of another SLO. */
const beginnings: readonly RecordCase[] = windows.flatMap(({ window, every, least, step = every, reads, valueOf }) => {
  const [first, before] = [times(every, least), times(every, least - 1)];
  const base = {
    step,
    series: {
      [reads]: [{ gone: every }, { is: valueOf(1), for: times(every, least + 1) }],
      [errors(reads.includes('rate1h') ? '1h' : '5m', otherIdentity, 'test')]: [
        { is: 0.5, for: times(every, least + 2) },
      ],
    } satisfies Record<string, readonly Span[]>,
    asks: error(window),
  };
  return [
    {
      ...base,
      claim: `the error over ${window} is told when half of it is known`,
      evaluated: first,
      at: first,
      gives: [{ labels: errors(window), value: 1 }],
    },
    {
      ...base,
      claim: `the error over ${window} is not told while less than half of it is known`,
      evaluated: before,
      at: before,
      gives: [],
    },
  ];
});

/** All of a window counts and nothing before it; what lies on its first moment counts in Prometheus 2 alone, and is left out. */
const lengths: readonly RecordCase[] = windows.map(({ window, every, reads, valueOf }) => {
  const samples = moment(window) / moment(every);
  const old = Math.floor(samples / 2) - 1;
  const at = times(window, 2);
  return {
    claim: `the error over ${window} is the mean of the window and of nothing before it`,
    step: every,
    evaluated: at,
    series: {
      [reads]: [
        { is: valueOf(0), for: window },
        { gone: every },
        { is: valueOf(0.25), for: times(every, old) },
        { is: valueOf(0.75), for: times(every, samples - old) },
      ],
    },
    at,
    asks: `round(${error(window)}, 0.001)`,
    gives: [
      {
        labels: `{cluster="prod",${identity},sloth_window="${window}"}`,
        value: Math.round((1_000 * (0.25 * old + 0.75 * (samples - old))) / samples) / 1_000,
      },
    ],
  };
});

const metadata: RecordCase = {
  claim: 'an SLO says its target, budget and period, and what is left of it, as sloth does',
  step: '1m',
  series: {
    [errors('5m')]: [{ is: 0.02, for: '20m' }],
    [errors('30d')]: [{ is: 0.004, for: '20m' }],
    // Another SLO is not counted in.
    [errors('5m', otherIdentity, 'test')]: [{ is: 0.9, for: '20m' }],
    [errors('30d', otherIdentity, 'test')]: [{ is: 0.9, for: '20m' }],
    [`slo:period_burn_rate:ratio{cluster="test",${otherIdentity}}`]: [{ is: 9, for: '20m' }],
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
export const sloRecordingCases: readonly RecordCase[] = [...beginnings, ...lengths, metadata];
