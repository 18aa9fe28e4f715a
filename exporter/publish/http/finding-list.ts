import type { ApiFinding, FindingGrouping, FindingSort, FindingState } from '../../contract/index.ts';
import type { Check } from '../../checks/define.ts';
import { GroupCounts, totalOf } from '../../findings/groups.ts';
import { comparatorOf, groupOf, positionOf, type Grouped } from '../../findings/order.ts';
import { predicateOf } from '../../findings/query.ts';
import type { FindingGroup, FindingQuery, FindingStore, Position } from '../../findings/store.ts';
import type { OwnerDirectory } from '../../model/owner.ts';
import { partOf } from '../../model/verdict.ts';
import type { ClusterView, FindingSubject } from '../posture.ts';
import { exemptFinding, openFinding } from './api-finding.ts';
import { digest } from './pages.ts';

/** Where a list of findings goes on: open ones come first, each state in its own order. */
export interface ListPosition {
  readonly state: FindingState;
  /** Undefined at the beginning of the state. */
  readonly after: Position | undefined;
}

export interface ListPage {
  readonly items: readonly ApiFinding[];
  readonly total: number;
  readonly next: ListPosition | undefined;
}

/** A finding, and where an evaluation has it. */
export interface FoundFinding {
  readonly finding: ApiFinding;
  readonly subject: FindingSubject;
}

export interface FindingListDeps {
  readonly clusters: () => Iterable<ClusterView>;
  readonly checks: readonly Check[];
  readonly store: Pick<FindingStore, 'query' | 'groups' | 'find'>;
  readonly contactOf: OwnerDirectory['contactOf'];
  /** Different in every process: revisions of a store that forgets start again from 0. */
  readonly instance: string;
}

/** Open findings from the store and exempt ones from the evaluation, as one list. */
export class FindingList {
  readonly #clusters: () => Iterable<ClusterView>;
  readonly #checks: ReadonlyMap<string, Check>;
  readonly #store: FindingListDeps['store'];
  readonly #contactOf: FindingListDeps['contactOf'];
  /** Per cluster, for one posture: identities of thousands of exempt offences are not worked out for every page. */
  readonly #exempt = new WeakMap<object, readonly FoundFinding[]>();

  constructor({ clusters, checks, store, contactOf }: FindingListDeps) {
    this.#clusters = clusters;
    this.#checks = new Map(checks.map((check) => [check.id, check]));
    this.#store = store;
    this.#contactOf = contactOf;
  }

  /** A finding, and what its evidence is read by. */
  async find(id: string): Promise<FoundFinding | undefined> {
    const open = await this.#store.find(id);
    if (open !== undefined) {
      const { check, part, object } = open.finding;
      return { finding: openFinding(open, this.#checks, this.#contactOf), subject: { ...object, check, part } };
    }
    for (const cluster of this.#clusters()) {
      const exempt = this.#exemptOf(cluster).find(({ finding }) => finding.id === id);
      if (exempt !== undefined) return exempt;
    }
    return undefined;
  }

  async page(
    query: FindingQuery,
    states: readonly FindingState[],
    limit: number,
    from: ListPosition = { state: states.includes('open') ? 'open' : 'exempt', after: undefined },
    gone?: AbortSignal,
  ): Promise<ListPage> {
    const items: ApiFinding[] = [];
    let total = 0;
    let next: ListPosition | undefined;
    if (states.includes('open')) {
      const wanted = from.state === 'open' ? limit : 1;
      const open = await this.#store.query(query, wanted, from.state === 'open' ? from.after : undefined, gone);
      total += open.total;
      if (from.state === 'open') {
        items.push(...open.items.map((stored) => openFinding(stored, this.#checks, this.#contactOf)));
        if (open.next !== undefined) next = { state: 'open', after: open.next };
      }
    }
    if (!states.includes('exempt')) return { items, total, next };

    const matching = this.#matchingExempt(query).sort(comparing(query.sort ?? 'worst'));
    total += matching.length;
    if (next !== undefined) return { items, total, next };
    const after = from.state === 'exempt' ? from.after : undefined;
    const sort = query.sort ?? 'worst';
    const compare = comparatorOf(sort);
    const rest = after === undefined ? matching : matching.filter((one) => compare(exemptAt(sort, one), after) > 0);
    const room = limit - items.length;
    const taken = rest.slice(0, room);
    items.push(...taken);
    if (rest.length > room) {
      const last = taken.at(-1);
      next = { state: 'exempt', after: last === undefined ? undefined : exemptAt(sort, last) };
    }
    return { items, total, next };
  }

  /** Findings counted by what they have in common, the largest groups first. */
  async groups(
    query: FindingQuery,
    states: readonly FindingState[],
    by: FindingGrouping,
    gone?: AbortSignal,
  ): Promise<readonly (FindingGroup & { readonly total: number })[]> {
    const counts = new GroupCounts();
    if (states.includes('open')) counts.addGroups(await this.#store.groups(query, by, gone));
    if (states.includes('exempt')) {
      for (const one of this.#matchingExempt(query)) counts.add(groupOf(by, grouped(one)), one.severity, 1, Infinity);
    }
    return counts.largest().map((group) => ({ ...group, total: totalOf(group.counts) }));
  }

  #matchingExempt(query: FindingQuery): ApiFinding[] {
    const matches = predicateOf(query);
    const found: ApiFinding[] = [];
    for (const cluster of this.#clusters()) {
      if (query.clusters !== undefined && !query.clusters.includes(cluster.name)) continue;
      for (const { finding } of this.#exemptOf(cluster)) {
        const { object, owner } = finding;
        if (matches({ ...finding, ...object, namespace: object.namespace ?? '', team: owner.team }))
          found.push(finding);
      }
    }
    return found;
  }

  #exemptOf(cluster: ClusterView): readonly FoundFinding[] {
    const { posture } = cluster;
    if (posture === undefined) return [];
    let findings = this.#exempt.get(posture);
    if (findings === undefined) {
      findings = Array.from(cluster.exemptOffences(), (exempt) => ({
        finding: exemptFinding(cluster, exempt, this.#contactOf),
        subject: { ...exempt.ref, check: exempt.check.id, part: partOf(exempt.offence) },
      }));
      this.#exempt.set(posture, findings);
    }
    return findings;
  }
}

/** Changes whenever a commit may have changed what is listed. */
export function revisionOf({ clusters, instance }: Pick<FindingListDeps, 'clusters' | 'instance'>): string {
  const parts = Array.from(clusters(), ({ name, id, posture, leadership: { followed } }) => {
    // What another replica commits changes lists of ours too.
    return `${name} ${id} ${posture?.revision ?? '-'} ${followed?.revision ?? '-'}`;
  });
  return digest(instance, ...parts.sort());
}

/** Where an exempt finding stands among its like: it has no times, so by none. */
function exemptAt(sort: FindingSort, finding: ApiFinding): Position {
  return positionOf(sort, { ...grouped(finding), id: finding.id, firstSeen: 0 });
}

function comparing(sort: FindingSort): (a: ApiFinding, b: ApiFinding) => number {
  const compare = comparatorOf(sort);
  return (a, b) => compare(exemptAt(sort, a), exemptAt(sort, b));
}

function grouped({ cluster, check, severity, object, owner }: ApiFinding): Grouped {
  return { cluster, check, severity, namespace: object.namespace ?? '', team: owner.team };
}
