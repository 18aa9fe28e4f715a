import { severities, type ApiFinding, type FindingState, type Severity } from '../../contract/index.ts';
import type { Check } from '../../checks/define.ts';
import { predicateOf } from '../../findings/query.ts';
import type { FindingQuery, FindingStore, Position } from '../../findings/store.ts';
import type { OwnerDirectory } from '../../model/owner.ts';
import type { ClusterView } from '../posture.ts';
import { exemptFinding, openFinding } from './api-finding.ts';

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

export interface FindingListDeps {
  readonly clusters: () => Iterable<ClusterView>;
  readonly checks: readonly Check[];
  readonly store: Pick<FindingStore, 'query' | 'find'>;
  readonly contactOf: OwnerDirectory['contactOf'];
}

/** Open findings from the store and exempt ones from the evaluation, as one list. */
export class FindingList {
  readonly #clusters: () => Iterable<ClusterView>;
  readonly #checks: ReadonlyMap<string, Check>;
  readonly #store: FindingListDeps['store'];
  readonly #contactOf: FindingListDeps['contactOf'];
  /** Per cluster, for one posture: identities of thousands of exempt offences are not worked out for every page. */
  readonly #exempt = new WeakMap<object, readonly ApiFinding[]>();

  constructor({ clusters, checks, store, contactOf }: FindingListDeps) {
    this.#clusters = clusters;
    this.#checks = new Map(checks.map((check) => [check.id, check]));
    this.#store = store;
    this.#contactOf = contactOf;
  }

  async find(id: string): Promise<ApiFinding | undefined> {
    const open = await this.#store.find(id);
    if (open !== undefined) return openFinding(open, this.#checks, this.#contactOf);
    for (const cluster of this.#clusters()) {
      const exempt = this.#exemptOf(cluster).find((finding) => finding.id === id);
      if (exempt !== undefined) return exempt;
    }
    return undefined;
  }

  async page(
    query: FindingQuery,
    states: readonly FindingState[],
    limit: number,
    from: ListPosition = { state: states.includes('open') ? 'open' : 'exempt', after: undefined },
  ): Promise<ListPage> {
    const items: ApiFinding[] = [];
    let total = 0;
    let next: ListPosition | undefined;
    if (states.includes('open')) {
      const wanted = from.state === 'open' ? limit : 1;
      const open = await this.#store.query(query, wanted, from.state === 'open' ? from.after : undefined);
      total += open.total;
      if (from.state === 'open') {
        items.push(...open.items.map((stored) => openFinding(stored, this.#checks, this.#contactOf)));
        if (open.next !== undefined) next = { state: 'open', after: open.next };
      }
    }
    if (!states.includes('exempt')) return { items, total, next };

    const matching = this.#matchingExempt(query);
    total += matching.length;
    if (next !== undefined) return { items, total, next };
    const after = from.state === 'exempt' ? from.after : undefined;
    const rest = after === undefined ? matching : matching.filter((finding) => compare(finding, after) > 0);
    const room = limit - items.length;
    const taken = rest.slice(0, room);
    items.push(...taken);
    if (rest.length > room) {
      const last = taken.at(-1);
      next = { state: 'exempt', after: last === undefined ? undefined : { ...last, firstSeen: 0 } };
    }
    return { items, total, next };
  }

  #matchingExempt(query: FindingQuery): ApiFinding[] {
    const matches = predicateOf(query);
    const found: ApiFinding[] = [];
    for (const cluster of this.#clusters()) {
      if (query.clusters !== undefined && !query.clusters.includes(cluster.name)) continue;
      for (const finding of this.#exemptOf(cluster)) {
        const { object, owner } = finding;
        if (matches({ ...finding, ...object, namespace: object.namespace ?? '', team: owner.team }))
          found.push(finding);
      }
    }
    return found.sort(compare);
  }

  #exemptOf(cluster: ClusterView): readonly ApiFinding[] {
    const { posture } = cluster;
    if (posture === undefined) return [];
    let findings = this.#exempt.get(posture);
    if (findings === undefined) {
      findings = Array.from(cluster.exemptOffences(), (exempt) => exemptFinding(cluster, exempt, this.#contactOf));
      this.#exempt.set(posture, findings);
    }
    return findings;
  }
}

interface Ordered {
  readonly severity: Severity;
  readonly id: string;
}

/** The store's order, as far as it applies: worst first, then by id. */
function compare(a: Ordered, b: Ordered): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
