import type { FindingSort } from '../contract/vocabulary.ts';
import type { Finding } from '../model/finding.ts';
import { Ledger } from './ledger.ts';
import { MemoryLeases } from './memory-leases.ts';
import { crowdedTopics, lastNamed } from './journal.ts';
import { MemoryJournal, pageOfJournals } from './memory-journal.ts';
import { GroupCounts } from './groups.ts';
import { comparatorOf, groupOf, positionOf, type Grouped } from './order.ts';
import { episodeOf, rememberedRemediations, remediatedBy } from './remediations.ts';
import { predicateOf, type Queried } from './query.ts';
import {
  assertContinues,
  beginOf,
  type Batch,
  type ClosedFinding,
  type FindingPage,
  type FindingQuery,
  type FindingStore,
  type Position,
  type Remediated,
  type Remembered,
  type RevisedTransition,
  type StoredFinding,
} from './store.ts';

const rememberedClosed = 10_000;
const rememberedChanges = 100_000;

/** One state of a finding, from one transition to the next. */
interface Version {
  readonly finding: Finding;
  /** Milliseconds. */
  readonly since: number;
}

interface PastVersion extends Version {
  readonly until: number;
}

interface PlacedTransition extends RevisedTransition {
  readonly place: number;
}

interface Cluster {
  name: string;
  epoch: number;
  revision: number;
  baselineAt: number | undefined;
  /** When the first batch was; milliseconds. */
  since: number | undefined;
  /** Milliseconds. */
  retiredAt: number | undefined;
  readonly baselined: Set<string>;
  readonly open: Map<string, Version>;
  /** In the order in which they ended. */
  past: PastVersion[];
  readonly closed: Map<string, ClosedFinding>;
  /** By episode, in the order in which they were fixed. */
  readonly remediated: Map<string, Remediated>;
  readonly ledger: Ledger;
  changes: PlacedTransition[];
  readonly journal: MemoryJournal;
}

