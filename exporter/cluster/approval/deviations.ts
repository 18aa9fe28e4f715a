import { z } from 'zod';
import { deviationKinds, type DeviationKind } from '../../contract/vocabulary.ts';
import type { Step } from '../../evaluate/engine.ts';
import { codes, type Evaluation } from '../../evaluate/evaluator.ts';
import type { JournalEntry } from '../../findings/journal.ts';
import type { Approval, ApprovalView, Deviation } from '../../model/approval.ts';
import type { Inventory } from '../../model/inventory.ts';
import { kinds } from '../../model/kinds.ts';
import { refOf, type ObjectKey } from '../../model/object.ts';
import { isApprovable, specHash, type ApprovedState } from './approved-state.ts';

const body = z.object({
  what: z.enum(deviationKinds),
  checks: z.array(z.string()),
  approval: z.string(),
});

/** What departs from the approved state of a cluster, by object; each is an entry of the journal until it is mended. */
export class Deviations implements ApprovalView {
  readonly #checks: readonly string[];
  #state: ApprovedState | undefined;
  /** Places of checks in the approved state, by their places here. */
  #places: readonly (number | undefined)[] = [];
  readonly #open = new Map<ObjectKey, Deviation>();
  readonly #waiting = new Map<string, Deviation>();
  #mayMiss = true;

  /** `checks` are the ids of those in use, in the order of the evaluator. */
  constructor(checks: readonly string[]) {
    this.#checks = checks;
  }

  get current(): Approval | undefined {
    return this.#state?.approval;
  }

  get state(): ApprovedState | undefined {
    return this.#state;
  }

  deviations(): readonly Deviation[] {
    return [...this.#open.values()];
  }

  /** Takes over another approved state, or none. Deviations that the journal knows of it go on; all others have ended. */
  adopt(state: ApprovedState | undefined, remembered: readonly Deviation[], now: number): void {
    const id = state?.approval.id;
    if (id !== this.#state?.approval.id) for (const key of this.#open.keys()) this.#end(key, now);
    this.#state = state;
    this.#mayMiss = true;
    const places = new Map(state?.checks.map((check, index) => [check, index]));
    this.#places = this.#checks.map((check) => places.get(check));
    for (const deviation of remembered) {
      const { kind, namespace, name } = deviation.ref;
      const key: ObjectKey = `${kind}/${namespace}/${name}`;
      if (deviation.approval === id) {
        if (!this.#open.has(key)) this.#open.set(key, deviation);
      } else this.#waiting.set(deviation.key, { ...deviation, until: now });
    }
  }

  /** What can be seen, or what is approved, is something else now: objects may be missing. */
  reconsider(): void {
    this.#mayMiss = true;
  }

  /** Looks for approved objects that are not there: no event tells of what went while nobody looked. */
  lookForMissing(inventory: Inventory, now: number): void {
    if (!this.#mayMiss) return;
    this.#mayMiss = false;
    const isGone = (key: ObjectKey): boolean => {
      const { kind, namespace, name } = refOf(key);
      return inventory.isVisible(kind) && inventory.find(kind, namespace, name) === undefined;
    };
    for (const [key, { what }] of this.#open) if (what === 'added' && isGone(key)) this.#end(key, now);
    for (const key of this.#state?.objects.keys() ?? []) {
      if (isGone(key)) this.#is(key, 'removed', [], now);
    }
  }

  /** Compares an object that was just judged. */
  looked({ key, object, after, isUnclear }: Step, inventory: Inventory, now: number): void {
    const state = this.#state;
    if (state === undefined || isUnclear) return;
    const { kind } = refOf(key);
    if (!isApprovable(kind) || !state.kinds.includes(kind) || !inventory.isVisible(kind)) return;
    const approved = state.objects.get(key);
    if (object === undefined) {
      if (approved === undefined) this.#end(key, now);
      else this.#is(key, 'removed', [], now);
      return;
    }
    // Its controller answers for it.
    if (after === undefined) return this.#end(key, now);
    const accepted = new Set(approved?.accepted);
    const worse = this.#failing(after).filter((place) => !accepted.has(place));
    const checks = worse.map((place) => state.checks[place] ?? '');
    if (approved === undefined) this.#is(key, 'added', checks, now);
    else if (approved.hash !== specHash(object)) this.#is(key, 'changed', checks, now);
    else if (worse.length > 0) this.#is(key, 'worse', checks, now);
    else this.#end(key, now);
  }

  /** Entries of what began, changed or ended since they were taken last. */
  takeEntries(): readonly JournalEntry[] {
    const taken = Array.from(this.#waiting.values(), entryOf);
    this.#waiting.clear();
    return taken;
  }

  /** Hands out again what is open: what was handed out may be lost. */
  forgetTaken(): void {
    for (const deviation of this.#open.values()) this.#waiting.set(deviation.key, deviation);
  }

  /** Places in the approved state of the checks that fail; of those that were not in use then nothing was approved. */
  #failing({ results }: Evaluation): readonly number[] {
    return this.#places.flatMap((place, index) =>
      place !== undefined && codes[results[index] ?? 0] === 'fail' ? [place] : [],
    );
  }

  #is(key: ObjectKey, what: DeviationKind, checks: readonly string[], now: number): void {
    const before = this.#open.get(key);
    if (before?.what === what && before.checks.join() === checks.join()) return;
    const since = before?.since ?? now;
    const deviation: Deviation = {
      key: before?.key ?? `${key} ${since}`,
      ref: refOf(key),
      what,
      checks,
      approval: this.#state?.approval.id ?? '',
      since,
    };
    this.#open.set(key, deviation);
    this.#waiting.set(deviation.key, deviation);
  }

  #end(key: ObjectKey, now: number): void {
    const before = this.#open.get(key);
    if (before === undefined) return;
    this.#open.delete(key);
    this.#waiting.set(before.key, { ...before, until: now });
  }
}

function entryOf({ key, ref, what, checks, approval, since, until }: Deviation): JournalEntry {
  const subject = `${ref.kind}/${ref.namespace}/${ref.name}`;
  return {
    topic: 'deviation',
    key,
    subject,
    at: since,
    ...(until !== undefined && { until }),
    body: { what, checks, approval },
  };
}

/** A deviation that the journal tells of; undefined where another writer wrote something else. */
export function deviationIn({ key, subject, at, until, body: written }: JournalEntry): Deviation | undefined {
  const { success, data } = body.safeParse(written);
  const ref = refOf(subject as ObjectKey);
  if (!success || !Object.hasOwn(kinds, ref.kind)) return undefined;
  return { key, ref, ...data, since: at, ...(until !== undefined && { until }) };
}
