import { isCriticalPosture } from './checks/profiles.ts';
import { observe } from './cluster/observe.ts';
import type { Held } from './cluster/held.ts';
import type { ClusterSession } from './cluster/session.ts';
import { coverageOf } from './evaluate/coverage.ts';
import { scoreOf } from './evaluate/score.ts';
import { advance, retire, type Known } from './findings/advance.ts';
import { mergedWrites, type JournalEntry, type JournalWrite } from './findings/journal.ts';
import { Fenced, type FindingStore } from './findings/store.ts';
import { marked } from './findings/windows.ts';
import type { FindingTransition } from './model/finding.ts';
import { objectKey, refOf, type ObjectKey } from './model/object.ts';
import type { Posture } from './publish/posture.ts';

export interface CycleDeps {
  readonly store: FindingStore;
  readonly clock: () => number;
  /** Lets other work run; the cycle calls it after each slice of evaluation. */
  readonly breathe: () => Promise<void>;
  /** Whether the current slice has used up its time. */
  readonly sliceIsOver: () => boolean;
  readonly onTransitions: (cluster: ClusterSession, transitions: readonly FindingTransition[]) => void;
  /** Rejects that began, and steps of drift, that the store has from now on. */
  readonly onJournal?: (cluster: ClusterSession, news: readonly JournalEntry[]) => void;
  readonly publish: (cluster: ClusterSession) => void;
  /** What goes into the journal with the next batch, beside what comes of evaluation; asked once per batch. */
  readonly alsoRemember: (cluster: ClusterSession, epoch: number) => JournalWrite | undefined;
}

/** Transitions that may wait for a store that fails, before what is remembered is read anew instead. */
const mostUnconfirmed = 200_000;

/** One pass over a cluster: judge what is due, see what became of findings, remember it, and only then show it. */
export async function runCycle(cluster: ClusterSession, deps: CycleDeps): Promise<void> {
  const held = await cluster.hold();
  if (held === undefined || !cluster.reception.isListed) return;

  cluster.terms.refresh();
  const moments = cluster.latency.take();
  const transitions = await judgeDue(cluster, held, deps);
  if (!cluster.isStill(held)) return;
  let committed: readonly FindingTransition[];
  try {
    committed = await remember(cluster, held, transitions, deps);
  } catch (error) {
    cluster.latency.giveBack(moments);
    if (error instanceof Fenced) cluster.standDown();
    throw error;
  }
  if (!cluster.isStill(held)) return;
  held.isShown = true;
  cluster.posture = postureOf(cluster, held, deps.clock());
  cluster.latency.committed(held.revision, moments);
  deps.publish(cluster);
  deps.onTransitions(cluster, committed);
}

/** Evaluates in slices until nothing that changed is waiting; the first pass runs to the end of everything. */
async function judgeDue(cluster: ClusterSession, held: Held, deps: CycleDeps): Promise<FindingTransition[]> {
  const { engine, evaluator, inventory } = cluster;
  const known = knownOf(cluster, held);
  const indexOf = new Map(evaluator.checks.map((check, index) => [check.id, index]));
  // By object: one that is judged twice before the commit is compared with what is committed, not with itself.
  const transitions = new Map<ObjectKey, FindingTransition[]>();
  const wholePass = !held.isShown;
  for (const key of meetAgain(cluster, held)) {
    const { kind, namespace, name } = refOf(key);
    transitions.set(key, retire(known, known.openAt({ kind, namespace, name }), deps.clock()));
  }
  if (wholePass) cluster.answerable.noteInheritances();
  do {
    for (const step of engine.drain(deps.sliceIsOver)) {
      const observation = observe(step, {
        clusterId: held.identity.id,
        evaluator,
        indexOf,
        teamOf: cluster.answerable.teamOf,
        changerOf: cluster.drift.changerOf,
      });
      transitions.set(step.key, step.isUnclear ? [] : advance(known, observation, deps.clock()));
      cluster.approved.looked(step, inventory, deps.clock());
      if (cluster.answerable.inheritanceChanged(step)) engine.dueIn(observation.ref.name);
    }
    await deps.breathe();
  } while (cluster.isStill(held) && (engine.due > 0 || (wholePass && engine.later > 0)));
  // In the same turn in which nothing was due: a kind that comes into sight later is not part of this.
  if (cluster.isStill(held)) held.baselines.complete(evaluator.checks, inventory);
  cluster.approved.lookForMissing(inventory, deps.clock());
  cluster.settled();
  return marked([...transitions.values()].flat(), ({ finding }) => cluster.windows.over(finding.object));
}

/**
 * Objects with findings may have gone while nobody looked, and no event will say so: what a complete list does not have
 * is due like a deletion. Returns those of kinds that nothing reads any more, because no check in use needs them.
 */
