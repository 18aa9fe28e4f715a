import { recorded, type RecordedSpec } from '#contract';
import { secondsOf } from './duration.ts';
import { indented } from './promql.ts';
import { record, type AlertRule, type RuleGroup } from './rule.ts';
import { slowly, type Slo } from './slo.ts';

export const periodDays = 30;
/** How many hours of the period must be known before its figures are told. */
const fewestHours = 7 * 24;

/** Pairs of windows after Google's SRE workbook: by the time a pair fires, that share of the budget is spent. */
const pairs = [
  { notify: 'page', short: '5m', long: '1h', factor: 14.4 },
  { notify: 'page', short: '30m', long: '6h', factor: 6 },
  { notify: 'ticket', short: '2h', long: '1d', factor: 3 },
  { notify: 'ticket', short: '6h', long: '3d', factor: 1 },
] as const;

const errorSeries = {
  '5m': recorded.sliError5m,
  '30m': recorded.sliError30m,
  '1h': recorded.sliError1h,
  '2h': recorded.sliError2h,
  '6h': recorded.sliError6h,
  '1d': recorded.sliError1d,
  '3d': recorded.sliError3d,
  '30d': recorded.sliError30d,
} as const satisfies Record<string, RecordedSpec>;
type ErrorWindow = keyof typeof errorSeries;

const fromSlices = ['5m', '30m', '1h', '2h'] as const;
const fromShort = ['6h', '1d', '3d'] as const;

/** Everything that follows from an SLO: its errors over each window, its budget, and its burn alerts. */
export function sloRules(slo: Slo): readonly RuleGroup[] {
  const id = `plumbline-${slo.id}`;
  const alerts = burnAlerts(slo);
  return [
    {
      name: `sloth-slo-sli-recordings-${id}`,
      interval: '1m',
      rules: fromSlices.map((window) =>
        // At least half of the window has to be known: a cluster of ten minutes would fire every window at once.
        record(
          errorSeries[window],
          `1 - (\n  avg_over_time(${slo.good.name}[${window}])\n  and count_over_time(${slo.good.name}[${window}]) >= ${half(window, 60)}\n)`,
          labelsOf(slo, window),
        ),
      ),
    },
    {
      name: `sloth-slo-sli-recordings-${id}-long`,
      interval: slowly,
      // From the errors of five minutes, a fifth of the samples; 30 days from those of an hour.
      rules: [
        ...fromShort.map((window) => averaged(slo, window, '5m', half(window, 300))),
        averaged(slo, '30d', '1h', fewestHours),
      ],
    },
    { name: `sloth-slo-meta-recordings-${id}`, interval: slowly, rules: metadata(slo) },
    ...(alerts.length > 0 ? [{ name: `sloth-slo-alerts-${id}`, interval: '1m', rules: alerts }] : []),
  ];
}

function half(window: ErrorWindow, step: number): number {
  return Math.floor((secondsOf(window) ?? 0) / step / 2);
}

function identity(slo: Slo): { readonly sloth_id: string; readonly sloth_service: string; readonly sloth_slo: string } {
  return { sloth_id: `plumbline-${slo.id}`, sloth_service: 'plumbline', sloth_slo: slo.id };
}

function labelsOf(slo: Slo, window: ErrorWindow): Readonly<Record<string, string>> {
  return { ...identity(slo), sloth_window: window };
}

function averaged(slo: Slo, window: ErrorWindow, step: '5m' | '1h', least: number) {
  const range = `${errorSeries[step].name}{sloth_id="plumbline-${slo.id}"}[${window}:${step}]`;
  return record(
    errorSeries[window],
    `avg_over_time(${range})\nand count_over_time(${range}) >= ${least}`,
    labelsOf(slo, window),
  );
}

function metadata(slo: Slo) {
  const labels = identity(slo);
  const own = (series: RecordedSpec) => `${series.name}{sloth_id="${labels.sloth_id}"}`;
  const budget = rounded(1 - slo.target);
  const perBudget = (series: RecordedSpec) => `max without (sloth_window) (${own(series)}) / ${budget}`;
  return [
    record(recorded.sloObjective, `vector(${slo.target})`, labels),
    record(recorded.sloBudget, `vector(${budget})`, labels),
    record(recorded.sloPeriod, `vector(${periodDays})`, labels),
    record(recorded.sloCurrentBurn, perBudget(recorded.sliError5m), labels),
    record(recorded.sloPeriodBurn, perBudget(recorded.sliError30d), labels),
    record(recorded.sloBudgetRemaining, `1 - ${own(recorded.sloPeriodBurn)}`, labels),
    record(recorded.sloInfo, 'vector(1)', {
      ...labels,
      sloth_version: 'plumbline',
      sloth_mode: 'cli-gen-prom',
      sloth_spec: 'plumbline/v1',
      sloth_objective: String(rounded(slo.target * 100)),
    }),
  ];
}

const whereOfLabel: Readonly<Record<string, string>> = {
  cluster: ' in cluster {{ $labels.cluster }}',
  framework: ' for {{ $labels.framework }}',
  source: ' for {{ $labels.source }}',
};

function whereOf({ good }: Slo): string {
  return good.labels.map((label) => whereOfLabel[label] ?? '').join('');
}

/** Binary fractions make 1 - 0.99 a long number; nobody means that one. */
function rounded(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

/** A page and a ticket at most. Pairs that cannot fire, since even an error of 1 is below the threshold, are left out. */
function burnAlerts(slo: Slo): readonly AlertRule[] {
  const { burn } = slo;
  if (burn === undefined) return [];
  const budget = rounded(1 - slo.target);
  return (['page', 'ticket'] as const).flatMap((notify): AlertRule[] => {
    if (notify === 'page' && burn.pagesOnly === undefined) return [];
    const possible = pairs.filter((pair) => pair.notify === notify && pair.factor * budget < 1);
    if (possible.length === 0) return [];
    const fires = possible
      .map(({ short, long, factor }) => {
        const exceeds = (window: ErrorWindow) =>
          `max without (sloth_window) (${errorSeries[window].name}{sloth_id="plumbline-${slo.id}"} > ${rounded(factor * budget)})`;
        return `(\n  ${exceeds(short)}\n  and\n  ${exceeds(long)}\n)`;
      })
      .join('\nor\n');
    return [
      {
        alert: burn.alert,
        expr:
          notify === 'page' && burn.pagesOnly !== undefined
            ? `(\n${indented(fires)}\n)\nand on (cluster) (\n  ${burn.pagesOnly}\n)`
            : fires,
        severity: notify === 'page' ? 'critical' : 'warning',
        notify,
        owner: slo.owner,
        slo: slo.id,
        labels: { sloth_severity: notify },
        by: [...slo.good.labels, 'sloth_id', 'sloth_service', 'sloth_slo'],
        dashboard: 'plumbline-slo',
        summary: burn.summary,
        description: `SLO ${slo.id} (${slo.aim}; ${rounded(slo.target * 100)} % of ${periodDays} days)${whereOf(slo)} was bad {{ $value | humanizePercentage }} of the time lately and spends its budget ${possible.map(({ factor, long }) => `more than ${factor} times faster than it lasts (over ${long})`).join(', or ')}.`,
      },
    ];
  });
}
