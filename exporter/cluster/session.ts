import { type ChangePath, type KindStatus, type SkippedSampleReason } from '../contract/vocabulary.ts';
import type { Check } from '../checks/define.ts';
import { checkSetOf } from '../evaluate/check-set.ts';
import { Engine, type Step } from '../evaluate/engine.ts';
import { Evaluator } from '../evaluate/evaluator.ts';
import { firstOf, type Exempt, type GrantedExemptions } from '../evaluate/exemptions.ts';
import type { FindingStore } from '../findings/store.ts';
import { noWindows, type ClusterWindows } from '../findings/windows.ts';
import type { ClusterIdentity, ClusterSink, Moment } from '../ingest/sink.ts';
import { Inventory } from '../model/inventory.ts';
import type { Team } from '../model/finding.ts';
import type { KindName } from '../model/kinds.ts';
import { refOf, type KubeObject, type Observed } from '../model/object.ts';
import type { OwnerDirectory } from '../model/owner.ts';
import type { WaiverView } from '../model/waiver.ts';
import { parseVersion } from '../model/version.ts';
import type {
  ClusterView,
  Evidence,
  ExemptOffence,
  FindingSubject,
  HistogramState,
  KindState,
  NodePool,
  Posture,
} from '../publish/posture.ts';
import { acceptedOf, exemptOffencesOf, proposedWaiversOf } from './accepted.ts';
import { evidenceOf } from './evidence.ts';
import type { Held } from './held.ts';
import { Holding, type HoldingDeps } from './holding.ts';
import { LeaseMemory } from './lease-memory.ts';
import { nodePoolsOf } from './node-pools.ts';
import { PostureHistory } from './posture-history.ts';
import { Latency } from './latency.ts';
import { Chronicle } from './chronicle.ts';
import { Drift } from './drift/drift.ts';
import { Deviations } from './approval/deviations.ts';
import type { KnownManagers } from './drift/managers.ts';
import { Rejects } from './rejects.ts';
import { topOwnerOf } from './top-owner.ts';
import { SyncClock } from './sync-clock.ts';

/** How long a name is reported as contested after it led to another cluster; milliseconds. */
const conflictMs = 24 * 3_600_000;

export interface SessionDeps extends Omit<HoldingDeps, 'onHeld' | 'survived' | 'onTaken' | 'store'> {
  readonly store: Pick<FindingStore, 'take' | 'leases' | 'journal'>;
  readonly checks: readonly Check[];
  /** Kinds that a source reads for this cluster. */
  readonly kinds: readonly KindName[];
  readonly exempt: Exempt;
  readonly owners: OwnerDirectory;
  readonly waivers: GrantedExemptions;
  /** When changes of the cluster are expected; never where it is left out. */
  readonly windows?: ClusterWindows;
  /** Field managers that tell GitOps and machines from people, beside those that everybody has. */
  readonly managers?: KnownManagers;
  /** After this long, kinds that are still pending count as unseen. */
  readonly syncTimeoutMs: number;
  /** Name of another cluster with the same id, which is ours already. */
  readonly twinOf: (cluster: { readonly name: string; readonly id: string }) => string | undefined;
  /** Something may be due for evaluation. */
  readonly onDue: () => void;
  readonly onCheckError: (check: Check, object: KubeObject, error: unknown) => void;
  readonly onPassedOver: (reason: 'unknown_kind' | 'malformed', detail: string) => void;
}

/** One cluster: what its source delivers goes in, what publishing shows comes out; the cycle runs between the two. */
export class ClusterSession implements ClusterSink, ClusterView {
  readonly name: string;
  readonly inventory = new Inventory();
  readonly evaluator: Evaluator;
  readonly engine: Engine;
  readonly latency = new Latency();
  /** Names what its scores are made of. */
  readonly checkSet: string;
  readonly history: PostureHistory;
  readonly rejects: Rejects;
  readonly drift: Drift;
  readonly chronicle: Chronicle;
  readonly note: LeaseMemory;
  readonly holding: Holding;
  readonly windows: ClusterWindows;
  readonly approved: Deviations;
  readonly #deps: SessionDeps;
  readonly #lastEvents = new Map<KindName, number>();
  /** What objects inherit from their namespace, by its name. */
  readonly #inheritances = new Map<string, string>();
  /** Kinds to be listed again, because the name leads to another cluster now. */
  readonly #awaited = new Set<KindName>();
  #listingSince: number;
  #isListed = false;
  #renamedAt: number | undefined;
  /** Name of another of our clusters that turned out to be this one. */
  #twin: string | undefined;
  readonly #syncClock: SyncClock;
  #identity: ClusterIdentity | undefined;
  #hasOtherWaivers = true;
  #hasOtherNamespaces = true;
  #up = false;
  #problem: string | undefined = 'not contacted yet';
  #lastSuccess: number | undefined;
  #dueSince: number | undefined;
  posture: Posture | undefined;

