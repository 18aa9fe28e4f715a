import { createHash } from 'node:crypto';
import { policyEngines, type PolicyEngine } from '../contract/vocabulary.ts';
import { objectKey, type ObjectRef } from '../model/object.ts';
import { rejectSources, type RejectSink, type RejectSource, type SeenReject } from '../model/reject.ts';
import type { Reject, RejectOwner, RejectsView } from '../publish/posture.ts';

export interface RejectsDeps {
  readonly clock: () => number;
  /** Something was seen that `settle` should look at. */
  readonly onSeen: () => void;
}

/**
 * Controllers that are refused try again at least every 17 minutes. Whoever is silent for longer than this has
 * stopped, and what is refused after that is another try.
 */
const quietMs = 3_600_000;
/** How long an owner may be on its way: the watch that brings it may lag behind the one that brings Events. */
const patienceMs = 10_000;
/** Times in Events are cut to the second, and clocks are compared with no better resolution. */
const toleranceMs = 2_000;
const mostHeld = 5_000;
const mostWaiting = 5_000;
/** Records whose counts are told apart within one episode: Events about pods with generated names differ in each. */
const mostRecords = 32;
const mostPolicies = 20;

interface Episode extends Reject {
  policies: readonly string[];
  refused: string;
  reason: string;
  owner: RejectOwner;
  firstSeen: number;
  lastSeen: number;
  attempts: number;
  readonly records: Map<string, number>;
}

/**
 * What admission refused in one cluster. Retries collapse: an episode is one owner refused by one engine, until an hour
 * passes without another try. Counts go up once per episode, and only for those that began while this process
 * looked: older ones are listed, but an earlier process may have counted them.
 */
export class Rejects implements RejectSink, RejectsView {
  readonly #deps: RejectsDeps;
  readonly #lookingSince: number;
  /** Seen and not settled yet, by record; the last word of each record counts. */
  readonly #waiting = new Map<string, { readonly reject: SeenReject; readonly since: number }>();
  /** By engine and owner, least recently refused first. */
  readonly #held = new Map<string, Episode>();
  readonly #ended: Episode[] = [];
  readonly #counts = new Map<PolicyEngine, number>(policyEngines.map((engine) => [engine, 0]));
  readonly #problems = new Map<RejectSource, string | undefined>();
  /** Whether a source could be read at least once: a count of what nobody looked for would read like good news. */
  #connected = false;
  #changes = 0;

  constructor(deps: RejectsDeps) {
    this.#deps = deps;
    this.#lookingSince = deps.clock();
  }

  // What sources say

  readable(source: RejectSource, problem: string | undefined): void {
    if (this.#problems.has(source) && this.#problems.get(source) === problem) return;
    this.#problems.set(source, problem);
    this.#connected ||= problem === undefined;
    this.#changes += 1;
    this.#deps.onSeen();
  }

  seen(reject: SeenReject): void {
    const key = `${reject.source} ${reject.record}`;
    const since = this.#waiting.get(key)?.since ?? this.#deps.clock();
    this.#waiting.set(key, { reject, since });
    // A flood of made-up Events costs itself first: the oldest go, and real controllers try again.
    for (const oldest of this.#waiting.keys()) {
      if (this.#waiting.size <= mostWaiting) break;
      this.#waiting.delete(oldest);
    }
    this.#deps.onSeen();
  }

  /**
   * Takes up what was seen. `ownerOf` gives undefined while the object that asked is not known yet and may be soon;
   * asked for the last time (`final`), it answers with what there is.
   */
  settle(ownerOf: (by: ObjectRef, final: boolean) => RejectOwner | undefined): void {
    const now = this.#deps.clock();
    for (const [key, { reject, since }] of this.#waiting) {
      const owner = ownerOf(reject.by, now - since >= patienceMs);
      if (owner === undefined) continue;
      this.#waiting.delete(key);
      this.#take(key, reject, owner);
      this.#changes += 1;
    }
  }

  /** Whether something is seen whose owner is not known yet. */
  get isWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** The name leads to another cluster now: nothing of the old one is shown, and counts go on. */
  forget(): void {
    this.#waiting.clear();
    this.#held.clear();
    this.#ended.length = 0;
    this.#changes += 1;
  }

  // What publishing reads

  get connected(): boolean {
    return this.#connected;
  }

  get revision(): number {
    return this.#changes;
  }

  count(engine: PolicyEngine): number {
    return this.#counts.get(engine) ?? 0;
  }

  sources(): ReadonlyMap<RejectSource, string | undefined> {
    const unheard = (source: RejectSource) =>
      this.#problems.has(source) ? this.#problems.get(source) : 'not connected';
    return new Map(rejectSources.map((source) => [source, unheard(source)]));
  }

  list(): readonly Reject[] {
    return [...this.#ended, ...this.#held.values()];
  }

  #take(record: string, reject: SeenReject, owner: RejectOwner): void {
    const key = `${reject.engine} ${objectKey(owner.kind, owner.namespace, owner.name)}`;
    const held = this.#held.get(key);
    this.#held.delete(key);
    if (held !== undefined && reject.firstAt <= held.lastSeen + quietMs) {
      this.#held.set(key, continued(held, record, reject, owner));
      return;
    }
    if (held !== undefined) this.#ended.push(held);
    this.#held.set(key, begun(key, record, reject, owner));
    if (reject.firstAt >= this.#lookingSince - toleranceMs)
      this.#counts.set(reject.engine, this.count(reject.engine) + 1);
    this.#trim();
  }

  #trim(): void {
    const spare = this.#held.size + this.#ended.length - mostHeld;
    if (spare <= 0) return;
    const gone = this.#ended.splice(0, spare).length;
    for (const key of [...this.#held.keys()].slice(0, spare - gone)) this.#held.delete(key);
  }
}

function begun(key: string, record: string, reject: SeenReject, owner: RejectOwner): Episode {
  const { source, engine, policies, refused, reason, firstAt, lastAt, attempts } = reject;
  return {
    id: createHash('sha256').update(`${key} ${firstAt}`).digest('hex'),
    source,
    engine,
    policies,
    refused,
    reason,
    owner,
    firstSeen: firstAt,
    lastSeen: lastAt,
    attempts,
    records: new Map([[record, attempts]]),
  };
}

function continued(held: Episode, record: string, reject: SeenReject, owner: RejectOwner): Episode {
  const { records } = held;
  held.attempts += Math.max(0, reject.attempts - (records.get(record) ?? 0));
  records.delete(record);
  records.set(record, reject.attempts);
  for (const oldest of records.keys()) {
    if (records.size <= mostRecords) break;
    records.delete(oldest);
  }
  held.policies = [...new Set([...reject.policies, ...held.policies])].slice(0, mostPolicies);
  held.firstSeen = Math.min(held.firstSeen, reject.firstAt);
  held.owner = owner;
  if (reject.lastAt >= held.lastSeen) {
    held.lastSeen = reject.lastAt;
    held.refused = reject.refused;
    held.reason = reject.reason;
  }
  return held;
}
