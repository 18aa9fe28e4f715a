import { recorded, type RecordedSpec } from '#contract';
import type { AlertCase, Fires, Span } from '../rule-case.ts';

type Window = '5m' | '30m' | '1h' | '6h' | '2h' | '1d' | '3d';

interface Pair {
  readonly alert: string;
  readonly slo: string;
  readonly where: Readonly<Record<string, string>>;
  readonly notify: 'page' | 'ticket';
  readonly short: Window;
  readonly long: Window;
  /** Error ratio above which both windows have to be. */
  readonly above: number;
}

const prod = { cluster: 'prod' };
const windows: readonly Window[] = ['5m', '30m', '1h', '6h', '2h', '1d', '3d'];
const m1 = { alert: 'KspmCriticalPostureBudgetBurn', slo: 'm1-critical-posture', where: prod };
const tickets = (alert: string, slo: string, where: Pair['where'], budget: number): readonly Pair[] => [
  { alert, slo, where, notify: 'ticket', short: '2h', long: '1d', above: 3 * budget },
  { alert, slo, where, notify: 'ticket', short: '6h', long: '3d', above: budget },
];

const pairs: readonly Pair[] = [
  { ...m1, notify: 'page', short: '5m', long: '1h', above: 0.144 },
  { ...m1, notify: 'page', short: '30m', long: '6h', above: 0.06 },
  ...tickets(m1.alert, m1.slo, prod, 0.01),
  ...tickets('KspmFleetPostureBudgetBurn', 'm1-fleet-posture', {}, 0.01),
  ...tickets('KspmHighFindingsBudgetBurn', 'm2-high-findings', prod, 0.05),
  ...tickets('KspmEvidenceBudgetBurn', 'm6-evidence', { ...prod, framework: 'cis' }, 0.01),
  ...tickets('KspmChangeLatencyBudgetBurn', 'm8-latency', prod, 0.05),
];

/** Of a series of its own: errors follow from the clean cluster too, and must not fall together with those given. */
function apart({ name }: RecordedSpec): string {
  return `${name}{cluster="prod",instance="apart"}`;
}

function inTest({ name }: RecordedSpec): string {
  return `${name}{cluster="test"}`;
}

/** The cluster was clean, and more fails than before: a page is about news only. */
const news: Readonly<Record<string, readonly Span[]>> = {
  [apart(recorded.clusterClean)]: turned(1, 0),
  [apart(recorded.seriousFailing)]: turned(2, 3),
};

function turned(from: number, to: number): readonly Span[] {
  return [
    { is: from, for: '3m' },
    { is: to, for: '20m' },
  ];
}

function errors(
  pair: Pair,
  values: Partial<Record<Window, number>>,
  lasting = '8m',
): Readonly<Record<string, readonly Span[]>> {
  const labels = identityOf(pair);
  const text = (window: Window) =>
    Object.entries({ ...labels, sloth_window: window })
      .map(([label, value]) => `${label}="${value}"`)
      .join(',');
  return Object.fromEntries(
    windows.map((window): [string, readonly Span[]] => [
      `slo:sli_error:ratio_rate${window}{${text(window)}}`,
      [
        { is: values[window] ?? 0, for: lasting },
        { is: 0, for: lasting },
      ],
    ]),
  );
}

