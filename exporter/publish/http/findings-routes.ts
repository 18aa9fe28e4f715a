import { once } from 'node:events';
import type { Request, Response } from 'express';
import { findingStates, severities, type ApiFinding, type ApiPage, type FindingState } from '../../contract/index.ts';
import type { FindingQuery } from '../../findings/store.ts';
import { FindingList, type FindingListDeps, type ListPosition } from './finding-list.ts';
import { prefers } from './negotiate.ts';
import { badCursor, decodeCursor, digest, encodeCursor, isUnchanged, limitOf, linkNext, sendJson } from './pages.ts';
import { Problem } from './problem.ts';
import { Query, takesNoParameters, unknownValue } from './query.ts';

const ndjson = 'application/x-ndjson';
const exportPage = 500;
const parameters = ['cluster', 'check', 'severity', 'namespace', 'owner', 'state', 'q', 'limit', 'cursor'] as const;

export interface FindingsDeps extends FindingListDeps {
  readonly expected: () => Iterable<string>;
  /** Different in every process: revisions of a store that forgets start again from 0. */
  readonly instance: string;
}

/** Handlers of the findings API. */
export function findingsRoutes(deps: FindingsDeps): {
  readonly list: (request: Request, response: Response) => Promise<void>;
  readonly one: (request: Request, response: Response) => Promise<void>;
} {
  const findings = new FindingList(deps);

  async function list(request: Request, response: Response): Promise<void> {
    const query = new Query(request.originalUrl, parameters);
    const conditions = conditionsOf(query, deps);
    const states = query.listOf('state', findingStates) ?? ['open'];
    const limit = limitOf(query);
    const from = positionOf(query, states);
    const streamed = prefers(request.headers.accept, ndjson, 'application/json');
    // Read before the store, which is never behind what is published: at worst the tag is older than its page.
    const revision = revisionOf(deps);
    response.vary('Accept');
    if (isUnchanged(request, response, digest(revision, request.originalUrl, String(streamed)))) return;
    if (streamed) {
      const whole = query.has('limit') ? limit : Infinity;
      await stream(
        request,
        response,
        (size, position) => findings.page(conditions, states, size, position),
        whole,
        from,
      );
      return;
    }
    const page = await findings.page(conditions, states, limit, from);
    const next = page.next === undefined ? undefined : cursorOf(page.next);
    linkNext(request, response, next);
    const body: ApiPage<ApiFinding> = {
      items: page.items,
      total: page.total,
      ...(next !== undefined && { next }),
      revision,
    };
    sendJson(request, response, body);
  }

  async function one(request: Request, response: Response): Promise<void> {
    takesNoParameters(request.originalUrl);
    const id = String(request.params['id']);
    const found = /^[0-9a-f]{64}$/.test(id) ? await findings.find(id) : undefined;
    if (found === undefined) {
      const detail =
        'No open or exempt finding has this id; it may have been resolved since. List them at /api/v1/findings.';
      throw new Problem(404, detail);
    }
    sendJson(request, response, found);
  }

  return { list, one };
}

function conditionsOf(query: Query, { clusters, expected, checks }: FindingsDeps): FindingQuery {
  const known = [...new Set([...Array.from(clusters(), ({ name }) => name), ...expected()])].sort();
  const ids = checks.map(({ id }) => id);
  // An unknown name would give an empty list, which reads like good news.
  const clusterNames = query.list('cluster')?.map((name) => {
    if (!known.includes(name)) throw unknownValue('cluster', name, known);
    return name;
  });
  const checkIds = query.list('check')?.map((id) => {
    if (!ids.includes(id)) throw unknownValue('check', id, ids, 'all are at /api/v1/checks');
    return id;
  });
  const chosen = query.listOf('severity', severities);
  const namespaces = query.list('namespace', { emptyMeans: 'cluster-scoped' });
  const teams = query.list('owner');
  const text = query.text('q');
  return {
    ...(clusterNames !== undefined && { clusters: clusterNames }),
    ...(checkIds !== undefined && { checks: checkIds }),
    ...(chosen !== undefined && { severities: chosen }),
    ...(namespaces !== undefined && { namespaces }),
    ...(teams !== undefined && { teams }),
    ...(text !== undefined && { text }),
  };
}

/** Changes whenever a commit may have changed what is listed. */
function revisionOf({ clusters, instance }: FindingsDeps): string {
  const parts = Array.from(clusters(), ({ name, id, posture }) => `${name} ${id} ${posture?.revision ?? '-'}`);
  return digest(instance, ...parts.sort());
}

function cursorOf({ state, after }: ListPosition): string {
  return encodeCursor(after === undefined ? [state, '', 0, ''] : [state, after.severity, after.firstSeen, after.id]);
}

function positionOf(query: Query, states: readonly FindingState[]): ListPosition | undefined {
  const parts = decodeCursor(query, 4);
  if (parts === undefined) return undefined;
  const [stateText, severityText, firstSeen, id] = parts;
  const state = states.find((known) => known === stateText);
  if (state === undefined) throw badCursor();
  if (severityText === '') return { state, after: undefined };
  const severity = severities.find((known) => known === severityText);
  if (severity === undefined || typeof firstSeen !== 'number' || typeof id !== 'string') throw badCursor();
  return { state, after: { severity, firstSeen, id } };
}

/** Writes findings one per line, page by page, as fast as the client reads and no further than it stays. */
async function stream(
  request: Request,
  response: Response,
  pageOf: (size: number, from: ListPosition | undefined) => ReturnType<FindingList['page']>,
  whole: number,
  from: ListPosition | undefined,
): Promise<void> {
  response.set('Content-Type', `${ndjson}; charset=utf-8`);
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  let position = from;
  let left = whole;
  do {
    const page = await pageOf(Math.min(exportPage, left), position);
    const lines = page.items.map((finding) => `${JSON.stringify(finding)}\n`).join('');
    left -= page.items.length;
    position = page.next;
    if (gone.signal.aborted) return;
    if (lines !== '' && !response.write(lines)) {
      await once(response, 'drain', { signal: gone.signal }).catch((error: unknown) => {
        if (!gone.signal.aborted) throw error;
      });
    }
  } while (position !== undefined && left > 0 && !gone.signal.aborted);
  response.end();
}
