import {
  actors,
  driftScopes,
  driftSteps,
  gitopsTools,
  type ApiDriftEvent,
  type ApiDriftedObject,
} from '../../contract/index.ts';
import { deviationOf, driftEventOf } from '../../findings/drift-entries.ts';
import type { Journal, JournalQuery } from '../../findings/journal.ts';
import type { DriftChange, DriftEvent } from '../../model/drift.ts';
import { kinds, type KindName } from '../../model/kinds.ts';
import { objectKey, type ObjectRef } from '../../model/object.ts';
import { rfc3339 } from './api-cluster.ts';
import type { Handler } from './app-frame.ts';
import { journalPage, namedClusters, type JournalListDeps } from './journal-list.ts';
import { linkNext, sendJson } from './pages.ts';
import { Problem } from './problem.ts';
import { Query } from './query.ts';

export interface DriftDeps extends JournalListDeps {
  readonly clock: () => number;
}

const common = ['namespace', 'kind', 'name', 'owner', 'actor', 'scope', 'tool', 'limit', 'cursor'] as const;

/** Handlers for what went past GitOps: the timeline of all clusters or of one object, and what deviates in a cluster now. */
export function driftRoutes(deps: DriftDeps): { readonly events: Handler; readonly objects: Handler } {
  const { journal } = deps.store;
  return {
    async events(request, response) {
      const query = new Query(request.originalUrl, ['cluster', 'what', ...common]);
      const clusters = namedClusters(query, deps);
      const steps = query.listOf('what', driftSteps);
      const matches = conditionOf(query);
      const page = await journalPage(
        journal,
        { topic: 'drift', ...(clusters && { clusters }), ...subjectIn(query) },
        ({ cluster, entry }) => {
          const event = driftEventOf(entry);
          if (event === undefined || !(steps?.includes(event.what) ?? true) || !matches(event)) return undefined;
          return apiDriftEvent(cluster, event);
        },
        query,
      );
      linkNext(request, response, page.next);
      sendJson(request, response, page);
    },
    async objects(request, response) {
      const name = String(request.params['name']);
      const known = new Set([...Array.from(deps.clusters(), (cluster) => cluster.name), ...deps.expected()]);
      if (!known.has(name)) throw new Problem(404, 'No cluster has this name. List them at /api/v1/clusters.');
      const query = new Query(request.originalUrl, common);
      const matches = conditionOf(query);
      const page = await journalPage(
        journal,
        { topic: 'deviation', clusters: [name], holdingAt: deps.clock(), ...subjectIn(query) },
        ({ cluster, entry }): ApiDriftedObject | undefined => {
          const deviation = deviationOf(entry);
          if (deviation === undefined || !matches(deviation)) return undefined;
          return { since: rfc3339(deviation.since), ...apiChange(cluster, deviation) };
        },
        query,
      );
      linkNext(request, response, page.next);
      sendJson(request, response, page);
    },
  };
}

/** The latest `limit` steps of one object, the newest first. */
export async function driftOf(
  journal: Journal,
  cluster: string,
  { kind, namespace, name }: ObjectRef,
  limit: number,
): Promise<readonly ApiDriftEvent[]> {
  const subject = objectKey(kind, namespace, name);
  const { items } = await journal.read({ topic: 'drift', clusters: [cluster], subject }, limit);
  return items.flatMap(({ entry }) => {
    const event = driftEventOf(entry);
    return event === undefined ? [] : [apiDriftEvent(cluster, event)];
  });
}

/** Who asks for one object gets its timeline without all others being read. */
function subjectIn(query: Query): Pick<JournalQuery, 'subject'> {
  const [namespaces, ofKinds, names] = ['namespace', 'kind', 'name'].map((name) =>
    query.list(name, name === 'namespace' ? { emptyMeans: 'cluster-scoped' } : {}),
  );
  if (namespaces?.length !== 1 || ofKinds?.length !== 1 || names?.length !== 1) return {};
  const like = (Object.keys(kinds) as KindName[]).filter((kind) => kinds[kind].kind === ofKinds[0]);
  const [kind] = like;
  if (kind === undefined || like.length > 1) return {};
  return { subject: objectKey(kind, namespaces[0] ?? '', names[0] ?? '') };
}

function conditionOf(query: Query): (change: DriftChange) => boolean {
  const namespaces = query.list('namespace', { emptyMeans: 'cluster-scoped' });
  const ofKinds = query.list('kind');
  const names = query.list('name');
  const teams = query.list('owner');
  const by = query.listOf('actor', actors);
  const scopes = query.listOf('scope', driftScopes);
  const tools = query.listOf('tool', gitopsTools);
  return ({ ref, team, actor, scope, mark }) =>
    (namespaces?.includes(ref.namespace) ?? true) &&
    (ofKinds?.includes(kinds[ref.kind].kind) ?? true) &&
    (names?.includes(ref.name) ?? true) &&
    (teams?.includes(team.team) ?? true) &&
    (by?.includes(actor) ?? true) &&
    (scopes?.includes(scope) ?? true) &&
    (tools?.includes(mark.tool) ?? true);
}

function apiDriftEvent(cluster: string, event: DriftEvent): ApiDriftEvent {
  const { id, what, notBefore } = event;
  return {
    id,
    what,
    ...apiChange(cluster, event),
    ...(notBefore !== undefined && { notBefore: rfc3339(notBefore) }),
  };
}

function apiChange(cluster: string, change: DriftChange): Omit<ApiDriftEvent, 'id' | 'what'> {
  const { ref, apiVersion, mark, team, at, actor, managers, scope, fields, moreFields } = change;
  const { kind, namespace, name } = ref;
  return {
    cluster,
    object: { apiVersion, kind: kinds[kind].kind, ...(namespace !== '' && { namespace }), name },
    team: team.team,
    tool: mark.tool,
    application: mark.application,
    at: rfc3339(at),
    actor,
    managers,
    scope,
    fields,
    moreFields,
  };
}
