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
  { slo, where }: Pair,
  values: Partial<Record<Window, number>>,
): Readonly<Record<string, readonly Span[]>> {
  const labels = { ...where, sloth_id: `plumbline-${slo}`, sloth_service: 'plumbline', sloth_slo: slo };
  const text = (window: Window) =>
    Object.entries({ ...labels, sloth_window: window })
      .map(([label, value]) => `${label}="${value}"`)
      .join(',');
  return Object.fromEntries(
    windows.map((window): [string, readonly Span[]] => [
      `slo:sli_error:ratio_rate${window}{${text(window)}}`,
      [
        { is: values[window] ?? 0, for: '8m' },
        { is: 0, for: '20m' },
      ],
    ]),
  );
}

function round(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

/** Both windows of a pair have to be above its threshold, and that of each pair is what the budget makes of it. */
export const burnPairCases: readonly AlertCase[] = [
  ...pairs.flatMap((pair): AlertCase[] => {
    const { alert, slo, where, notify, short, long, above } = pair;
    const identity = { ...where, sloth_id: `plumbline-${slo}`, sloth_service: 'plumbline', sloth_slo: slo };
    const base = { alert, step: '1m', at: '6m' };
    const given = (values: Partial<Record<Window, number>>) => ({
      ...errors(pair, values),
      ...(notify === 'page' ? news : {}),
    });
    const fires: readonly Fires[] = [{ notify, labels: identity }];
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
    const [page] = pairs;
    if (page === undefined) throw new Error('no pair');
    return {
      alert: m1.alert,
      claim: `is no page about a cluster ${which}`,
      step: '1m',
      series: {
        ...errors(page, { '5m': 0.5, '1h': 0.5 }),
        [apart(recorded.clusterClean)]: clean,
        [apart(recorded.seriousFailing)]: failing,
      },
      at: '6m',
      fires: [],
    };
  }),
];
