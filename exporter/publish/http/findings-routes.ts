import type { Request, Response } from 'express';
import {
  severities,
  type ApiFindingDetail,
  type ApiFindingPage,
  type ApiTransition,
  type FindingState,
} from '../../contract/index.ts';
import type { FindingStore } from '../../findings/store.ts';
import { apiTransition } from './api-finding.ts';
import type { Handler } from './app-frame.ts';
import { csv, exportFindings, ndjson, type ExportFormat } from './finding-export.ts';
import { filterParameters, filtersOf, type FilterDeps } from './finding-filters.ts';
import { FindingList, type FindingListDeps, type ListPosition } from './finding-list.ts';
import { prefers } from './negotiate.ts';
import { badCursor, decodeCursor, digest, encodeCursor, isUnchanged, limitOf, linkNext, sendJson } from './pages.ts';
import { Problem } from './problem.ts';
import { Query, takesNoParameters } from './query.ts';

const longestHistory = 100;

export interface FindingsDeps extends FindingListDeps, FilterDeps {
  readonly store: FindingListDeps['store'] & Pick<FindingStore, 'history'>;
  /** Different in every process: revisions of a store that forgets start again from 0. */
  readonly instance: string;
}

/** Handlers of the findings API. */
export function findingsRoutes(deps: FindingsDeps): {
  readonly list: Handler;
  readonly csv: Handler;
  readonly ndjson: Handler;
  readonly one: Handler;
} {
  const findings = new FindingList(deps);

  async function list(request: Request, response: Response): Promise<void> {
    const query = new Query(request.originalUrl, [...filterParameters, 'limit', 'cursor']);
    const { conditions, states, about, moves } = filtersOf(query, deps);
    const limit = limitOf(query);
    const from = positionOf(query, states);
    const streamed = prefers(request.headers.accept, ndjson.mediaType, 'application/json');
    // Read before the store, which is never behind what is published: at worst the tag is older than its page.
    const revision = revisionOf(deps);
    response.vary('Accept');
    const tag = digest(revision, request.originalUrl, String(streamed), moves ? String(deps.clock()) : '');
    if (isUnchanged(request, response, tag)) return;
    if (streamed) {
      await exportFindings(request, response, ndjson, {
        pageOf: (size, position) => findings.page(conditions, states, size, position),
        most: query.has('limit') ? limit : Infinity,
        from,
      });
      return;
    }
    const page = await findings.page(conditions, states, limit, from);
    const next = page.next === undefined ? undefined : cursorOf(page.next);
    linkNext(request, response, next);
    const body: ApiFindingPage = {
      ...about,
      items: page.items,
      total: page.total,
      ...(next !== undefined && { next }),
      revision,
    };
    sendJson(request, response, body);
  }

  function exported(format: ExportFormat, extension: string): Handler {
    return async (request, response) => {
      const { conditions, states } = filtersOf(new Query(request.originalUrl, filterParameters), deps);
      response.set('Cache-Control', 'no-store');
      await exportFindings(request, response, format, {
        pageOf: async (size, position) => {
          const page = await findings.page(conditions, states, size, position);
          // An answer that is an error is no file.
          if (!response.headersSent) response.attachment(`findings.${extension}`);
          return page;
        },
        most: Infinity,
        from: undefined,
      });
    };
  }

  async function one(request: Request, response: Response): Promise<void> {
    takesNoParameters(request.originalUrl);
    const id = String(request.params['id']);
    const isId = /^[0-9a-f]{64}$/.test(id);
    const found = isId ? await findings.find(id) : undefined;
    const steps = isId ? await deps.store.history(id, longestHistory) : [];
    const history = steps.map(({ transition }) => apiTransition(transition));
    if (found === undefined) throw missing(history);
    const detail: ApiFindingDetail = { ...found, history };
    sendJson(request, response, detail);
  }

  return { list, csv: exported(csv, 'csv'), ndjson: exported(ndjson, 'ndjson'), one };
}

function missing(history: readonly ApiTransition[]): Problem {
  const last = history.at(-1);
  const ended = last?.type === 'resolved' ? `it was resolved at ${last.at} (${last.reason})` : undefined;
  const why = ended ?? 'it may have been resolved since, and forgotten';
  const detail = `No open or exempt finding has this id; ${why}. List them at /api/v1/findings.`;
  return new Problem(404, detail, ended === undefined ? {} : { extensions: { history } });
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
