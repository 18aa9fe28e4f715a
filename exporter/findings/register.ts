import type { Severity } from '../contract/vocabulary.ts';
import type { Finding, FindingTransition } from '../model/finding.ts';
import { objectKey, type ObjectKey } from '../model/object.ts';
import { Ledger } from './ledger.ts';
import { Remediations } from './remediations.ts';
import { Summary } from './summary.ts';
import type { ClosedFinding, Remembered } from './store.ts';

/**
 * How long after closing a finding that comes back continues its episode, in milliseconds: a flap for however it was
 * closed, and a day for an object that was deleted and created again.
 */
export const continuesWithin = { flap: 15 * 60_000, recreation: 24 * 3_600_000 } as const;

function untilOf({ at, reason }: ClosedFinding): number {
  return at + (reason === 'deleted' ? continuesWithin.recreation : continuesWithin.flap);
}

/** The committed findings of one cluster, in memory: by object for the lifecycle, summed up for publishing. */
export class Register {
  readonly ledger: Ledger;
  readonly summary = new Summary();
  readonly remediations: Remediations;
  readonly #byId = new Map<string, Finding>();
  readonly #byObject = new Map<ObjectKey, Map<string, Finding>>();
  readonly #closed = new Map<string, ClosedFinding>();

  constructor(remembered: Pick<Remembered, 'open' | 'closed' | 'remediated' | 'counters'>) {
    this.ledger = new Ledger(remembered.counters);
    this.remediations = new Remediations(remembered.remediated);
    for (const finding of remembered.open) this.#hold(finding);
    for (const closed of remembered.closed) this.#closed.set(closed.finding.id, closed);
  }

  get size(): number {
    return this.#byId.size;
  }

  open(): IterableIterator<Finding> {
    return this.#byId.values();
  }

  openAt(key: ObjectKey): ReadonlyMap<string, Finding> | undefined {
    return this.#byObject.get(key);
  }

  /** An episode that ended recently enough for a return to continue it. */
  continuable(id: string, now: number): ClosedFinding | undefined {
    const closed = this.#closed.get(id);
    return closed !== undefined && now <= untilOf(closed) ? closed : undefined;
  }

  /** Takes over what the store has committed; nothing else may change a register. */
  commit(transitions: readonly FindingTransition[]): void {
    for (const transition of transitions) {
      const { type, reason, finding, at } = transition;
      if (type === 'resolved') {
        this.#drop(finding.id);
        this.#closed.set(finding.id, { at, reason, finding });
      } else {
        this.#drop(finding.id);
        this.#hold(finding);
        this.#closed.delete(finding.id);
      }
      this.ledger.record(transition);
      this.remediations.record(transition);
    }
  }

  /** Forgets closed episodes that can no longer be continued, and fixes that no window reaches. */
  forget(now: number): void {
    for (const [id, closed] of this.#closed) if (untilOf(closed) < now) this.#closed.delete(id);
    this.remediations.forget(now);
  }

  count(severity: Severity): number {
    return this.summary.count(severity);
  }

  #hold(finding: Finding): void {
    this.#byId.set(finding.id, finding);
    const key = objectKey(finding.object.kind, finding.object.namespace, finding.object.name);
    let held = this.#byObject.get(key);
    if (held === undefined) this.#byObject.set(key, (held = new Map()));
    held.set(finding.id, finding);
    this.summary.add(finding);
    this.remediations.opened(finding);
  }

  #drop(id: string): void {
    const finding = this.#byId.get(id);
    if (finding === undefined) return;
    this.#byId.delete(id);
    const key = objectKey(finding.object.kind, finding.object.namespace, finding.object.name);
    const held = this.#byObject.get(key);
    held?.delete(id);
    if (held?.size === 0) this.#byObject.delete(key);
    this.summary.remove(finding);
    this.remediations.left(finding);
  }
}
