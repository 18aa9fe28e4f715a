import { policyEngines, type ApiReject, type ApiRejectPage } from '../../contract/index.ts';
import { rejectOf } from '../../findings/reject-entries.ts';
import { kinds } from '../../model/kinds.ts';
import type { Reject } from '../../model/reject.ts';
import { rfc3339 } from './api-cluster.ts';
import type { Handler } from './app-frame.ts';
import { journalPage, namedClusters, type JournalListDeps } from './journal-list.ts';
import { linkNext, sendJson } from './pages.ts';
import { Query } from './query.ts';

const parameters = ['cluster', 'namespace', 'engine', 'owner', 'q', 'limit', 'cursor'] as const;

/** Lists what admission refused, the newest first, and says where nothing can be seen from here. */
export function rejectsRoute(deps: JournalListDeps): Handler {
  return async (request, response) => {
    const query = new Query(request.originalUrl, parameters);
    const names = namedClusters(query, deps);
    const matches = conditionOf(query);
    const page = await journalPage(
      deps.store.journal,
      { topic: 'reject', ...(names && { clusters: names }) },
      ({ cluster, entry }) => {
        const reject = rejectOf(entry);
        return reject !== undefined && matches(reject) ? apiReject(cluster, reject) : undefined;
      },
      query,
    );
    const watched = [...deps.clusters()].filter(({ name }) => names?.includes(name) ?? true);
    const body: ApiRejectPage = {
      ...page,
      sources: watched.flatMap(({ name, rejects }) =>
        Array.from(rejects.sources(), ([source, problem]) => ({
          cluster: name,
          source,
          connected: problem === undefined,
          ...(problem !== undefined && { problem }),
        })),
      ),
    };
    linkNext(request, response, page.next);
    sendJson(request, response, body);
  };
}

function conditionOf(query: Query): (reject: Reject) => boolean {
  const namespaces = query.list('namespace');
  const engines = query.listOf('engine', policyEngines);
  const teams = query.list('owner');
  const words = query.text('q')?.toLowerCase().split(/\s+/).filter(Boolean) ?? [];
  return ({ engine, policies, owner, refused, reason }) => {
    if (!(namespaces?.includes(owner.namespace) ?? true)) return false;
    if (!(engines?.includes(engine) ?? true)) return false;
    if (!(teams?.includes(owner.team.team) ?? true)) return false;
    const text =
      `${owner.namespace} ${owner.kind} ${owner.name} ${refused} ${policies.join(' ')} ${reason}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

function apiReject(cluster: string, reject: Reject): ApiReject {
  const { id, engine, policies, refused, reason, owner, firstSeen, lastSeen, attempts, source } = reject;
  const { kind, apiVersion, namespace, name, team } = owner;
  return {
    id,
    cluster,
    engine,
    policies,
    object: { kind: refused, namespace },
    owner: {
      apiVersion,
      kind: kinds[kind].kind,
      namespace,
      name,
      team: team.team,
      teamSource: team.source,
    },
    reason,
    firstSeen: rfc3339(firstSeen),
    lastSeen: rfc3339(lastSeen),
    attempts,
    source,
  };
}
