import type { ApiAlert } from '#contract';
import { until } from '../../shown/elapsed.ts';

/** How far an alert has come towards a verdict, which is what alert quality (M7) counts. */
export interface VerdictInWords {
  readonly state: 'not-yet' | 'wanted' | 'judged' | 'counted' | 'not-needed';
  readonly text: string;
}

const outcomes: Readonly<Record<NonNullable<ApiAlert['counted']>['outcome'], string>> = {
  actioned: 'acted upon',
  expected: 'expected',
  false_positive: 'false positive',
  flapping: 'flapping',
  duplicate: 'duplicate',
  suppressed: 'suppressed',
  unclassified: 'not judged in time',
};

/** Puts the verdict on an alert, or its absence, into words. */
export function verdictOf(alert: ApiAlert, now: number): VerdictInWords {
  if (alert.drill === true) return { state: 'not-needed', text: 'a drill' };
  if (alert.verdict !== undefined) {
    return { state: 'judged', text: `${outcomes[alert.verdict.outcome]}, says ${alert.verdict.by}` };
  }
  if (alert.counted !== undefined) return { state: 'counted', text: `counted as ${outcomes[alert.counted.outcome]}` };
  if (alert.state === 'firing') return { state: 'not-yet', text: 'still firing' };
  const wanted =
    alert.judgeBefore === undefined
      ? 'to be judged'
      : `to be judged: ends ${until(Date.parse(alert.judgeBefore), now)}`;
  const like = alert.suggestion === undefined ? '' : `; looks ${outcomes[alert.suggestion.outcome]}`;
  return { state: 'wanted', text: `${wanted}${like}` };
}

/** Alerts that ended within a time range, the latest first. */
export function endedWithin(alerts: readonly ApiAlert[], from: number, to: number): readonly ApiAlert[] {
  const endOf = ({ endsAt }: ApiAlert) => (endsAt === undefined ? Number.NaN : Date.parse(endsAt));
  return alerts.filter((alert) => endOf(alert) >= from && endOf(alert) <= to).toSorted((a, b) => endOf(b) - endOf(a));
}
