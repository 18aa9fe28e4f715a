import { createHash } from 'node:crypto';
import { policyEngines, type PolicyEngine } from '../contract/vocabulary.ts';
import type { JournalEntry, JournalWrite, Tally } from '../findings/journal.ts';
import { rejectEntry, rejectTally, type RememberedReject } from '../findings/reject-entries.ts';
import { objectKey, type ObjectRef } from '../model/object.ts';
import {
  rejectSources,
  type RejectOwner,
  type RejectSink,
  type RejectSource,
  type SeenReject,
} from '../model/reject.ts';
import type { RejectsView } from '../publish/posture.ts';

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

interface Episode extends RememberedReject {
  policies: readonly string[];
  refused: string;
  reason: string;
  owner: RejectOwner;
  firstSeen: number;
  lastSeen: number;
  attempts: number;
  readonly records: Map<string, number>;
}

/** What the journal has of a cluster's rejects. */
export interface RecalledRejects {
  readonly rejects: readonly RememberedReject[];
  /** Every count of the cluster. */
  readonly tallies: readonly Tally[];
  /** Since when the store has what happened, in milliseconds; undefined where it begins now. */
  readonly since: number | undefined;
}

/**
 * What admission refused in one cluster. Retries collapse: an episode is one owner refused by one engine, until an hour
 * passes without another try. What is seen waits until this process holds the cluster in the store, so that it is
 * compared with what is remembered: an episode goes on after a restart, and an Event that is listed again is no other
 * one. Counts go up once per episode, when it is committed, and only for those that began since anybody looked.
 */
export class Rejects implements RejectSink, RejectsView {
  readonly #deps: RejectsDeps;
  #lookingSince: number;
  /** Seen and not settled yet, by record; the last word of each record counts. */
  readonly #waiting = new Map<string, { readonly reject: SeenReject; readonly since: number }>();
  /** Settled and not confirmed by the store yet: taken up anew when what is remembered is read again. */
  readonly #unconfirmed = new Map<string, SeenReject>();
  /** By engine and owner, least recently refused first. */
  readonly #held = new Map<string, Episode>();
  readonly #ended: Episode[] = [];
  /** To be written. */
  readonly #changed = new Set<Episode>();
  readonly #begun = new Map<PolicyEngine, number>();
  /** Ids of episodes that began here and that the store has not committed yet. */
  readonly #untold = new Set<string>();
  readonly #counts = new Map<PolicyEngine, number>();
  readonly #problems = new Map<RejectSource, string | undefined>();
  /** Whether a source could be read at least once: a count of what nobody looked for would read like good news. */
  #connected = false;

  constructor(deps: RejectsDeps) {
    this.#deps = deps;
    this.#lookingSince = deps.clock();
  }

  // What sources say

