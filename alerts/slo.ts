import type { RecordedSpec } from '#contract';
import type { Dashboard, RuleGroup } from './rule.ts';

/** What an SLO promises, and how that is measured. */
export interface Slo {
  readonly id: string;
  /** M1 to M10. */
  readonly measure: string;
  /** What it answers, in the words of whoever asks. */
  readonly question: string;
  /** What is good, in words with its value. */
  readonly aim: string;
  /** Share of the period that has to be good: above 0, below 1. */
  readonly target: number;
  /** `slice`: minutes that are good among minutes that are known. `ratio`: the mean of a ratio over time. */
  readonly form: 'slice' | 'ratio';
  /** 1 (or the ratio) while good, 0 while bad, absent while unknown. */
  readonly good: RecordedSpec;
  /** The figure to show beside it, and where it turns bad. */
  readonly figure: Figure;
  readonly owner: string;
  readonly dashboard: Dashboard;
  /** The alert on its burn rate; window figures have none, since they move too slowly to burn. */
  readonly burn?: Burn;
}

export interface Figure {
  readonly series: RecordedSpec;
  readonly limit: number;
  /** Whether values above the limit are bad, or those below. */
  readonly bad: 'above' | 'below';
  /** Unit as Grafana names it. */
  readonly unit: 'percentunit' | 'short' | 's' | 'bool';
}

export interface Burn {
  readonly alert: string;
  /** A condition without which it never pages; where it is left out, it only ever gives tickets. */
  readonly pagesOnly?: string;
  readonly summary: string;
}

/** One concern: its rules, and its SLO where it has one. */
export interface Chapter {
  readonly slo?: Slo;
  readonly groups: readonly RuleGroup[];
}

/** Interval of figures over days: the longest that leaves no gap in what is read at an instant (lookback is 5m). */
export const slowly = '2m';