/** A store that forgets at exit: current state is right, history starts with the process. */
export function createMemoryStore(clock: () => number = Date.now): FindingStore {
  const clusters = new Map<string, Cluster>();
  const leases = new MemoryLeases();
  /** Every open finding in each order; made at the first query after a change. */
  const ordered = new Map<FindingSort, readonly StoredFinding[]>();

  function clusterOf(id: string, name: string): Cluster {
    let cluster = clusters.get(id);
    if (cluster === undefined) {
      cluster = {
        name,
        epoch: 0,
        revision: 0,
        baselineAt: undefined,
        since: undefined,
        retiredAt: undefined,
        baselined: new Set(),
        open: new Map(),
        past: [],
        closed: new Map(),
        remediated: new Map(),
        ledger: new Ledger(),
        changes: [],
        journal: new MemoryJournal(),
      };
      clusters.set(id, cluster);
    }
    return cluster;
  }

  /** Clusters that are not retired, or were not at a time. */
  function shown(at?: number): readonly Cluster[] {
    return [...clusters.values()].filter(
      ({ retiredAt }) => retiredAt === undefined || (at !== undefined && at < retiredAt),
    );
  }

  function inOrder(sort: FindingSort): readonly StoredFinding[] {
    let all = ordered.get(sort);
    if (all === undefined) {
      const open = shown().flatMap(({ name, open }) =>
        Array.from(open.values(), ({ finding }) => ({ cluster: name, finding })),
      );
      ordered.set(sort, (all = sorted(open, sort)));
    }
    return all;
  }

  function inOrderAt(at: number, sort: FindingSort): readonly StoredFinding[] {
    const then = shown(at).flatMap(({ name, open, past }) =>
      [
        ...[...open.values()].filter(({ since }) => since <= at),
        ...past.filter(({ since, until }) => since <= at && at < until),
      ].map(({ finding }) => ({ cluster: name, finding })),
    );
    return sorted(then, sort);
  }

  function matching(query: FindingQuery): readonly StoredFinding[] {
    const matches = predicateOf(query);
    const sort = query.sort ?? 'worst';
    return (query.at === undefined ? inOrder(sort) : inOrderAt(query.at, sort)).filter(
      ({ cluster, finding }) =>
        (query.clusters === undefined || query.clusters.includes(cluster)) &&
        (query.firstSeen?.some(({ from, until }) => from <= finding.firstSeen && finding.firstSeen < until) ?? true) &&
        matches(queried(finding)),
    );
  }

  function forgetRetired(before: number): number {
    let forgotten = 0;
    for (const cluster of clusters.values()) {
      if (cluster.retiredAt === undefined || cluster.retiredAt >= before) continue;
      forgotten += cluster.open.size + cluster.past.length + cluster.journal.prune(Infinity);
      for (const all of [cluster.open, cluster.closed, cluster.remediated, cluster.baselined]) all.clear();
      Object.assign(cluster, { past: [], changes: [], baselineAt: undefined, since: undefined });
    }
    ordered.clear();
    return forgotten;
  }

  return {
    persistent: false,

    journal: {
      read(query, limit, after) {
        const known = Array.from(clusters, ([id, { name, journal, retiredAt }]) => ({ id, name, journal, retiredAt }));
        const read =
          query.retired === true && query.clusters !== undefined
            ? lastNamed(known, query.clusters, ({ retiredAt }) => retiredAt)
            : known.filter(({ retiredAt }) => retiredAt === undefined);
        return Promise.resolve(pageOfJournals(read, query, limit, after));
      },
      tallies: (clusterId) => Promise.resolve(clusters.get(clusterId)?.journal.tallies ?? []),
      note(clusterId, write) {
        const cluster = clusters.get(clusterId);
        cluster?.journal.write(write);
        return Promise.resolve(cluster !== undefined);
      },
      trim(most, before) {
        const trimmed = [...clusters.values()].flatMap(({ name, journal }) =>
          crowdedTopics.map((topic) => ({ cluster: name, topic, entries: journal.trim(topic, most, before) })),
        );
        return Promise.resolve(trimmed.filter(({ entries }) => entries > 0));
      },
    },

    leases: {
      lead(claim) {
        const { revision = 0, baselineAt } = clusters.get(claim.clusterId) ?? {};
        return Promise.resolve(leases.lead(claim, clock(), { revision, baselineAt }));
      },
      resign: (clusterId, replica) => Promise.resolve(leases.resign(clusterId, replica)),
    },

    take(clusterId, clusterName) {
      // The name leads to another cluster now; the old one is kept for the day on which it leads back.
      for (const [id, other] of clusters) {
        if (other.name === clusterName && id !== clusterId) other.retiredAt ??= clock();
      }
      ordered.clear();
      const cluster = clusterOf(clusterId, clusterName);
      cluster.name = clusterName;
      cluster.epoch += 1;
      cluster.retiredAt = undefined;
      const remembered: Remembered = {
        epoch: cluster.epoch,
        revision: cluster.revision,
        baselineAt: cluster.baselineAt,
        baselined: [...cluster.baselined],
        open: Array.from(cluster.open.values(), ({ finding }) => finding),
        closed: [...cluster.closed.values()],
        remediated: [...cluster.remediated.values()],
        counters: cluster.ledger.counters(),
      };
      return Promise.resolve(remembered);
    },

    apply(batch: Batch) {
      const cluster = clusterOf(batch.clusterId, batch.clusterName);
      try {
        assertContinues(batch, cluster);
      } catch (error) {
        return Promise.reject(error);
      }
      if (batch.revision <= cluster.revision) return Promise.resolve();
      cluster.revision = batch.revision;
      if (batch.transitions.length > 0) ordered.clear();
      cluster.baselineAt ??= batch.baselineAt;
      cluster.since ??= beginOf(batch);
      for (const pair of batch.noLongerBaselined ?? []) cluster.baselined.delete(pair);
      for (const pair of batch.newlyBaselined) cluster.baselined.add(pair);
      for (const [place, transition] of batch.transitions.entries()) {
        const { finding, type, at } = transition;
        const before = cluster.open.get(finding.id);
        if (before !== undefined) cluster.past.push({ ...before, until: at });
        if (type === 'resolved') {
          cluster.open.delete(finding.id);
          cluster.closed.delete(finding.id);
          cluster.closed.set(finding.id, { at, reason: transition.reason, finding });
        } else {
          cluster.open.set(finding.id, { finding, since: at });
          cluster.closed.delete(finding.id);
        }
        const episode = episodeOf(finding);
        const remediated = remediatedBy(transition);
        if (type !== 'updated') cluster.remediated.delete(episode);
        if (remediated !== undefined) cluster.remediated.set(episode, remediated);
        cluster.ledger.record(transition);
        cluster.changes.push({ revision: batch.revision, place, transition });
      }
      if (batch.journal !== undefined) cluster.journal.write(batch.journal);
      trim(cluster, batch.at - rememberedRemediations.withinMs);
      return Promise.resolve();
    },

    query(query, limit, after) {
      const found = matching(query);
      const sort = query.sort ?? 'worst';
      const compare = comparatorOf(sort);
      const positionAt = (stored: StoredFinding): Position => positionOf(sort, grouped(stored));
      const from = after === undefined ? 0 : found.findIndex((stored) => compare(positionAt(stored), after) > 0);
      const items = from < 0 ? [] : found.slice(from, from + limit);
      const last = items.at(-1);
      const more = from >= 0 && from + limit < found.length;
      const page: FindingPage = {
        items,
        total: found.length,
        next: more && last ? positionAt(last) : undefined,
      };
      return Promise.resolve(page);
    },

    groups(query, by) {
      const counts = new GroupCounts();
      for (const stored of matching(query)) {
        const { severity, firstSeen } = stored.finding;
        counts.add(groupOf(by, grouped(stored)), severity, 1, firstSeen);
      }
      return Promise.resolve(counts.largest());
    },

    rememberedSince(at) {
      const known = shown(at).flatMap(({ name, since }) => (since === undefined ? [] : [[name, since] as const]));
      return Promise.resolve(new Map(known));
    },

    retire(clusterName, at) {
      const named = [...clusters.values()].filter(({ name }) => name === clusterName);
      const standing = named.find(({ retiredAt }) => retiredAt === undefined);
      const [latest] = named.toSorted((a, b) => (b.retiredAt ?? 0) - (a.retiredAt ?? 0));
      const changed = at !== undefined ? standing : standing === undefined ? latest : undefined;
      if (changed !== undefined) changed.retiredAt = at;
      ordered.clear();
      return Promise.resolve(changed !== undefined);
    },

    find(id) {
      for (const { name, open } of shown()) {
        const version = open.get(id);
        if (version !== undefined) return Promise.resolve({ cluster: name, finding: version.finding });
      }
      return Promise.resolve(undefined);
    },

    changes(clusterId, from, limit) {
      const all = clusters.get(clusterId)?.changes ?? [];
      const isReached = ({ revision, place }: PlacedTransition): boolean =>
        revision > from.revision || (revision === from.revision && place >= from.place);
      const begin = all.findIndex(isReached);
      const found = begin < 0 ? [] : all.slice(begin, begin + limit + 1);
      const next = found[limit];
      return Promise.resolve({
        items: found.slice(0, limit).map(revised),
        next: next && { revision: next.revision, place: next.place },
      });
    },

    history(id, limit) {
      const changes = [...clusters.values()].flatMap(({ changes }) => changes);
      const own = changes.filter(({ transition }) => transition.finding.id === id).slice(-limit);
      return Promise.resolve(own.map(revised));
    },

    forgetRetired: (before) => Promise.resolve(forgetRetired(before)),

    prune(before) {
      let forgotten = forgetRetired(before);
      for (const cluster of clusters.values()) {
        const kept = cluster.past.filter(({ until }) => until >= before);
        forgotten += cluster.past.length - kept.length;
        cluster.past = kept;
        const standing = new Set(Array.from(cluster.open.values(), ({ finding }) => finding));
        cluster.changes = cluster.changes.filter(
          ({ transition: { at, finding } }) => at >= before || standing.has(finding),
        );
        forgotten += cluster.journal.prune(before);
        for (const [id, { at }] of cluster.closed) if (at < before) cluster.closed.delete(id);
        for (const [episode, { at }] of cluster.remediated) if (at < before) cluster.remediated.delete(episode);
      }
      return Promise.resolve(forgotten);
    },

    size: () => Promise.resolve(undefined),

    close: () => Promise.resolve(),
  };
}

