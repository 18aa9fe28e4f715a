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

/** Replays a history step by step; throws where it cannot have happened: what opens twice, or ends without having begun. */
export class Replay implements Reference {
  readonly open = new Map<string, number>();
  readonly counts = new Map<string, number>();
  readonly remediation = new Map<string, { milliseconds: number; count: number; readonly buckets: number[] }>();
  /** Since when open findings are critical, by kind, namespace and name of their object. Milliseconds. */
  readonly criticalSince = new Map<string, number>();
  readonly #ended = new Map<string, number>();

  add({ revision, transition }: RevisedTransition): void {
    const { open, counts, remediation } = this;
    const { type, reason, at, finding } = transition;
    const { id, severity, firstSeen, object } = finding;
    const wrong = (what: string): never => {
      throw new Error(`revision ${revision}: ${object.name} ${type} ${what}`);
    };
    const isOpen = open.has(id);
    if (type === 'opened' || type === 'reopened') {
      if (isOpen) wrong('although it is open');
      if (type === 'reopened' && !this.#ended.has(id)) wrong('although it was never closed');
      if (type === 'reopened' && this.#ended.get(id) !== firstSeen) wrong('with another first-seen time');
      open.set(id, firstSeen);
    } else if (!isOpen) wrong('although it is not open');
    else if (open.get(id) !== firstSeen) wrong('with another first-seen time');
    const subject = `${object.kind}/${object.namespace}/${object.name}`;
    if (type === 'resolved') {
      open.delete(id);
      this.#ended.set(id, firstSeen);
      this.criticalSince.delete(subject);
    } else if (finding.criticalSince !== undefined) this.criticalSince.set(subject, finding.criticalSince);
    if (type === 'updated') return;
    const pair = `${severity}|${type}|${reason}`;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
    if (type !== 'resolved' || reason !== 'fixed' || finding.estimated) return;
    const sums = remediation.get(severity) ?? { milliseconds: 0, count: 0, buckets: bounds.map(() => 0) };
    remediation.set(severity, sums);
    sums.milliseconds += at - firstSeen;
    sums.count += 1;
    for (const [index, bound] of bounds.entries()) {
      if (at - firstSeen <= bound * 1000) sums.buckets[index] = (sums.buckets[index] ?? 0) + 1;
    }
  }
}

/** Replays a whole history. */
export function replay(history: readonly RevisedTransition[]): Reference {
  const whole = new Replay();
  for (const step of history) whole.add(step);
  return whole;
}
