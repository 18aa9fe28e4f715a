import {
  legalTransitions,
  metrics,
  severities,
  type Severity,
  type Transition,
  type TransitionReason,
} from '../contract/index.ts';
import { remediationSeconds, type FindingTransition } from '../model/finding.ts';
import type { Counters } from './store.ts';

const bounds = metrics.findingRemediation.buckets;

interface Remediation {
  readonly buckets: number[];
  /** Whole milliseconds: sums of fractions depend on their order, and one that comes back smaller reads as a reset. */
  milliseconds: number;
  count: number;
}

/** Every legal pair of transition and reason. */
export const transitionPairs: readonly { readonly transition: Transition; readonly reason: TransitionReason }[] = (
  Object.entries(legalTransitions) as [Transition, readonly TransitionReason[]][]
).flatMap(([transition, reasons]) => reasons.map((reason) => ({ transition, reason })));

/** Lifecycle counters of one cluster; every legal series exists from the start, so that its first increase is seen. */
export class Ledger {
  readonly #transitions = new Map<string, number>();
  readonly #remediation = new Map<Severity, Remediation>();

  constructor(remembered?: Counters) {
    for (const severity of severities) {
      for (const { transition, reason } of transitionPairs) {
        const key = `${severity}|${transition}|${reason}`;
        this.#transitions.set(key, remembered?.transitions[key] ?? 0);
      }
      const known = remembered?.remediation[severity];
      this.#remediation.set(severity, {
        buckets: bounds.map((_, index) => known?.buckets[index] ?? 0),
        milliseconds: Math.round((known?.sum ?? 0) * 1000),
        count: known?.count ?? 0,
      });
    }
  }

  record(transition: FindingTransition): void {
    const { type, reason, finding } = transition;
    if (type === 'updated') return;
    const key = `${finding.severity}|${type}|${reason}`;
    const count = this.#transitions.get(key);
    if (count === undefined) throw new Error(`${key} is not a legal transition`);
    this.#transitions.set(key, count + 1);
    const seconds = remediationSeconds(transition);
    const remediation = this.#remediation.get(finding.severity);
    if (seconds === undefined || remediation === undefined) return;
    bounds.forEach((bound, index) => {
      if (seconds <= bound) remediation.buckets[index] = (remediation.buckets[index] ?? 0) + 1;
    });
    remediation.milliseconds += Math.round(seconds * 1000);
    remediation.count += 1;
  }

  transitions(severity: Severity, transition: Transition, reason: TransitionReason): number {
    return this.#transitions.get(`${severity}|${transition}|${reason}`) ?? 0;
  }

  /** Cumulative bucket counts in the order of the contract's bounds, sum in seconds, and count. */
  remediation(severity: Severity): {
    readonly buckets: readonly number[];
    readonly sum: number;
    readonly count: number;
  } {
    const { buckets, milliseconds, count } = this.#remediation.get(severity) ?? {
      buckets: bounds.map(() => 0),
      milliseconds: 0,
      count: 0,
    };
    return { buckets, sum: milliseconds / 1000, count };
  }

  counters(): Counters {
    return {
      transitions: Object.fromEntries(this.#transitions),
      remediation: Object.fromEntries(
        [...this.#remediation].map(([severity, { buckets, milliseconds, count }]) => [
          severity,
          { buckets: [...buckets], sum: milliseconds / 1000, count },
        ]),
      ),
    };
  }
}
