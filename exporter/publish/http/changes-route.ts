import type { ApiChange, ApiChanges } from '../../contract/index.ts';
import type { Check } from '../../checks/define.ts';
import { isMarkedBy } from '../../findings/query.ts';
import { afterRevision, type ChangePlace, type FindingStore } from '../../findings/store.ts';
import type { OwnerDirectory } from '../../model/owner.ts';
import type { ClusterView } from '../posture.ts';
import { rfc3339 } from './api-cluster.ts';
import { episode } from './api-finding.ts';
import type { Handler } from './app-frame.ts';
import { digest, limitOf, sendJson } from './pages.ts';
import { Problem } from './problem.ts';
import { Query, refused } from './query.ts';
import { windowFilterOf } from './window-filter.ts';

export interface ChangesDeps {
  readonly clusters: () => Iterable<ClusterView>;
  readonly checks: readonly Check[];
  readonly store: Pick<FindingStore, 'persistent' | 'changes'>;
  readonly contactOf: OwnerDirectory['contactOf'];
  /** Different in every process: revisions of a store that forgets start again from 0. */
  readonly instance: string;
}

/** Handler for what changed in a cluster since a revision. */
export function changesRoute({ clusters, checks, store, contactOf, instance }: ChangesDeps): Handler {
  const byId = new Map(checks.map((check) => [check.id, check]));
  return async (request, response) => {
    const query = new Query(request.originalUrl, ['since', 'window', 'limit']);
    const limit = limitOf(query);
    const marks = windowFilterOf(query);
    const cluster = [...clusters()].find(({ name }) => name === request.params['name']);
    if (cluster === undefined) throw new Problem(404, 'No cluster has this name. List them at /api/v1/clusters.');
    const { name, id } = cluster;
    const memory = memoryOf(cluster);
    if (memory === undefined) {
      const detail = 'What is remembered of this cluster is not known yet: it was not evaluated, or the store fails.';
      throw new Problem(503, `${detail} Try again later.`, { headers: { 'Retry-After': '10' } });
    }
    // Numbers mean something in one cluster alone, and without a file or database in one process alone.
    const counting = digest(id, store.persistent ? '' : instance).slice(0, 8);
    // What is not published yet comes next time: otherwise what we hand out could be ahead of the published revision.
    const isTold = ({ revision }: { readonly revision: number }): boolean =>
      memory.isAhead || revision <= memory.revision;
    const from = placeOf(query, counting, memory.isAhead ? Infinity : memory.revision);
    const { items, next } = await store.changes(id, from, limit);
    const shown = items.filter(isTold);
    const more = next !== undefined && isTold(next);
    // A revision is committed as a whole: where nothing comes after a place in it, all of it has been told.
    const reached = shown.at(-1)?.revision ?? (from.place > 0 ? from.revision : from.revision - 1);
    // Transitions that wait for the store keep their revisions, so the present is where they are not skipped.
    const present = Math.max(memory.revision, reached);
    const since = more ? `${next.revision}.${next.place}` : `${memory.isWhole ? present : reached}`;
    const body: ApiChanges = {
      cluster: name,
      items: shown
        .filter(({ transition }) => marks === undefined || isMarkedBy(transition.windows, marks))
        .map(({ revision, transition: { type, reason, at, finding, windows } }): ApiChange => {
          const told = episode({ cluster: name, finding }, byId, contactOf);
          return { revision, type, reason, at: rfc3339(at), ...(windows !== undefined && { windows }), finding: told };
        }),
      next: `${since}.${counting}`,
      more,
      ...(memory.isWhole && { revision: `${present}.${counting}` }),
    };
    sendJson(request, response, body);
  };
}

/** Up to which revision a cluster is remembered. */
interface Memory {
  readonly revision: number;
  /** Whether everything up to it is in the store. */
  readonly isWhole: boolean;
  /** Whether the store may be further: another replica writes it, and this is what was heard of it last. */
  readonly isAhead: boolean;
}

function memoryOf({ posture, leadership: { followed } }: ClusterView): Memory | undefined {
  if (followed !== undefined) return { revision: followed.revision, isWhole: true, isAhead: true };
  if (posture === undefined || posture.memory === 'none') return undefined;
  return { revision: posture.revision, isWhole: posture.memory === 'whole', isAhead: false };
}

/** Where `since` goes on: after a revision, or within one where a page ended there. */
function placeOf(query: Query, counting: string, published: number): ChangePlace {
  const text = query.text('since');
  if (text === undefined) return afterRevision(0);
  const [, digits, place, counted] = /^(\d{1,15})(?:\.(\d{1,9}))?\.([\w-]{8})$/.exec(text) ?? [];
  if (digits === undefined) {
    const remedy =
      'take it from `next` of the answer before, or leave it out to begin with the first that is remembered';
    throw refused('since', `is ${JSON.stringify(text.slice(0, 80))}`, remedy);
  }
  const revision = Number(digits);
  if (counted === counting && revision <= published) {
    return place === undefined ? afterRevision(revision) : { revision, place: Number(place) };
  }
  const detail =
    'Parameter since is a revision that this exporter does not continue: it or its store began anew, or the name leads to another cluster; read all findings and leave since out.';
  throw new Problem(410, detail, { parameter: 'since' });
}
