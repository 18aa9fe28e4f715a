import { runCycle } from '../../exporter/cycle.ts';
import { ClusterSession } from '../../exporter/cluster/session.ts';
import { noExemptions } from '../../exporter/evaluate/exemptions.ts';
import type { FindingStore } from '../../exporter/findings/store.ts';
import type { Moment } from '../../exporter/ingest/sink.ts';
import { kindsNeeded } from '../../exporter/model/needs.ts';
import type { KindName } from '../../exporter/model/kinds.ts';
import { createOwnerDirectory } from '../../exporter/owners/directory.ts';
import { onlyReplica } from '../../exporter/testing/watched.ts';
import { observed } from '../../exporter/testing/world.ts';
import { compileWaiver, type CompiledWaiver } from '../../exporter/waivers/compile.ts';
import { createWaiverBook, type WaiverBook } from '../../exporter/waivers/book.ts';
import { emptyTruth, enqueue, nothingTold, takenOver, tell, type Holding, type Told, type Truth } from './cluster.ts';
import { observe, type View } from './reference.ts';
import {
  checkIds,
  checksOf,
  manifestOf,
  placeOf,
  type CheckId,
  type Setup,
  type Thing,
  type ThingKind,
} from './universe.ts';
import { UnreliableStore } from './unreliable-store.ts';

const syncTimeoutMs = 60_000;
export const clusterName = 'prod';
/** How long before its end a waiver counts as expiring; milliseconds. */
export const waiverLeadMs = 3_600_000;

/** How a kind stands: `late` has not answered since it was asked for, `out` is out of reach, `refused` is forbidden. */
export type Reach = 'well' | 'late' | 'out' | 'refused';

/** What people granted, in a file. */
export interface Grant {
  readonly name: string;
  readonly check: CheckId;
  readonly namespace: string | undefined;
  readonly container: string | undefined;
  /** Milliseconds. */
  readonly expiresAt: number;
}

/** Where findings of a history are kept; `open` is called again at every start of the process. */
export interface Shelf {
  readonly open: (clock: () => number) => FindingStore;
  /** Whether the process that ends lets go of the store. */
  readonly closes: boolean;
}

/** The exporter on one side, and on the other what the specification says of the same history. */
export class World {
  now: number;
  setup: Setup;
  readonly trouble = new Set<CheckId>();
  grants: readonly Grant[] = [];
  prunedBefore = -Infinity;
  /** Whether the clock was ever set back. */
  wentBack = false;
  /** Whether the name ever led to another cluster. */
  wasElsewhere = false;
  clusterId = 'one';
  told: Told = nothingTold();
  holding: Holding | undefined;
  /** Whether a look at the cluster has been completed in this process. */
  isShown = false;
  session: ClusterSession;
  store: UnreliableStore;
  readonly #shelf: Shelf;
  readonly #terms = { checks: checkIds, frameworks: [], longestMs: 1e15, clock: () => this.now };
  readonly #truths = new Map<string, Truth>();
  readonly #reach = new Map<ThingKind, Reach>();
  #waivers: WaiverBook;
  #listingSince = 0;
  #serial = 0;
  #uptime = 0;
  #hasNews = false;
  #midway: (() => void)[] = [];