function meetAgain({ inventory, engine }: ClusterSession, { unmet }: Held): readonly ObjectKey[] {
  const unread: ObjectKey[] = [];
  for (const [kind, keys] of unmet) {
    if (!inventory.isKnown(kind)) for (const key of keys) unread.push(key);
    else if (!inventory.isVisible(kind)) continue;
    else {
      for (const key of keys) {
        const { namespace, name } = refOf(key);
        if (inventory.find(kind, namespace, name) === undefined) engine.dueAt(key);
      }
    }
    unmet.delete(kind);
  }
  return unread;
}

function knownOf({ evaluator }: ClusterSession, { register, baselines, baselineAt, survived }: Held): Known {
  const inUse = new Set<string>(evaluator.checks.map(({ id }) => id));
  return {
    openAt: ({ kind, namespace, name }) => register.openAt(objectKey(kind, namespace, name))?.values() ?? [],
    continuable: (id, now) => register.continuable(id, now),
    opensBecause(check, kind) {
      if (baselines.has(check, kind) && baselineAt !== undefined) return 'new';
      return survived?.pairs.has(`${check}|${kind}`) === true ? survived : 'baseline';
    },
    inUse: (check) => inUse.has(check),
  };
}

/**
 * Hands transitions, and which backlogs are known now, to the store; returns what it has committed by now. A store that
 * fails gets them later: the register goes on with them, and `memoryOf` keeps from sight what must be committed first.
 */
async function remember(
  cluster: ClusterSession,
  held: Held,
  transitions: readonly FindingTransition[],
  deps: CycleDeps,
): Promise<readonly FindingTransition[]> {
  const { clock, alsoRemember } = deps;
  const committed: (readonly FindingTransition[])[] = [];
  const at = clock();
  held.revision += 1;
  if (held.kept) {
    cluster.settleRejects();
    const point = cluster.history.due(cluster.posture, at);
    const entries = [
      ...(point === undefined ? [] : [point]),
      ...cluster.windows.takeEntries(),
      ...cluster.approved.takeEntries(),
    ];
    const also = mergedWrites({ entries, tallies: [] }, alsoRemember(cluster, held.epoch));
    const journal = mergedWrites(cluster.chronicle.takeChanges(cluster.inventory, at), also);
    held.outbox.add({
      clusterId: held.identity.id,
      clusterName: cluster.name,
      epoch: held.epoch,
      revision: held.revision,
      at,
      baselineAt: held.rememberedSince ?? at,
      newlyBaselined: held.baselines.takeFresh(),
      noLongerBaselined: held.baselines.takeGone(),
      transitions,
      ...(journal.entries.length > 0 && { journal }),
    });
    if (cluster.holding.mayCommit) await send(cluster, held, deps, committed);
    held.rememberedSince ??= at;
    held.baselineAt ??= at;
  }
  held.register.commit(transitions);
  held.register.forget(at);
  if (held.outbox.size > mostUnconfirmed) cluster.holding.loseTrack();
  return committed.flat();
}

async function send(
  cluster: ClusterSession,
  { outbox }: Held,
  { store, onJournal }: CycleDeps,
  committed: (readonly FindingTransition[])[],
): Promise<void> {
  try {
    await outbox.flush(
      (batch) => store.apply(batch),
      ({ transitions, journal }) => {
        committed.push(transitions);
        if (journal === undefined) return;
        const news = cluster.chronicle.committed(journal);
        if (news.length > 0) onJournal?.(cluster, news);
      },
    );
    cluster.chronicle.confirmed();
    cluster.holding.storeAnswered();
  } catch (error) {
    if (error instanceof Fenced) throw error;
    cluster.holding.storeFailed(error);
  }
}

/** How much of the cluster is in the store: counters are shown only when everything is, times only when they are known. */
function memoryOf({ kept, outbox }: Held): Posture['memory'] {
  return kept ? (outbox.isEmpty ? 'whole' : 'behind') : 'none';
}

function postureOf({ engine, inventory }: ClusterSession, held: Held, at: number): Posture {
  const counts = engine.tally.frozen();
  const criticalSet = coverageOf(counts, inventory, isCriticalPosture);
  let clean = criticalSet.complete;
  counts.checks.forEach((check, index) => {
    if (isCriticalPosture(check) && counts.count(index, 'fail') > 0) clean = false;
  });
  return {
    revision: held.revision,
    at,
    counts,
    score: scoreOf(counts),
    coverage: coverageOf(counts, inventory).ratio,
    clean,
    findings: held.register,
    baselineAt: held.baselineAt,
    rememberedSince: held.rememberedSince,
    memory: memoryOf(held),
  };
}