function round(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

/** Errors of everything, so that all pairs would fire. */
const allBad = Object.fromEntries(windows.map((window) => [window, 0.9])) as Record<Window, number>;

/** Hours of a value, and then of another. */
function hours(first: number, from: number, to: number): readonly Span[] {
  return [
    { is: from, for: `${first}h` },
    { is: to, for: `${48 - first}h` },
  ];
}

const [page] = pairs;
if (page === undefined) throw new Error('no pair');
const burning = { alert: m1.alert, step: '1m', at: '6m', fires: [] } satisfies Partial<AlertCase>;

/** News are of the last day, and of the cluster that burns. */
const newsCases: readonly AlertCase[] = [
  ...(
    [
      ['is a page about what began fourteen hours ago', 4, 4, '18h', true],
      ['is no page about a cluster that has not been clean for a day', 4, 30, '40h', false],
      ['is no page where nothing more has failed for a day', 30, 4, '40h', false],
    ] as const
  ).map(([claim, cleanFor, failingFor, at, fires]): AlertCase => ({
    alert: m1.alert,
    claim,
    step: '1h',
    evaluated: at,
    series: {
      ...errors(page, { '5m': 0.5, '1h': 0.5 }, '48h'),
      [apart(recorded.clusterClean)]: hours(cleanFor, 1, 0),
      [apart(recorded.seriousFailing)]: hours(failingFor, 2, 3),
    },
    at,
    fires: fires ? [{ notify: 'page', labels: identityOf(page) }] : [],
  })),
  {
    ...burning,
    claim: 'is no page about a backlog because another cluster has news',
    series: {
      ...errors(page, { '5m': 0.5, '1h': 0.5 }),
      [apart(recorded.clusterClean)]: turned(0, 0),
      [apart(recorded.seriousFailing)]: turned(3, 3),
      [inTest(recorded.clusterClean)]: turned(1, 0),
      [inTest(recorded.seriousFailing)]: turned(2, 3),
    },
  },
  {
    ...burning,
    claim: 'is no page about a cluster out of sight because more fails in another',
    series: {
      ...errors(page, { '5m': 0.5, '1h': 0.5 }),
      [apart(recorded.clusterClean)]: turned(1, 0),
      [apart(recorded.seriousFailing)]: turned(3, 3),
      [inTest(recorded.clusterClean)]: turned(0, 0),
      [inTest(recorded.seriousFailing)]: turned(2, 3),
    },
  },
];

function identityOf({ slo, where }: Pair): Readonly<Record<string, string>> {
  return { ...where, sloth_id: `plumbline-${slo}`, sloth_service: 'plumbline', sloth_slo: slo };
}

/** An alert speaks for one SLO. */
const others: readonly AlertCase[] = [...new Map(pairs.map((pair) => [pair.alert, pair])).values()].map((pair) => ({
  alert: pair.alert,
  claim: 'is silent about the errors of another SLO',
  step: '1m',
  series: { ...errors({ ...pair, slo: 'm9-score' }, allBad), ...news },
  at: '6m',
  fires: [],
}));

/** Both windows of a pair have to be above its threshold, and that of each pair is what the budget makes of it. */
export const burnPairCases: readonly AlertCase[] = [
  ...pairs.flatMap((pair): AlertCase[] => {
    const { alert, notify, short, long, above } = pair;
    const base = { alert, step: '1m', at: '6m' };
    const given = (values: Partial<Record<Window, number>>) => ({
      ...errors(pair, values),
      ...(notify === 'page' ? news : {}),
    });
    const fires: readonly Fires[] = [{ notify, labels: identityOf(pair) }];
    const high = round(above * 1.1);
    return [
      {
        ...base,
        claim: `is a ${notify} above ${round(above)} over ${short} and ${long}`,
        series: given({ [short]: high, [long]: high }),
        fires,
        also: { '9m': [] },
      },
      {
        ...base,
        claim: `is no ${notify} while ${short} is at ${round(above)}`,
        series: given({ [short]: round(above), [long]: high }),
        fires: [],
      },
      {
        ...base,
        claim: `is no ${notify} while ${long} is at ${round(above)}`,
        series: given({ [short]: high, [long]: round(above) }),
        fires: [],
      },
    ];
  }),
  ...(
    [
      ['that never was clean', turned(0, 0), turned(2, 3)],
      ['of which no more fails than before', turned(1, 0), turned(3, 3)],
      ['of which less fails than before', turned(1, 0), turned(3, 2)],
    ] as const
  ).map(([which, clean, failing]): AlertCase => {
    return {
      ...burning,
      claim: `is no page about a cluster ${which}`,
      series: {
        ...errors(page, { '5m': 0.5, '1h': 0.5 }),
        [apart(recorded.clusterClean)]: clean,
        [apart(recorded.seriousFailing)]: failing,
      },
    };
  }),
  ...newsCases,
  ...others,
];
