import { findingGroupings, type ApiFindingGroups } from '../../contract/index.ts';
import { rfc3339 } from './api-cluster.ts';
import type { Handler } from './app-frame.ts';
import { filterParameters, filtersOf, type FilterDeps } from './finding-filters.ts';
import { revisionOf, type FindingList, type FindingListDeps } from './finding-list.ts';
import { goneSignal } from './gone.ts';
import { digest, isUnchanged, limitOf, sendJson } from './pages.ts';
import { Query, refused } from './query.ts';

/** Handler that counts findings by what they have in common, under the filters of the list. */
export function groupsHandler(findings: FindingList, deps: FilterDeps & FindingListDeps): Handler {
  return async (request, response) => {
    const query = new Query(request.originalUrl, [...filterParameters, 'by', 'limit']);
    const by = query.oneOf('by', findingGroupings);
    if (by === undefined) throw refused('by', 'is missing', `give one of ${findingGroupings.join(', ')}`);
    const { conditions, states, about, moves } = await filtersOf(query, deps);
    const limit = limitOf(query);
    const revision = revisionOf(deps);
    const tag = digest(revision, request.originalUrl, moves ? String(deps.clock()) : '');
    if (isUnchanged(request, response, tag)) return;
    const groups = await findings.groups(conditions, states, by, goneSignal(response));
    const body: ApiFindingGroups = {
      ...about,
      by,
      items: groups.slice(0, limit).map(({ key, total, counts, oldest }) => ({
        key,
        total,
        counts,
        ...(Number.isFinite(oldest) && { oldest: rfc3339(oldest) }),
      })),
      groups: groups.length,
      findings: groups.reduce((sum, { total }) => sum + total, 0),
      revision,
    };
    sendJson(request, response, body);
  };
}
