import { recorded, select } from '#contract';
import type { AlertCase } from '../rule-case.ts';
import { timed, wrong, type Timing } from './timing.ts';

/** Alerts that hold a recorded figure against its limit: the last good value, the first bad one, and when it turns. */
const figures: readonly Omit<Timing, 'step' | 'claim'>[] = [
  {
    alert: 'KspmPolicyEnforcementLow',
    series: { [select(recorded.enforcement, { cluster: 'prod' })]: wrong('2h', { right: 0.95, wrong: 0.94 }) },
    moments: ['35m', '40m', '2h 5m', '2h 10m'],
    fires: [{ labels: { cluster: 'prod' } }],
  },
  {
    alert: 'KspmAlertValidityLow',
    series: { [select(recorded.alertValid, { cluster: 'prod' })]: wrong('2h', { right: 0.5, wrong: 0.49 }) },
    moments: ['1h 5m', '1h 10m', '2h 5m', '2h 10m'],
    fires: [{ labels: { cluster: 'prod' } }],
  },
  {
    alert: 'KspmIacFailureRateHigh',
    series: { [select(recorded.iacFail, { source: 'shop' })]: wrong('2h', { right: 0.1, wrong: 0.11 }) },
    moments: ['1h 5m', '1h 10m', '2h 5m', '2h 10m'],
    fires: [{ labels: { source: 'shop' } }],
  },
];

/** Silent at the limit, and beyond it only once it has lasted and only as long as it lasts. */
export const figureTimingCases: readonly AlertCase[] = figures.map((figure) =>
  timed({ ...figure, step: '5m', claim: 'begins beyond its limit when that has lasted, and ends with it' }),
);