function revised({ revision, transition }: PlacedTransition): RevisedTransition {
  return { revision, transition };
}

function grouped({ cluster, finding }: StoredFinding): Grouped & Omit<Position, 'group'> {
  const { id, check, severity, firstSeen, object, team } = finding;
  return { id, cluster, check, severity, firstSeen, namespace: object.namespace, team: team.team };
}

function sorted(findings: readonly StoredFinding[], sort: FindingSort): readonly StoredFinding[] {
  const compare = comparatorOf(sort);
  return findings
    .map((stored) => ({ stored, position: positionOf(sort, grouped(stored)) }))
    .sort((a, b) => compare(a.position, b.position))
    .map(({ stored }) => stored);
}

function queried({ check, severity, message, object, team: { team }, windows }: Finding): Queried {
  const { kind, namespace, name } = object;
  return { check, severity, kind, namespace, name, team, message, ...(windows !== undefined && { windows }) };
}

function trim(cluster: Cluster, before: number): void {
  const { closed, changes, past, remediated } = cluster;
  for (const [episode, { at }] of remediated) {
    if (at >= before && remediated.size <= rememberedRemediations.most) break;
    remediated.delete(episode);
  }
  for (const id of closed.keys()) {
    if (closed.size <= rememberedClosed) break;
    closed.delete(id);
  }
  if (past.length > rememberedChanges) {
    const forgotten = past.splice(0, past.length - rememberedChanges);
    // What was told of earlier times would now lack what ended in between.
    cluster.since = forgotten.at(-1)?.until;
  }
  if (changes.length > rememberedChanges) changes.splice(0, changes.length - rememberedChanges);
}
