import type { Check } from '../checks/define.ts';
import { checkSetOf } from '../evaluate/check-set.ts';
import { Engine } from '../evaluate/engine.ts';
import { Evaluator } from '../evaluate/evaluator.ts';
import { firstOf, type Exempt, type GrantedExemptions } from '../evaluate/exemptions.ts';
import type { FindingStore } from '../findings/store.ts';
import { noWindows, type ClusterWindows } from '../findings/windows.ts';
import { Inventory } from '../model/inventory.ts';
import type { KindName } from '../model/kinds.ts';
import type { KubeObject } from '../model/object.ts';
import type { OwnerDirectory } from '../model/owner.ts';
import type { WaiverView } from '../model/waiver.ts';
import type {
  ClusterView,
  Evidence,
  ExemptOffence,
  FindingSubject,
  KindState,
  NodePool,
  Posture,
} from '../publish/posture.ts';
import { acceptedOf, exemptOffencesOf, proposedWaiversOf } from './accepted.ts';
import { Answerable } from './answerable.ts';
import { evidenceOf } from './evidence.ts';
import type { Held } from './held.ts';
import { Holding, type HoldingDeps } from './holding.ts';
import type { Leadership } from './leadership.ts';
import { LeaseMemory } from './lease-memory.ts';
import { nodePoolsOf } from './node-pools.ts';
import { PostureHistory } from './posture-history.ts';
import { Latency } from './latency.ts';
import { Chronicle } from './chronicle.ts';
import { Drift } from './drift/drift.ts';
import { Deviations } from './approval/deviations.ts';
import type { KnownManagers } from './drift/managers.ts';
import { Reception, type ReceptionDeps } from './reception.ts';
import { Rejects } from './rejects.ts';
import { TimedTerms } from './timed-terms.ts';
import { topOwnerOf } from './top-owner.ts';

export interface SessionDeps
  extends
    Omit<HoldingDeps, 'onHeld' | 'survived' | 'onTaken' | 'store'>,
    Pick<ReceptionDeps, 'kinds' | 'syncTimeoutMs' | 'onPassedOver'> {
  readonly store: Pick<FindingStore, 'take' | 'leases' | 'journal'>;
  readonly checks: readonly Check[];
  readonly exempt: Exempt;
  readonly owners: OwnerDirectory;
  readonly waivers: GrantedExemptions;
  /** When changes of the cluster are expected; never where it is left out. */
  readonly windows?: ClusterWindows;
  /** Field managers that tell GitOps and machines from people, beside those that everybody has. */
  readonly managers?: KnownManagers;
  /** Name of another cluster with the same id, which is ours already. */
  readonly twinOf: (cluster: { readonly name: string; readonly id: string }) => string | undefined;
  /** Something may be due for evaluation. */
  readonly onDue: () => void;
  readonly onCheckError: (check: Check, object: KubeObject, error: unknown) => void;
}

/** One cluster: what its source delivers goes in at `reception`, what publishing shows comes out; the cycle runs between. */
export class ClusterSession implements ClusterView {
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
  readonly leadership: Leadership;
  readonly windows: ClusterWindows;
  readonly approved: Deviations;
  /** Where its source delivers. */
  readonly reception: Reception;
  readonly answerable: Answerable;
  readonly terms: TimedTerms;
  readonly #deps: SessionDeps;
  /** Name of another of our clusters that turned out to be this one. */
  #twin: string | undefined;
  #dueSince: number | undefined;
  posture: Posture | undefined;

