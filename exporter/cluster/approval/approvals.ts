import { setImmediate as nextTurn } from 'node:timers/promises';
import { codes, type Evaluator } from '../../evaluate/evaluator.ts';
import type { Engine } from '../../evaluate/engine.ts';
import type { Journal, JournalEntry, JournalPosition, JournalQuery } from '../../findings/journal.ts';
import type { ApprovalDesk, ApprovalOutcome, Deviation } from '../../model/approval.ts';
import { allKinds, type Inventory } from '../../model/inventory.ts';
import { refOf, type ObjectKey } from '../../model/object.ts';
import {
  approvalIn,
  endedEntries,
  entriesOf,
  isApprovable,
  mostApproved,
  partsOf,
  specHash,
  stateIn,
  type ApprovedObject,
  type ApprovedState,
} from './approved-state.ts';
import { deviationIn, type Deviations } from './deviations.ts';

const readAtOnce = 1_000;
const mostRemembered = 20_000;
/** Objects that are digested before others get their turn. */
const digestedAtOnce = 250;

/** What is needed of the session of a cluster. */
export interface ApprovedCluster {
  readonly name: string;
  readonly id: string;
  /** Whether its first evaluation is done. */
  readonly isEvaluated: boolean;
  readonly inventory: Inventory;
  readonly evaluator: Evaluator;
  readonly engine: Engine;
  readonly approved: Deviations;
  /** Compares every object with what is approved now. */
  approvedChanged(): void;
}

/** Approved states in the journal of a store; every replica reads what others note. */
export class Approvals implements ApprovalDesk {
  readonly #journal: Pick<Journal, 'read' | 'note'>;
  readonly #clusters: () => Iterable<ApprovedCluster>;
  readonly #clock: () => number;
  #isKnown = false;

  constructor(deps: {
    readonly journal: Pick<Journal, 'read' | 'note'>;
    readonly clusters: () => Iterable<ApprovedCluster>;
    readonly clock: () => number;
  }) {
    this.#journal = deps.journal;
    this.#clusters = deps.clusters;
    this.#clock = deps.clock;
  }

  async known(): Promise<void> {
    if (!this.#isKnown) await this.read();
  }

  /** Takes over what was approved, or was ended, by others; resolves to the names of clusters where that is so. */
  async read(): Promise<readonly string[]> {
    const approved = new Map<string, string>();
    const heads = await this.#all({ topic: 'approval', key: 'current' });
    for (const { cluster, entry } of heads) {
      const id = approvalIn(entry);
      if (id !== undefined) approved.set(cluster, id);
    }
    const changed: string[] = [];
    for (const cluster of this.#clusters()) {
      const id = approved.get(cluster.name);
      if (id === cluster.approved.current?.id) continue;
      const state = id === undefined ? undefined : stateIn(await this.#entriesOf(cluster.name, 'approval'));
      // It is being written anew: the next look finds it whole.
      if (id !== state?.approval.id) continue;
      await this.#adopt(cluster, state);
      changed.push(cluster.name);
    }
    this.#isKnown = true;
    return changed;
  }

  /** Approves a cluster as it is now. */
  async approve(
    name: string,
    {
      approver,
      reason,
      caller,
    }: { readonly approver: string; readonly reason: string; readonly caller: string | undefined },
  ): Promise<ApprovalOutcome> {
    const cluster = this.#find(name);
    if (cluster === undefined || cluster.id === '' || !cluster.isEvaluated) return { result: 'not_ready' };
    await this.read();
    const now = this.#clock();
    const objects = await objectsOf(cluster);
    if (objects.size > mostApproved) return { result: 'too_many', most: mostApproved };
    const before = cluster.approved.state;
    const state: ApprovedState = {
      approval: {
        id: new Date(now).toISOString(),
        approver,
        isVerified: caller === approver,
        ...(caller !== undefined && { caller }),
        reason,
        at: now,
        objects: objects.size,
      },
      checks: cluster.evaluator.checks.map(({ id }) => id),
      kinds: allKinds.filter((kind) => cluster.inventory.isVisible(kind)),
      objects,
    };
    const ended =
      before === undefined ? [] : endedEntries(before, now, partsOf(state)).filter(({ key }) => key !== 'current');
    const entries = [...ended, ...entriesOf(state)];
    if (!(await this.#journal.note(cluster.id, { entries, tallies: [] }))) return { result: 'not_ready' };
    await this.#adopt(cluster, state);
    return { result: 'done', approval: state.approval };
  }

  /** Ends the approval of a cluster, and with it all deviations. */
  async end(name: string): Promise<ApprovalOutcome> {
    const cluster = this.#find(name);
    if (cluster === undefined || cluster.id === '') return { result: 'not_ready' };
    await this.read();
    const before = cluster.approved.state;
    if (before === undefined) return { result: 'none' };
    const entries = endedEntries(before, this.#clock(), 0);
    if (!(await this.#journal.note(cluster.id, { entries, tallies: [] }))) return { result: 'not_ready' };
    await this.#adopt(cluster, undefined);
    return { result: 'done', approval: before.approval };
  }

  async remembered(name: string, since: number): Promise<readonly Deviation[]> {
    const found = await this.#all({ topic: 'deviation', clusters: [name], from: since }, mostRemembered);
    return found.flatMap(({ entry }) => deviationIn(entry) ?? []);
  }

  async #adopt(cluster: ApprovedCluster, state: ApprovedState | undefined): Promise<void> {
    const remembered = (await this.#entriesOf(cluster.name, 'deviation')).flatMap((entry) => deviationIn(entry) ?? []);
    cluster.approved.adopt(state, remembered, this.#clock());
    cluster.approvedChanged();
  }

  #find(name: string): ApprovedCluster | undefined {
    return [...this.#clusters()].find((cluster) => cluster.name === name);
  }

  async #entriesOf(cluster: string, topic: 'approval' | 'deviation'): Promise<readonly JournalEntry[]> {
    const found = await this.#all({ topic, clusters: [cluster], holdingAt: this.#clock() });
    return found.map(({ entry }) => entry);
  }

  async #all(query: JournalQuery, most = Infinity) {
    const found: { readonly cluster: string; readonly entry: JournalEntry }[] = [];
    let after: JournalPosition | undefined;
    do {
      const { items, next } = await this.#journal.read(query, readAtOnce, after);
      found.push(...items);
      if (found.length > most) throw new RangeError(`more than ${most} deviations`);
      after = next;
    } while (after !== undefined);
    return found;
  }
}

/** Every judged object of a cluster as it is now. */
async function objectsOf({ engine, inventory }: ApprovedCluster): Promise<ReadonlyMap<ObjectKey, ApprovedObject>> {
  const objects = new Map<ObjectKey, ApprovedObject>();
  for (const [key, { results }] of engine.evaluations()) {
    const { kind, namespace, name } = refOf(key);
    const object = isApprovable(kind) ? inventory.find(kind, namespace, name) : undefined;
    if (object === undefined) continue;
    const accepted = Array.from(results, (code, index) => [codes[code], index] as const).flatMap(([code, index]) =>
      code === 'fail' || code === 'unknown' || code === 'error' ? [index] : [],
    );
    objects.set(key, { hash: specHash(object), accepted });
    if (objects.size % digestedAtOnce === 0) await nextTurn();
    if (objects.size > mostApproved) break;
  }
  return objects;
}