  constructor(shelf: Shelf, setup: Setup, now: number) {
    this.#shelf = shelf;
    this.setup = setup;
    this.now = now;
    this.store = new UnreliableStore(shelf.open(() => this.now));
    [this.session, this.#waivers] = this.#boot();
    this.#identify();
    this.#listAll([]);
  }

  get truth(): Truth {
    let truth = this.#truths.get(this.clusterId);
    if (truth === undefined) this.#truths.set(this.clusterId, (truth = emptyTruth()));
    return truth;
  }

  /** How much of the cluster the store has confirmed, as postures tell it. */
  get memory(): 'none' | 'behind' | 'whole' {
    if (this.holding?.isKept !== true) return 'none';
    return this.holding.unconfirmed.length > 0 ? 'behind' : 'whole';
  }

  reachOf(kind: ThingKind): Reach {
    return this.#reach.get(kind) ?? 'well';
  }

  /** A number that was not given before, for uids and versions. */
  serial(): string {
    this.#serial += 1;
    return String(this.#serial);
  }

  /** Ends the process, however it stands, and starts another; kinds in `late` do not answer at once. */
  async start(setup: Setup, late: readonly ThingKind[]): Promise<void> {
    if (this.#shelf.closes) {
      const { answering } = this.store;
      await this.store.port.close();
      this.store = new UnreliableStore(this.#shelf.open(() => this.now));
      this.store.answering = answering;
    }
    this.setup = setup;
    this.told = nothingTold();
    this.holding = undefined;
    this.isShown = false;
    [this.session, this.#waivers] = this.#boot();
    this.#identify();
    this.#listAll(late);
  }

  /** The name leads to another cluster from now on; kinds in `late` do not answer at once. */
  lead(clusterId: string, late: readonly ThingKind[]): void {
    if (clusterId === this.clusterId) return;
    this.wasElsewhere = true;
    this.told = nothingTold();
    this.holding = undefined;
    this.isShown = false;
    this.#listingSince = this.now;
    this.clusterId = clusterId;
    this.#identify();
    this.#listAll(late);
  }

  /** Creates, changes or deletes; the source tells it at once where it can. */
  change(kind: ThingKind, namespace: string, name: string, thing: Thing | undefined): void {
    const place = placeOf({ kind, namespace, name });
    if (thing === undefined) {
      if (!this.truth.things.delete(place)) return;
    } else this.truth.things.set(place, thing);
    if (this.reachOf(kind) !== 'well' || !this.#isListened(kind)) return;
    if (thing === undefined) {
      this.told.seen.delete(place);
      this.session.reception.removed(kind, namespace, name, this.#moment());
    } else {
      tell(this.told, thing);
      this.session.reception.put(observed(manifestOf(thing)), this.#moment());
    }
  }

  /** The way to a kind changes; once it is well again, the source lists it anew. */
  reach(kind: ThingKind, reach: Reach): void {
    this.#reach.set(kind, reach);
    if (!this.#isListened(kind)) return;
    if (reach === 'well') this.#list(kind);
    else if (reach !== 'late')
      this.session.reception.status(kind, reach === 'out' ? 'stale' : 'forbidden', 'a history says so');
  }

  /** A list that broke off half way: what was read of it is worth nothing. */
  halfList(kind: ThingKind): void {
    if (this.reachOf(kind) === 'well') this.reach(kind, 'out');
    this.session.reception.lost('the list broke off');
  }

  /** Everything is judged again, as the exporter does from time to time. */
  judgeAll(): void {
    this.session.inventory.setNow(this.now);
    this.session.engine.dueAll();
    this.#hasNews = true;
  }

  grant(grants: readonly Grant[]): void {
    this.grants = grants;
    this.#waivers.follow(this.#compiled());
  }

  /** Something that happens while the next evaluation is going on. */
  midway(what: () => void): void {
    this.#midway.push(what);
  }

  /** Lets time pass; less than nothing is a clock that is set back. */
  pass(milliseconds: number): void {
    this.now += milliseconds;
    this.#uptime += Math.max(0, milliseconds);
    this.wentBack ||= milliseconds < 0;
  }

  async prune(before: number): Promise<void> {
    if (this.store.answering === 'never') return;
    this.prunedBefore = Math.max(this.prunedBefore, before);
    await this.store.port.prune(before);
  }

  /** Lets the exporter come to rest, and says what the specification makes of it. */
  async settle(): Promise<void> {
    this.session.holding.retryStore();
    const answering = this.store.answering;
    do {
      this.#hasNews = false;
      await this.#cycle();
    } while (this.#hasNews);
    if (this.holding === undefined || (!this.holding.isKept && answering !== 'never')) {
      this.holding = takenOver(answering === 'never' ? undefined : this.truth.durable);
    }
    const { holding } = this;
    const isListed = ![...this.#reach].some(([kind, reach]) => reach === 'late' && this.#isListened(kind));
    if (!this.isShown && !isListed && this.now - this.#listingSince < syncTimeoutMs) return;
    holding.book = observe(holding.book, this.view(), this.now, holding.isKept);
    this.isShown = true;
    if (!holding.isKept) return;
    enqueue(holding);
    if (answering === 'never') return;
    const [sent] = holding.unconfirmed;
    if (answering === 'in vain') this.truth.durable = sent ?? holding.book;
    else {
      this.truth.durable = holding.book;
      holding.unconfirmed = [];
    }
  }

  /** What can be told of the cluster now. */
  view(): View {
    const reachOf = (kind: ThingKind) => this.reachOf(kind);
    return {
      setup: this.setup,
      trouble: this.trouble,
      ...this.told,
      inherited: this.holding?.inherited ?? new Set(),
      isVisible: (kind) => reachOf(kind) === 'well' && this.#isListened(kind),
      isRefused: (kind) => reachOf(kind) === 'refused' && this.#isListened(kind),
      isWaived: (check, thing, container) => this.grants.some((grant) => this.covers(grant, check, thing, container)),
    };
  }

  /** Whether a grant accepts an offence now. */
  covers(grant: Grant, check: CheckId, thing: Thing, container: string | undefined): boolean {
    return (
      grant.check === check &&
      this.now < grant.expiresAt &&
      (grant.namespace ?? thing.namespace) === thing.namespace &&
      (grant.container === undefined || grant.container === container)
    );
  }

  async #cycle(): Promise<void> {
    await runCycle(this.session, {
      store: this.store.port,
      clock: () => this.now,
      breathe: () => {
        for (const what of this.#midway.splice(0)) what();
        return Promise.resolve();
      },
      sliceIsOver: () => this.#midway.length > 0,
      alsoRemember: () => undefined,
      onTransitions() {},
      publish() {},
    });
    for (const what of this.#midway.splice(0)) what();
  }

  #boot(): [ClusterSession, WaiverBook] {
    this.#listingSince = this.now;
    const checks = checksOf(this.setup, this.trouble);
    const waivers = createWaiverBook(this.#terms, waiverLeadMs, this.#compiled());
    const session = new ClusterSession({
      name: clusterName,
      checks,
      kinds: kindsNeeded(checks),
      exempt: noExemptions,
      owners: createOwnerDirectory(),
      waivers: waivers.of(clusterName),
      syncTimeoutMs,
      store: this.store.port,
      replica: onlyReplica.replica,
      // Who leads is not what histories are about.
      leaseMs: Number.MAX_SAFE_INTEGER,
      isAlone: true,
      uptime: () => this.#uptime,
      onChange() {},
      onSilence() {},
      onAnswer() {},
      twinOf: () => undefined,
      clock: () => this.now,
      onDue: () => (this.#hasNews = true),
      onStoreFailure() {},
      onStoreRecovered() {},
      onCheckError() {},
      onPassedOver() {},
    });
    return [session, waivers];
  }

  #identify(): void {
    this.session.reception.identified({ id: this.clusterId, version: 'v1.37.0', provider: 'kubeadm' });
    this.session.rejects.readable('event', undefined);
  }

  #listAll(late: readonly ThingKind[]): void {
    for (const kind of this.session.kinds().map(({ kind }) => kind)) {
      if (isThingKind(kind)) {
        const reach = this.reachOf(kind);
        const next =
          reach === 'well' && late.includes(kind) ? 'late' : reach === 'late' && !late.includes(kind) ? 'well' : reach;
        this.reach(kind, next);
      } else {
        this.session.reception.replaced(kind, [], this.#moment());
        this.session.reception.status(kind, 'synced');
      }
    }
  }

  #list(kind: ThingKind): void {
    const things = [...this.truth.things.values()].filter((thing) => thing.kind === kind);
    for (const [place, thing] of this.told.seen) if (thing.kind === kind) this.told.seen.delete(place);
    for (const thing of things) tell(this.told, thing);
    const all = things.map((thing) => observed(manifestOf(thing)));
    this.session.reception.replaced(kind, all, { receivedAt: this.now, skipped: 'initial', path: 'relist' });
    this.session.reception.status(kind, 'synced');
    this.session.reception.contact(kind, this.now);
  }

  #isListened(kind: ThingKind): boolean {
    return this.session.kinds().some((one) => one.kind === kind);
  }

  #moment(): Moment {
    return { receivedAt: this.now, changedAt: this.now, path: 'watch' };
  }

  #compiled(): readonly CompiledWaiver[] {
    return this.grants.map(({ name, check, namespace, container, expiresAt }) =>
      compileWaiver(
        {
          name,
          checks: [check],
          frameworks: [],
          match: {
            ...(namespace !== undefined && { namespaces: [namespace] }),
            ...(container !== undefined && { containers: [container] }),
          },
          type: 'temporary',
          reason: 'a history says so',
          requester: 'ann',
          approver: 'bob',
          expiresAt,
          source: { kind: 'request' },
        },
        this.#terms,
      ),
    );
  }
}

function isThingKind(kind: KindName): kind is ThingKind {
  return kind === 'Deployment' || kind === 'ReplicaSet' || kind === 'Pod' || kind === 'ServiceAccount';
}
