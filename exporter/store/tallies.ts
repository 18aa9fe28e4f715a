import { metrics, type Severity } from '../contract/index.ts';
import { Ledger } from '../findings/ledger.ts';
import type { Counters } from '../findings/store.ts';
import type { FindingTransition } from '../model/finding.ts';

const bounds = metrics.findingRemediation.buckets;

/** What a batch adds to the counters of its cluster; only what it changes. */
export interface Increments {
  readonly transitions: readonly { readonly pair: string; readonly count: number }[];
  readonly sums: readonly { readonly severity: string; readonly milliseconds: number; readonly count: number }[];
  readonly buckets: readonly { readonly severity: string; readonly bound: number; readonly count: number }[];
}

export function incrementsOf(transitions: readonly FindingTransition[]): Increments {
  const ledger = new Ledger();
  for (const transition of transitions) ledger.record(transition);
  const { transitions: counts, remediation } = ledger.counters();
  const fixed = Object.entries(remediation).filter(([, { count }]) => count > 0);
  return {
    transitions: Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([pair, count]) => ({ pair, count })),
    sums: fixed.map(([severity, { sum, count }]) => ({ severity, milliseconds: Math.round(sum * 1000), count })),
    // All bounds of a severity together: a bound that is missing would look like one that was added later.
    buckets: fixed.flatMap(([severity, { buckets }]) =>
      bounds.map((bound, index) => ({ severity, bound, count: buckets[index] ?? 0 })),
    ),
  };
}

/** Rows of the three tables of counters. */
export interface StoredTallies {
  readonly transitions: Increments['transitions'];
  readonly sums: Increments['sums'];
  readonly buckets: Increments['buckets'];
}

/**
 * Counters as a cluster is taken over with. A bound that the contract has gained since takes the count of the next
 * lower one: what is known to be within it, and no more.
 */
export function countersOf({ transitions, sums, buckets }: StoredTallies): Counters {
  const within = (severity: string, bound: number): number =>
    Math.max(0, ...buckets.filter((one) => one.severity === severity && one.bound <= bound).map(({ count }) => count));
  return {
    transitions: Object.fromEntries(transitions.map(({ pair, count }) => [pair, count])),
    remediation: Object.fromEntries(
      sums.map(({ severity, milliseconds, count }): [string, Counters['remediation'][Severity] & object] => [
        severity,
        { buckets: bounds.map((bound) => within(severity, bound)), sum: milliseconds / 1000, count },
      ]),
    ),
  };
}

/** Splits a batch so that no part has two transitions of one finding: each part can then be written at once. */
export function rounds(transitions: readonly FindingTransition[]): readonly (readonly Placed[])[] {
  const parts: Placed[][] = [];
  let seen = new Set<string>();
  for (const [place, transition] of transitions.entries()) {
    const { id } = transition.finding;
    if (parts.length === 0 || seen.has(id)) {
      parts.push([]);
      seen = new Set();
    }
    seen.add(id);
    parts.at(-1)?.push({ place, transition });
  }
  return parts;
}

/** A transition and where it stands in its batch. */
export interface Placed {
  readonly place: number;
  readonly transition: FindingTransition;
}
