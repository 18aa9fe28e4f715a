import { metrics } from '../../exporter/contract/index.ts';
import type { RevisedTransition } from '../../exporter/findings/store.ts';

const bounds = metrics.findingRemediation.buckets;

/** What a history adds up to, worked out in the plainest way. Milliseconds. */
export interface Reference {
  /** First-seen times of open findings, by id. */
  readonly open: ReadonlyMap<string, number>;
  /** By `severity|transition|reason`. */
  readonly counts: ReadonlyMap<string, number>;
  /** By severity. */
  readonly remediation: ReadonlyMap<string, { milliseconds: number; count: number; readonly buckets: number[] }>;
}

/** Replays a whole history; throws where it cannot have happened: what opens twice, or ends without having begun. */
export function replay(history: readonly RevisedTransition[]): Reference {
  const open = new Map<string, number>();
  const ended = new Map<string, number>();
  const counts = new Map<string, number>();
  const remediation = new Map<string, { milliseconds: number; count: number; readonly buckets: number[] }>();
  for (const { revision, transition } of history) {
    const { type, reason, at, finding } = transition;
    const { id, severity, firstSeen } = finding;
    const wrong = (what: string): never => {
      throw new Error(`revision ${revision}: ${finding.object.name} ${type} ${what}`);
    };
    const isOpen = open.has(id);
    if (type === 'opened' || type === 'reopened') {
      if (isOpen) wrong('although it is open');
      if (type === 'reopened' && !ended.has(id)) wrong('although it was never closed');
      if (type === 'reopened' && ended.get(id) !== firstSeen) wrong('with another first-seen time');
      open.set(id, firstSeen);
    } else if (!isOpen) wrong('although it is not open');
    else if (open.get(id) !== firstSeen) wrong('with another first-seen time');
    if (type === 'resolved') {
      open.delete(id);
      ended.set(id, firstSeen);
    }
    if (type === 'updated') continue;
    const pair = `${severity}|${type}|${reason}`;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
    if (type !== 'resolved' || reason !== 'fixed' || finding.estimated) continue;
    const sums = remediation.get(severity) ?? { milliseconds: 0, count: 0, buckets: bounds.map(() => 0) };
    remediation.set(severity, sums);
    sums.milliseconds += at - firstSeen;
    sums.count += 1;
    for (const [index, bound] of bounds.entries()) {
      if (at - firstSeen <= bound * 1000) sums.buckets[index] = (sums.buckets[index] ?? 0) + 1;
    }
  }
  return { open, counts, remediation };
}
