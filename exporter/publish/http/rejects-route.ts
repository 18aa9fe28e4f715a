import type { Request, Response } from 'express';
import { policyEngines, type ApiReject, type ApiRejectPage } from '../../contract/index.ts';
import { kinds } from '../../model/kinds.ts';
import type { ClusterView, Reject } from '../posture.ts';
import { rfc3339 } from './api-cluster.ts';
import { digest, isUnchanged, keysetPage, linkNext, sendJson } from './pages.ts';
import { Query, unknownValue } from './query.ts';

export interface RejectsDeps {
  readonly clusters: () => Iterable<ClusterView>;
  /** Names that configuration gives, whether or not they answer. */
  readonly expected: () => Iterable<string>;
  /** Different in every process: revisions start again from 0. */
  readonly instance: string;
}

const parameters = ['cluster', 'namespace', 'engine', 'owner', 'q', 'limit', 'cursor'] as const;
/** Beyond any time in milliseconds: what is subtracted from it counts down, so that the newest come first. */
const endOfTime = 1e15;

/** Lists what admission refused, the newest first, and says where nothing can be seen. */
export function rejectsRoute({ clusters, expected, instance }: RejectsDeps) {
  return (request: Request, response: Response): void => {
    const query = new Query(request.originalUrl, parameters);
    const all = [...clusters()];
    const names = query.list('cluster');
    const known = [...new Set([...all.map(({ name }) => name), ...expected()])].sort();
    for (const name of names ?? []) if (!known.includes(name)) throw unknownValue('cluster', name, known);
    const wanted = all.filter(({ name }) => names?.includes(name) ?? true);
    const matches = conditionOf(query);

    const revision = digest(instance, ...wanted.map(({ name, id, rejects }) => `${name} ${id} ${rejects.revision}`));
    if (isUnchanged(request, response, digest(revision, request.originalUrl))) return;
    const found = wanted.flatMap((cluster) =>
      cluster.rejects
        .list()
        .filter(matches)
        .map((reject) => ({ cluster, reject })),
    );
    const page = keysetPage(
      found,
      ({ cluster, reject: { firstSeen, id } }) => `${endOfTime - firstSeen} ${id} ${cluster.name}`,
      query,
      revision,
    );
    linkNext(request, response, page.next);
    const body: ApiRejectPage = {
      ...page,
      items: page.items.map(({ cluster, reject }) => apiReject(cluster.name, reject)),
      sources: wanted.flatMap(({ name, rejects }) =>
        Array.from(rejects.sources(), ([source, problem]) => ({
          cluster: name,
          source,
          connected: problem === undefined,
          ...(problem !== undefined && { problem }),
        })),
      ),
    };
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