  constructor(deps: SessionDeps) {
    this.name = deps.name;
    this.#deps = deps;
    this.inventory.setNow(deps.clock());
    this.answerable = new Answerable(deps.name, this.inventory, deps.owners);
    this.checkSet = checkSetOf(deps.checks);
    this.windows = deps.windows ?? noWindows;
    this.approved = new Deviations(deps.checks.map(({ id }) => id));
    this.history = new PostureHistory(this.checkSet);
    this.drift = new Drift({
      managers: deps.managers ?? { gitops: [], automation: [] },
      teamOf: this.answerable.teamOf,
    });
    this.rejects = new Rejects({ clock: deps.clock, onSeen: deps.onDue });
    this.chronicle = new Chronicle(this);
    this.note = new LeaseMemory({
      checks: deps.checks,
      clock: deps.clock,
      confirmed: () =>
        this.held?.kept === true && this.held.isShown && this.held.outbox.isEmpty ? this.held : undefined,
      // Whatever has happened so far is judged: nothing waits either.
      isCurrent: () => this.reception.isCurrent && this.#dueSince === undefined,
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
    this.leadership = this.holding.leadership;
    this.reception = new Reception({
      ...deps,
      inventory: this.inventory,
      latency: this.latency,
      drift: this.drift,
      note: this.note,
      rejects: this.rejects,
      // Before it is known who leads, a second writer would only get into the way of the first.
      renewsLease: () => this.held !== undefined && this.leadership.publishes,
      onDue: () => this.#due(),
      onAnother: () => {
        // Objects that went with the old cluster were not deleted, and the new one may hold findings at the same names.
        this.inventory.remember(new Set());
        this.engine.forget();
        this.standDown();
      },
    });
    this.evaluator = new Evaluator({
      checks: deps.checks,
      inventory: this.inventory,
      exempt: firstOf(deps.exempt, deps.waivers.exempt),
      onError: deps.onCheckError,
    });
    this.engine = new Engine(this.inventory, this.evaluator);
    this.terms = new TimedTerms({
      ...deps,
      inventory: this.inventory,
      windows: this.windows,
      engine: this.engine,
      evaluator: this.evaluator,
    });
    this.inventory.listen({
      changed: ({ kind }) => {
        this.terms.changed(kind);
        this.#due();
      },
      statusChanged: () => {
        this.approved.reconsider();
        this.#due();
      },
      versionChanged: () => this.#due(),
    });
  }

  // What the cycle needs

  /** Objects waiting to be judged. */
  queueDepth(): number {
    return this.engine.due + this.engine.later;
  }

  /** Seconds that the oldest change has waited for evaluation. */
  oldestDue(now: number): number {
    return this.#dueSince === undefined ? 0 : Math.max(0, now - this.#dueSince) / 1000;
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
    this.answerable.noteInheritances();
    this.engine.dueAll();
    this.#due();
  }

  /** Takes up what admission refused, now that owners may have been seen. */
  settleRejects(): void {
    const { inventory } = this;
    const { teamOf } = this.answerable;
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

  /** Whether this process holds the cluster in the store. */
  get leads(): boolean {
    return this.holding.leads;
  }

  get hasNameConflict(): boolean {
    return this.reception.hasNameConflict;
  }

  /** Whether what was held is still of the cluster that the name leads to. */
  isStill(held: Held): boolean {
    return this.held === held && this.reception.identity?.id === held.identity.id;
  }

  /** Another writer has taken the cluster over: nothing of it is shown until it is taken back. */
  standDown(): void {
    this.holding.standDown();
    this.posture = undefined;
  }

  /** What this process holds of the cluster from now on; nothing when another of our clusters is the same one. */
  async hold(): Promise<Held | undefined> {
    const { identity } = this.reception;
    if (identity === undefined) return undefined;
    this.#twin = this.#deps.twinOf(this);
    return this.#twin === undefined ? this.holding.hold(identity) : undefined;
  }

  // What publishing reads

  get id(): string {
    return this.reception.identity?.id ?? '';
  }

  get version(): string {
    return this.reception.identity?.version ?? '';
  }

  get provider(): string {
    return this.reception.identity?.provider ?? 'unknown';
  }

  get up(): boolean {
    return this.reception.up;
  }

  get problem(): string | undefined {
    if (this.#twin === undefined) return this.reception.problem;
    return `this is the same cluster as "${this.#twin}" (id ${this.id}); watch it through one context only`;
  }

  get lastSuccess(): number | undefined {
    return this.reception.lastSuccess;
  }

  kinds(): readonly KindState[] {
    return this.reception.kinds();
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

  unsyncedSeconds(): number {
    return this.reception.unsyncedSeconds();
  }

  #due(): void {
    this.#dueSince ??= this.#deps.clock();
    this.#deps.onDue();
  }
}