  readable(source: RejectSource, problem: string | undefined): void {
    if (this.#problems.has(source) && this.#problems.get(source) === problem) return;
    this.#problems.set(source, problem);
    this.#connected ||= problem === undefined;
    this.#deps.onSeen();
  }

  seen(reject: SeenReject): void {
    const key = `${reject.source} ${reject.record}`;
    const now = this.#deps.clock();
    const since = this.#waiting.get(key)?.since ?? now;
    // Whoever writes Events writes their times too: an episode of the future would take up every denial until then.
    const latest = now + toleranceMs;
    const told = { ...reject, firstAt: Math.min(reject.firstAt, latest), lastAt: Math.min(reject.lastAt, latest) };
    this.#waiting.set(key, { reject: told, since });
    // A flood of made-up Events costs itself first: the oldest go, and real controllers try again.
    bound(this.#waiting, mostWaiting);
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
      this.#unconfirmed.set(key, reject);
      bound(this.#unconfirmed, mostWaiting);
      this.#take(key, reject, owner);
    }
  }

  /** Whether something is seen whose owner is not known yet. */
  get isWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** The name leads to another cluster now: nothing of the old one is taken for it. */
  forget(): void {
    this.#waiting.clear();
    this.#unconfirmed.clear();
    this.#lookingSince = this.#deps.clock();
    this.restore({ rejects: [], tallies: [], since: undefined });
  }

  // What the journal keeps

  /** This process has taken the cluster: what is remembered of it holds, and what it may not know is settled anew. */
  restore({ rejects, tallies, since }: RecalledRejects): void {
    this.#lookingSince = Math.min(this.#lookingSince, since ?? Infinity);
    const waitingSince = this.#deps.clock();
    for (const [key, reject] of this.#unconfirmed) {
      if (!this.#waiting.has(key)) this.#waiting.set(key, { reject, since: waitingSince });
    }
    this.#unconfirmed.clear();
    this.#held.clear();
    this.#ended.length = 0;
    this.#changed.clear();
    this.#begun.clear();
    this.#untold.clear();
    this.#counts.clear();
    this.#count(tallies);
    for (const reject of rejects.toSorted((a, b) => a.lastSeen - b.lastSeen)) {
      const key = keyOf(reject.engine, reject.owner);
      const before = this.#held.get(key);
      if (before !== undefined) this.#ended.push(before);
      this.#held.delete(key);
      this.#held.set(key, { ...reject, records: new Map(reject.records) });
    }
    this.#trim();
  }

  /** What changed since the last call, to be written; the caller does so. */
  takeChanges(): JournalWrite {
    const entries = Array.from(this.#changed, rejectEntry);
    const tallies = Array.from(this.#begun, ([labels, count]) => ({ family: rejectTally, labels, count }));
    this.#changed.clear();
    this.#begun.clear();
    return { entries, tallies };
  }

  /** The store has committed this: it counts. Returns episodes that it has for the first time. */
  committed({ entries, tallies }: JournalWrite): readonly JournalEntry[] {
    this.#count(tallies);
    return entries.filter(({ topic, key }) => topic === 'reject' && this.#untold.delete(key));
  }

  /** The store has all that was taken to be written. */
  confirmed(): void {
    this.#unconfirmed.clear();
  }

  // What publishing reads

  get connected(): boolean {
    return this.#connected;
  }

  count(engine: PolicyEngine): number {
    return this.#counts.get(engine) ?? 0;
  }

  sources(): ReadonlyMap<RejectSource, string | undefined> {
    const unheard = (source: RejectSource) =>
      this.#problems.has(source) ? this.#problems.get(source) : 'not connected';
    return new Map(rejectSources.map((source) => [source, unheard(source)]));
  }

  #count(tallies: readonly Tally[]): void {
    for (const { family, labels, count } of tallies) {
      const engine = policyEngines.find((one) => one === labels);
      if (family === rejectTally && engine !== undefined) this.#counts.set(engine, this.count(engine) + count);
    }
  }

  #take(record: string, reject: SeenReject, owner: RejectOwner): void {
    const key = keyOf(reject.engine, owner);
    const held = this.#held.get(key);
    // A record of an episode that is over may be listed again.
    const before = held !== undefined && reject.lastAt < held.firstSeen - quietMs ? this.#endedOf(key, reject) : held;
    if (before !== undefined && reject.firstAt <= before.lastSeen + quietMs) {
      if (!saysMore(before, record, reject)) return;
      this.#changed.add(continued(before, record, reject, owner));
      if (before === held) {
        this.#held.delete(key);
        this.#held.set(key, before);
      }
      return;
    }
    const episode = begun(key, record, reject, owner);
    if (held !== undefined) this.#ended.push(held.firstSeen > episode.lastSeen ? episode : held);
    if (held === undefined || held.firstSeen <= episode.lastSeen) {
      this.#held.delete(key);
      this.#held.set(key, episode);
    }
    this.#changed.add(episode);
    this.#untold.add(episode.id);
    if (reject.firstAt >= this.#lookingSince - toleranceMs) {
      this.#begun.set(reject.engine, (this.#begun.get(reject.engine) ?? 0) + 1);
    }
    this.#trim();
  }

  #endedOf(key: string, { firstAt, lastAt }: SeenReject): Episode | undefined {
    return this.#ended.find(
      ({ engine, owner, firstSeen, lastSeen }) =>
        keyOf(engine, owner) === key && firstAt <= lastSeen + quietMs && lastAt >= firstSeen - quietMs,
    );
  }

  #trim(): void {
    const spare = this.#held.size + this.#ended.length - mostHeld;
    if (spare > 0) this.#ended.splice(0, spare);
    bound(this.#held, mostHeld);
  }
}

function keyOf(engine: PolicyEngine, { kind, namespace, name }: ObjectRef): string {
  return `${engine} ${objectKey(kind, namespace, name)}`;
}

/** Whether a record tells of an episode what is not known yet. */
function saysMore(held: Episode, record: string, { attempts, firstAt, lastAt }: SeenReject): boolean {
  return (
    attempts > (held.records.get(record) ?? 0) ||
    lastAt > held.lastSeen + toleranceMs ||
    firstAt < held.firstSeen - toleranceMs
  );
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
  bound(records, mostRecords);
  held.policies = [...new Set([...reject.policies, ...held.policies])].slice(0, mostPolicies);
  // The same Event has another time by our clock whenever the two are compared anew.
  if (reject.firstAt < held.firstSeen - toleranceMs) held.firstSeen = reject.firstAt;
  held.owner = owner;
  if (reject.lastAt >= held.lastSeen) {
    held.lastSeen = reject.lastAt;
    held.refused = reject.refused;
    held.reason = reject.reason;
  }
  return held;
}

/** Lets go of what was put in first. */
function bound(map: Map<string, unknown>, most: number): void {
  for (const oldest of map.keys()) {
    if (map.size <= most) break;
    map.delete(oldest);
  }
}
