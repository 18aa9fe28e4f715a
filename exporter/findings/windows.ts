import type { FindingTransition } from '../model/finding.ts';
import type { KubeObject, ObjectRef } from '../model/object.ts';
import type { WindowView } from '../model/window.ts';
import type { JournalEntry } from './journal.ts';

/** The deploy windows of one cluster. What is open changes at `refresh` only, so that a cycle rests on one answer. */
export interface ClusterWindows {
  /** Takes over what is announced by `now`, with all namespaces where any of them has changed. */
  readonly refresh: (namespaces: Iterable<KubeObject> | undefined, now: number) => void;
  /** Change ids of the open windows over an object, the first that opened first. */
  readonly over: (ref: ObjectRef) => readonly string[];
  /** Change ids of open windows that count for the cluster as a whole, the first that opened first. */
  readonly openChanges: () => readonly string[];
  /** When a window opens or ends by time alone, in milliseconds. */
  readonly nextChange: number | undefined;
  /** Entries for the journal that were not handed out yet: windows that nobody wrote there have opened or were closed. */
  readonly takeEntries: () => readonly JournalEntry[];
  /** Hands every entry out again: what was handed out may be lost. */
  readonly forgetTaken: () => void;
  /** Windows that are active, upcoming or refused. */
  readonly views: (now: number) => readonly WindowView[];
}

/** A cluster of which nobody announces windows. */
export const noWindows: ClusterWindows = {
  refresh() {},
  over: () => [],
  openChanges: () => [],
  nextChange: undefined,
  takeEntries: () => [],
  forgetTaken() {},
  views: () => [],
};

/**
 * Transitions with the deploy windows that were open over their object; a finding that opens, or opens again, keeps them.
 * A mark explains and hides nothing: counters, pages and lists are the same with it.
 */
export function marked(
  transitions: FindingTransition[],
  windowsOver: (transition: FindingTransition) => readonly string[],
): FindingTransition[] {
  return transitions.map((transition) => {
    const windows = windowsOver(transition);
    if (windows.length === 0) return transition;
    const opens = transition.type === 'opened' || transition.type === 'reopened';
    return { ...transition, windows, ...(opens && { finding: { ...transition.finding, windows } }) };
  });
}
