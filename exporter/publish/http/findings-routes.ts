import type { Request, Response } from 'express';
import {
  findingSorts,
  severities,
  type ApiFindingPage,
  type FindingSort,
  type FindingState,
} from '../../contract/index.ts';
import type { Handler } from './app-frame.ts';
import { csv, exportFindings, ndjson, type ExportFormat } from './finding-export.ts';
import { filtersOf, listParameters, type FilterDeps } from './finding-filters.ts';
import { detailHandler, type DetailDeps } from './finding-detail.ts';
import { groupsHandler } from './finding-groups.ts';
import { FindingList, revisionOf, type FindingListDeps, type ListPosition } from './finding-list.ts';
import { goneSignal } from './gone.ts';
import { prefers } from './negotiate.ts';
import { badCursor, decodeCursor, digest, encodeCursor, isUnchanged, limitOf, linkNext, sendJson } from './pages.ts';
import { Query, refused } from './query.ts';

export interface FindingsDeps extends FindingListDeps, FilterDeps {
  readonly store: FindingListDeps['store'] & FilterDeps['store'] & DetailDeps['store'];
}

/** Handlers of the findings API. */
export function findingsRoutes(deps: FindingsDeps): {
  readonly list: Handler;
  readonly csv: Handler;
  readonly ndjson: Handler;
  readonly groups: Handler;
  readonly one: Handler;
} {
  const findings = new FindingList(deps);

  async function list(request: Request, response: Response): Promise<void> {
    const query = new Query(request.originalUrl, [...listParameters, 'limit', 'cursor']);
    const { conditions, states, about, moves } = await filtersOf(query, deps);
    const limit = limitOf(query);
    const from = placeOf(query, states, conditions.sort ?? 'worst');
    const streamed = prefers(request.headers.accept, ndjson.mediaType, 'application/json');
    // Read before the store, which is never behind what is published: at worst the tag is older than its page.
    const revision = revisionOf(deps);
    response.vary('Accept');
    const tag = digest(revision, request.originalUrl, String(streamed), moves ? String(deps.clock()) : '');
    if (isUnchanged(request, response, tag)) return;
    if (streamed) {
      await exportFindings(request, response, ndjson, {
        pageOf: (size, position, gone) => findings.page(conditions, states, size, position, gone),
        most: query.has('limit') ? limit : Infinity,
        from,
      });
      return;
    }
    const page = await findings.page(conditions, states, limit, from, goneSignal(response));
    const next = page.next === undefined ? undefined : cursorOf(page.next, conditions.sort ?? 'worst');
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
      const { conditions, states } = await filtersOf(new Query(request.originalUrl, listParameters), deps);
      response.set('Cache-Control', 'no-store');
      await exportFindings(request, response, format, {
        pageOf: async (size, position, gone) => {
          const page = await findings.page(conditions, states, size, position, gone);
          // An answer that is an error is no file.
          if (!response.headersSent) response.attachment(`findings.${extension}`);
          return page;
        },
        most: Infinity,
        from: undefined,
      });
    };
  }

  return {
    list,
    csv: exported(csv, 'csv'),
    ndjson: exported(ndjson, 'ndjson'),
    groups: groupsHandler(findings, deps),
    one: detailHandler(findings, deps),
  };
}

function cursorOf({ state, after }: ListPosition, sort: FindingSort): string {
  const place = after === undefined ? ['', '', 0, ''] : [after.group, after.severity, after.firstSeen, after.id];
  return encodeCursor([state, sort, ...place]);
}

/** A cursor of another order would skip findings and repeat others. */
function placeOf(query: Query, states: readonly FindingState[], sort: FindingSort): ListPosition | undefined {
  const parts = decodeCursor(query, 6);
  if (parts === undefined) return undefined;
  const [stateText, sortText, group, severityText, firstSeen, id] = parts;
  const state = states.find((known) => known === stateText);
  if (state === undefined) throw badCursor();
  if (sortText !== sort) {
    const known = findingSorts.find((one) => one === sortText);
    if (known === undefined) throw badCursor();
    throw refused('cursor', `goes on in a list sorted by ${known}`, `give sort=${known}, or begin anew without cursor`);
  }
  if (severityText === '') return { state, after: undefined };
  const severity = severities.find((known) => known === severityText);
  if (severity === undefined || typeof group !== 'string') throw badCursor();
  if (typeof firstSeen !== 'number' || typeof id !== 'string') throw badCursor();
  return { state, after: { group, severity, firstSeen, id } };
}
