import type { KindStatus } from '../contract/vocabulary.ts';
import type { ClusterIdentity, ClusterSink, Moment } from '../ingest/sink.ts';
import type { Inventory } from '../model/inventory.ts';
import type { KindName } from '../model/kinds.ts';
import type { Observed } from '../model/object.ts';
import { parseVersion } from '../model/version.ts';
import type { KindState } from '../publish/posture.ts';
import type { Drift } from './drift/drift.ts';
import type { Latency } from './latency.ts';
import type { LeaseMemory } from './lease-memory.ts';
import type { Rejects } from './rejects.ts';
import { SyncClock } from './sync-clock.ts';

/** How long a name is reported as contested after it led to another cluster; milliseconds. */
const conflictMs = 24 * 3_600_000;

export interface ReceptionDeps {
  readonly inventory: Inventory;
  readonly latency: Latency;
  readonly drift: Drift;
  readonly note: LeaseMemory;
  readonly rejects: Rejects;
  /** Kinds that a source reads for this cluster. */
  readonly kinds: readonly KindName[];
  /** After this long, kinds that are still pending count as unseen. */
  readonly syncTimeoutMs: number;
  readonly clock: () => number;
  /** Whether this process writes our Lease in the cluster. */
  readonly renewsLease: () => boolean;
  readonly onDue: () => void;
  /** The name leads to another cluster now: nothing of the old one may become its baseline. */
  readonly onAnother: () => void;
  readonly onPassedOver: (reason: 'unknown_kind' | 'malformed', detail: string) => void;
}

/** What the source of one cluster says: who it is, whether it answers, what of it can be seen, and every object. */
export class Reception implements ClusterSink {
  readonly note: LeaseMemory;
  readonly rejects: Rejects;
  readonly #deps: ReceptionDeps;
  readonly #syncClock: SyncClock;
  readonly #lastEvents = new Map<KindName, number>();
  /** Kinds to be listed again, because the name leads to another cluster now. */
  readonly #awaited = new Set<KindName>();
  #listingSince: number;
  #isListed = false;
  #renamedAt: number | undefined;
  #identity: ClusterIdentity | undefined;
  #up = false;
  #problem: string | undefined = 'not contacted yet';
  #lastSuccess: number | undefined;

  constructor(deps: ReceptionDeps) {
    this.#deps = deps;
    this.note = deps.note;
    this.rejects = deps.rejects;
    this.#listingSince = deps.clock();
    this.#syncClock = new SyncClock(this.#listingSince);
    for (const kind of deps.kinds) deps.inventory.setStatus(kind, 'pending');
  }

  identified(identity: ClusterIdentity): void {
    if (this.#identity !== undefined && this.#identity.id !== identity.id) this.#becameAnother();
    this.#identity = identity;
    const version = parseVersion(identity.version);
    if (version !== undefined) this.#deps.inventory.setVersion(version);
    this.#deps.onDue();
  }

  status(kind: KindName, status: KindStatus, reason?: string): void {
    this.#deps.inventory.setStatus(kind, status, reason);
    this.#syncClock.set(this.isSynced, this.#deps.clock());
  }

  replaced(kind: KindName, observed: readonly Observed[], moment: Moment): void {
    const { drift, inventory, latency } = this.#deps;
    drift.replaced(
      kind,
      observed.map(({ object }) => object),
      (namespace, name) => inventory.find(kind, namespace, name),
      moment.receivedAt,
    );
    const changed = inventory.replace(kind, observed);
    if (this.#awaited.delete(kind)) this.status(kind, 'synced');
    // One sample a list, by its oldest change: the wait of all that it found out late.
    if (changed.length > 0 || moment.skipped === 'initial') latency.arrived(moment);
  }

  put(observed: Observed, moment: Moment): void {
    const { drift, inventory, latency } = this.#deps;
    const { kind, object } = observed;
    const before = inventory.find(kind, object.metadata.namespace, object.metadata.name);
    drift.put(kind, before, object, moment.receivedAt);
    // What says nothing new has no result to wait for.
    if (inventory.put(observed)) latency.arrived(moment);
  }

  removed(kind: KindName, namespace: string, name: string, moment: Moment): void {
    const { drift, inventory, latency } = this.#deps;
    latency.arrived(moment);
    drift.removed(kind, inventory.find(kind, namespace, name), moment.receivedAt);
    inventory.remove(kind, namespace, name);
  }

  contact(kind: KindName | undefined, at: number): void {
    if (kind !== undefined) this.#lastEvents.set(kind, at);
    this.#lastSuccess = at;
    this.#up = true;
    this.#problem = undefined;
  }

  lost(reason: string): void {
    this.#up = false;
    this.#problem = reason;
  }

  passedOver(reason: 'unknown_kind' | 'malformed', detail: string): void {
    this.#deps.onPassedOver(reason, detail);
  }

  canary(seconds: number): void {
    this.#deps.latency.canary.observe(seconds);
  }

  get renewsLease(): boolean {
    return this.#deps.renewsLease();
  }

  /** Who the cluster is; undefined until its source has said so. */
  get identity(): ClusterIdentity | undefined {
    return this.#identity;
  }

  get up(): boolean {
    return this.#up;
  }

  /** Why it is not up. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** When the API answered last; milliseconds since the epoch. */
  get lastSuccess(): number | undefined {
    return this.#lastSuccess;
  }

  /** Whether no needed kind is still on its way, or one has been for too long: the first evaluation may start. */
  get isListed(): boolean {
    const { kinds, inventory, clock, syncTimeoutMs } = this.#deps;
    // What was once enough stays so, also by a clock that is set back.
    this.#isListed ||=
      kinds.every((kind) => inventory.status(kind) !== 'pending') || clock() - this.#listingSince >= syncTimeoutMs;
    return this.#isListed;
  }

  get isSynced(): boolean {
    return this.#deps.kinds.every((kind) => this.#deps.inventory.isVisible(kind));
  }

  /** Whether the cluster answers, and no kind has fallen behind. */
  get isCurrent(): boolean {
    const { kinds, inventory } = this.#deps;
    const isBehind = (kind: KindName) => ['pending', 'stale'].includes(inventory.status(kind) ?? '');
    return this.#up && !kinds.some(isBehind);
  }

  /** Whether two cluster ids have claimed the name within a day. */
  get hasNameConflict(): boolean {
    return this.#renamedAt !== undefined && this.#deps.clock() - this.#renamedAt < conflictMs;
  }

  /** How each kind stands. */
  kinds(): readonly KindState[] {
    const { kinds, inventory } = this.#deps;
    return kinds.map((kind) => {
      const reason = inventory.reason(kind);
      const lastEvent = this.#lastEvents.get(kind);
      return {
        kind,
        status: inventory.status(kind),
        objects: inventory.count(kind),
        ...(reason !== undefined && { reason }),
        ...(lastEvent !== undefined && { lastEvent }),
      };
    });
  }

  /** Seconds in which a needed kind was not in sync. */
  unsyncedSeconds(): number {
    return this.#syncClock.seconds(this.#deps.clock());
  }

  #becameAnother(): void {
    const { kinds, inventory, clock, rejects, drift } = this.#deps;
    for (const kind of kinds) {
      inventory.replace(kind, []);
      if (inventory.status(kind) !== 'synced') continue;
      // Its source knows no other status for it until it has been listed again.
      this.#awaited.add(kind);
      this.status(kind, 'pending');
    }
    this.#listingSince = clock();
    this.#isListed = false;
    this.#renamedAt = this.#listingSince;
    rejects.forget();
    drift.forget();
    this.#deps.onAnother();
  }
}
