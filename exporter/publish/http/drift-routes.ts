import type { Request, Response } from 'express';
import {
  actors,
  driftScopes,
  driftSteps,
  gitopsTools,
  type ApiDriftEvent,
  type ApiDriftedObject,
} from '../../contract/index.ts';
import { kinds } from '../../model/kinds.ts';
import type { ClusterView, DriftedObject, DriftEvent } from '../posture.ts';
import { rfc3339 } from './api-cluster.ts';
import { digest, isUnchanged, keysetPage, linkNext, sendJson } from './pages.ts';
import { Problem } from './problem.ts';
import { Query, unknownValue } from './query.ts';

export interface DriftDeps {
  readonly clusters: () => Iterable<ClusterView>;
  /** Names that configuration gives, whether or not they answer. */
  readonly expected: () => Iterable<string>;
  /** Different in every process: revisions start again from 0. */
  readonly instance: string;
}

type Handler = (request: Request, response: Response) => void;
type Change = DriftEvent | DriftedObject;

const common = ['namespace', 'kind', 'name', 'owner', 'actor', 'scope', 'tool', 'limit', 'cursor'] as const;
/** Beyond any time in milliseconds: what is subtracted from it counts down, so that the newest come first. */
const endOfTime = 1e15;

/** Handlers for what went past GitOps: the timeline of all clusters or of one object, and what deviates in a cluster now. */
export function driftRoutes({ clusters, expected, instance }: DriftDeps): {
  readonly events: Handler;
  readonly objects: Handler;
} {
  return {
    events(request, response) {
      const query = new Query(request.originalUrl, ['cluster', 'what', ...common]);
      const all = [...clusters()];
      const names = query.list('cluster');
      const known = [...new Set([...all.map(({ name }) => name), ...expected()])].sort();
      for (const name of names ?? []) if (!known.includes(name)) throw unknownValue('cluster', name, known);
      const wanted = all.filter(({ name }) => names?.includes(name) ?? true);
      const steps = query.listOf('what', driftSteps);
      const matches = conditionOf(query);
      const revision = revisionOf(instance, wanted);
      if (isUnchanged(request, response, digest(revision, request.originalUrl))) return;
      const found = wanted.flatMap(({ name, drift }) =>
        drift
          .events()
          .filter((event) => (steps?.includes(event.what) ?? true) && matches(event))
          .map((event): ApiDriftEvent => ({ id: event.id, what: event.what, ...apiChange(name, event) })),
      );
      const page = keysetPage(found, ({ at, id }) => `${endOfTime - Date.parse(at)} ${id}`, query, revision);
      linkNext(request, response, page.next);
      sendJson(request, response, page);
    },
    objects(request, response) {
      const cluster = [...clusters()].find(({ name }) => name === request.params['name']);
      if (cluster === undefined) throw new Problem(404, 'No cluster has this name. List them at /api/v1/clusters.');
      const query = new Query(request.originalUrl, common);
      const matches = conditionOf(query);
      const revision = revisionOf(instance, [cluster]);
      if (isUnchanged(request, response, digest(revision, request.originalUrl))) return;
      const found = cluster.drift
        .driftedObjects()
        .filter(matches)
        .map((object): ApiDriftedObject => ({ since: rfc3339(object.since), ...apiChange(cluster.name, object) }));
      const keyOf = ({ object: { kind, namespace = '', name, apiVersion } }: ApiDriftedObject) =>
        `${kind} ${namespace} ${name} ${apiVersion}`;
      const page = keysetPage(found, keyOf, query, revision);
      linkNext(request, response, page.next);
      sendJson(request, response, page);
    },
  };
}

function revisionOf(instance: string, clusters: readonly ClusterView[]): string {
  return digest(instance, ...clusters.map(({ name, id, drift }) => `${name} ${id} ${drift.revision}`));
}

function conditionOf(query: Query): (change: Change) => boolean {
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

function apiChange(cluster: string, change: Change): Omit<ApiDriftEvent, 'id' | 'what'> {
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