  constructor(deps: SessionDeps) {
    this.name = deps.name;
    this.#deps = deps;
    this.#listingSince = deps.clock();
    this.#syncClock = new SyncClock(this.#listingSince);
    this.inventory.setNow(this.#listingSince);
    this.checkSet = checkSetOf(deps.checks);
    this.windows = deps.windows ?? noWindows;
    this.approved = new Deviations(deps.checks.map(({ id }) => id));
    this.history = new PostureHistory(this.checkSet);
    this.drift = new Drift({ managers: deps.managers ?? { gitops: [], automation: [] }, teamOf: this.teamOf });
    this.rejects = new Rejects({ clock: deps.clock, onSeen: deps.onDue });
    this.chronicle = new Chronicle(this);
    this.note = new LeaseMemory({
      checks: deps.checks,
      clock: deps.clock,
      confirmed: () =>
        this.held?.kept === true && this.held.isShown && this.held.outbox.isEmpty ? this.held : undefined,
      isCurrent: () => this.#isCurrent,
    });
    this.holding = new Holding({
      ...deps,
      survived: (clusterId) => this.note.survived(clusterId),
      onTaken: (id, { baselineAt }) =>
        this.chronicle.recall(deps.store.journal, { id, name: this.name, since: baselineAt }, deps.clock()),
      onHeld: (isSame) => {
        // What could be shown before is still right until the first pass with what is held now has ended.
        if (!isSame) this.posture = undefined;
        if (this.held?.kept === true)
          this.inventory.remember(new Set(this.held.unmet.values().flatMap((keys) => keys)));
        this.engine.dueAll();
        this.windows.forgetTaken();
        this.approved.forgetTaken();
      },
    });
    for (const kind of deps.kinds) this.inventory.setStatus(kind, 'pending');
    this.evaluator = new Evaluator({
      checks: deps.checks,
      inventory: this.inventory,
      exempt: firstOf(deps.exempt, deps.waivers.exempt),
      onError: deps.onCheckError,
    });
    this.engine = new Engine(this.inventory, this.evaluator);
    this.inventory.listen({
      changed: ({ kind }) => {
        if (kind === 'Waiver') this.#hasOtherWaivers = true;
        if (kind === 'Namespace') this.#hasOtherNamespaces = true;
        this.#due();
      },
      statusChanged: () => {
        this.approved.reconsider();
        this.#due();
      },
      versionChanged: () => this.#due(),
    });
  }

  // What the source says

  identified(identity: ClusterIdentity): void {
    if (this.#identity !== undefined && this.#identity.id !== identity.id) this.#becameAnother();
    this.#identity = identity;
    const version = parseVersion(identity.version);
    if (version !== undefined) this.inventory.setVersion(version);
    this.#due();
  }

  status(kind: KindName, status: KindStatus, reason?: string): void {
    this.inventory.setStatus(kind, status, reason);
    this.#syncClock.set(this.isSynced, this.#deps.clock());
  }

  replaced(kind: KindName, observed: readonly Observed[], moment: Moment): void {
    this.drift.replaced(
      kind,
      observed.map(({ object }) => object),
      (namespace, name) => this.inventory.find(kind, namespace, name),
      moment.receivedAt,
    );
    const changed = this.inventory.replace(kind, observed);
    if (this.#awaited.delete(kind)) this.status(kind, 'synced');
    // One sample a list, by its oldest change: the wait of all that it found out late.
    if (changed.length > 0 || moment.skipped === 'initial') this.latency.arrived(moment);
  }

  put(observed: Observed, moment: Moment): void {
    const { kind, object } = observed;
    const before = this.inventory.find(kind, object.metadata.namespace, object.metadata.name);
    this.drift.put(kind, before, object, moment.receivedAt);
    // What says nothing new has no result to wait for.
    if (this.inventory.put(observed)) this.latency.arrived(moment);
  }

  removed(kind: KindName, namespace: string, name: string, moment: Moment): void {
    this.latency.arrived(moment);
    this.drift.removed(kind, this.inventory.find(kind, namespace, name), moment.receivedAt);
    this.inventory.remove(kind, namespace, name);
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
    this.latency.canary.observe(seconds);
  }

  // What the cycle needs

  get identity(): ClusterIdentity | undefined {
    return this.#identity;
  }

  /** Whether no needed kind is still on its way, or one has been for too long: the first evaluation may start. */
  get isListed(): boolean {
    // What was once enough stays so, also by a clock that is set back.
    this.#isListed ||=
      this.#deps.kinds.every((kind) => this.inventory.status(kind) !== 'pending') ||
      this.#deps.clock() - this.#listingSince >= this.#deps.syncTimeoutMs;
    return this.#isListed;
  }

  get isSynced(): boolean {
    return this.#deps.kinds.every((kind) => this.inventory.isVisible(kind));
  }

  /** Objects waiting to be judged. */
  queueDepth(): number {
    return this.engine.due + this.engine.later;
  }

  /** Seconds that the oldest change has waited for evaluation. */
  oldestDue(now: number): number {
    return this.#dueSince === undefined ? 0 : Math.max(0, now - this.#dueSince) / 1000;
  }

  /** Who answers for an object of this cluster. */
  readonly teamOf = (kind: KindName, object: KubeObject): Team =>
    this.#deps.owners.teamOf({
      cluster: this.name,
      kind,
      object,
      find: (other, namespace, name) => this.inventory.find(other, namespace, name),
    });

  /** Whether a Namespace now says something else of who answers for its objects. */
  inheritanceChanged({ key, object }: Step): boolean {
    const { kind, name } = refOf(key);
    if (kind !== 'Namespace') return false;
    const before = this.#inheritances.get(name);
    if (object === undefined) {
      this.#inheritances.delete(name);
      return before !== undefined;
    }
    const inherited = this.#deps.owners.inheritedFrom(object);
    this.#inheritances.set(name, inherited);
    return inherited !== before;
  }

  /** Notes what namespaces say before anything is judged: nothing has inherited anything else yet. */
  noteInheritances(): void {
    for (const namespace of this.inventory.list('Namespace')) {
      this.#inheritances.set(namespace.metadata.name, this.#deps.owners.inheritedFrom(namespace));
    }
  }

  /** Takes over which waivers are in force now; what they accept, or no longer do, is due. */
  refreshWaivers(): void {
    const resources = this.#hasOtherWaivers ? this.inventory.list('Waiver') : undefined;
    this.#hasOtherWaivers = false;
    const touched = this.#deps.waivers.refresh(resources, this.#deps.clock());
    if (touched === undefined) return;
    for (const [key, { violations }] of this.engine.evaluations()) {
      const ref = refOf(key);
      const isTouched = violations.some(({ check }) => touched(this.evaluator.checks[check]?.id ?? '', ref));
      if (isTouched) this.engine.dueAt(key);
    }
  }

  /** Takes over which deploy windows are open now. */
  refreshWindows(): void {
    const namespaces = this.#hasOtherNamespaces ? this.inventory.list('Namespace') : undefined;
    this.#hasOtherNamespaces = false;
    this.windows.refresh(namespaces, this.#deps.clock());
  }

  /** When waivers or deploy windows change by the passing of time alone; milliseconds since the epoch. */
  get nextTimedChange(): number | undefined {
    const changes = [this.#deps.waivers.nextChange, this.windows.nextChange].filter((at) => at !== undefined);
    return changes.length === 0 ? undefined : Math.min(...changes);
  }

  get isEvaluated(): boolean {
    return this.posture !== undefined;
  }

  /** Another state is approved now, or none: every object is compared with it. */
  approvedChanged(): void {
    this.engine.dueAll();
    this.#due();
  }

  /** Owners may be others now: every object is asked about again. */
  ownersChanged(): void {
    this.noteInheritances();
    this.engine.dueAll();
    this.#due();
  }

  /** Takes up what admission refused, now that owners may have been seen. */
  settleRejects(): void {
    const { inventory, teamOf } = this;
    const mayCome = (kind: KindName) => this.#deps.kinds.includes(kind);
    this.rejects.settle((by, final) => topOwnerOf(by, { inventory, teamOf, mayCome: final ? () => false : mayCome }));
  }

  /** Nothing that changed is waiting any more. */
  settled(): void {
    this.#dueSince = undefined;
  }

  get held(): Held | undefined {
    return this.holding.held;
  }

  get leadership(): Holding['leadership'] {
    return this.holding.leadership;
  }

  /** Whether this process holds the cluster in the store. */
  get leads(): boolean {
    return this.holding.leads;
  }

  /** Whether two cluster ids have claimed the name within a day. */
  get hasNameConflict(): boolean {
    return this.#renamedAt !== undefined && this.#deps.clock() - this.#renamedAt < conflictMs;
  }

  /** Whether what was held is still of the cluster that the name leads to. */
  isStill(held: Held): boolean {
    return this.held === held && this.#identity?.id === held.identity.id;
  }

  /** Another writer has taken the cluster over: nothing of it is shown until it is taken back. */
  standDown(): void {
    this.holding.standDown();
    this.posture = undefined;
  }

  /** What this process holds of the cluster from now on; nothing when another of our clusters is the same one. */
  async hold(): Promise<Held | undefined> {
    const identity = this.#identity;
    if (identity === undefined) return undefined;
    this.#twin = this.#deps.twinOf(this);
    return this.#twin === undefined ? this.holding.hold(identity) : undefined;
  }

  // What publishing reads

  get id(): string {
    return this.#identity?.id ?? '';
  }

  get version(): string {
    return this.#identity?.version ?? '';
  }

  get provider(): string {
    return this.#identity?.provider ?? 'unknown';
  }

  get up(): boolean {
    return this.#up;
  }

  get problem(): string | undefined {
    if (this.#twin === undefined) return this.#problem;
    return `this is the same cluster as "${this.#twin}" (id ${this.id}); watch it through one context only`;
  }

  get lastSuccess(): number | undefined {
    return this.#lastSuccess;
  }

  kinds(): readonly KindState[] {
    return this.#deps.kinds.map((kind) => {
      const reason = this.inventory.reason(kind);
      const lastEvent = this.#lastEvents.get(kind);
      return {
        kind,
        status: this.inventory.status(kind),
        objects: this.inventory.count(kind),
        ...(reason !== undefined && { reason }),
        ...(lastEvent !== undefined && { lastEvent }),
      };
    });
  }

  exemptOffences(): Iterable<ExemptOffence> {
    return exemptOffencesOf(this);
  }

  evidenceOf(about: FindingSubject): Evidence {
    return evidenceOf(this, about);
  }

  waivers(now: number): readonly WaiverView[] {
    return this.posture === undefined ? [] : this.#deps.waivers.views(this.posture.counts.uses, now);
  }

  proposedWaivers(): readonly WaiverView[] {
    return proposedWaiversOf(this, this.#deps.waivers);
  }

  acceptedBy(exempt: Exempt): number {
    return acceptedOf(this, exempt);
  }

  nodePools(): readonly NodePool[] {
    return nodePoolsOf(this.inventory, this.engine, this.evaluator.checks);
  }

  latencyOf(path: ChangePath): HistogramState {
    return this.latency.histogram(path);
  }

  skipped(reason: SkippedSampleReason): number {
    return this.latency.skipped(reason);
  }

  canaryLatency(): HistogramState {
    return this.latency.canary;
  }

  unsyncedSeconds(): number {
    return this.#syncClock.seconds(this.#deps.clock());
  }

  served(revision: number, at: number): void {
    this.latency.served(revision, at);
  }

  /** The name leads to another cluster now: nothing of the old one may become its baseline. */
  #becameAnother(): void {
    for (const kind of this.#deps.kinds) {
      this.inventory.replace(kind, []);
      if (this.inventory.status(kind) !== 'synced') continue;
      // Its source knows no other status for it until it has been listed again.
      this.#awaited.add(kind);
      this.status(kind, 'pending');
    }
    // Objects that went with the old cluster were not deleted, and the new one may hold findings at the same names.
    this.inventory.remember(new Set());
    this.engine.forget();
    this.holding.standDown();
    this.#listingSince = this.#deps.clock();
    this.#isListed = false;
    this.#renamedAt = this.#listingSince;
    this.rejects.forget();
    this.drift.forget();
    this.posture = undefined;
  }

  /** Whether what has happened so far is judged: nothing waits, and no kind has fallen behind. */
  get #isCurrent(): boolean {
    const isBehind = (kind: KindName) => ['pending', 'stale'].includes(this.inventory.status(kind) ?? '');
    return this.#up && this.#dueSince === undefined && !this.#deps.kinds.some(isBehind);
  }

  #due(): void {
    this.#dueSince ??= this.#deps.clock();
    this.#deps.onDue();
  }
}
