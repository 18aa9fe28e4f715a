import type { Request, Response } from 'express';
import {
  categories,
  clusterSorts,
  profiles,
  severities,
  type ApiCheck,
  type ApiFramework,
} from '../../contract/index.ts';
import type { Check } from '../../checks/define.ts';
import { describeCheck } from '../../checks/describe.ts';
import type { ClusterView } from '../posture.ts';
import type { RetiredCluster } from '../retired.ts';
import { apiNodePool } from './api-node-pool.ts';
import { clusterFilter, clusterKey, listed, unwatched, type ListedCluster } from './cluster-list.ts';
import { digest, keysetPage, linkNext, sendJson } from './pages.ts';
import { Problem } from './problem.ts';
import { Query, takesNoParameters } from './query.ts';

type Handler = (request: Request, response: Response) => void;

export interface InventoryDeps {
  readonly clusters: () => Iterable<ClusterView>;
  readonly expected: () => Iterable<string>;
  readonly retired: readonly RetiredCluster[];
  readonly checks: readonly Check[];
  readonly frameworks: readonly ApiFramework[];
}

/** Handlers that list what is watched and what is checked. */
export function inventoryRoutes({ clusters, expected, retired, checks, frameworks }: InventoryDeps): {
  readonly clusters: Handler;
  readonly cluster: Handler;
  readonly nodePools: Handler;
  readonly checks: Handler;
  readonly check: Handler;
} {
  let described: readonly ApiCheck[] | undefined;
  const documentation = () => (described ??= checks.map((check) => describeCheck(check, frameworks)));

  function named(request: Request): ClusterView {
    const found = [...clusters()].find(({ name }) => name === request.params['name']);
    if (found === undefined) throw nobody();
    return found;
  }

  /** Everything that is watched, and what is not although it should be. */
  function current(): readonly ListedCluster[] {
    const watched = [...clusters()];
    const known = new Set(watched.map(({ name }) => name));
    const missing = [...new Set(expected())].filter((name) => !known.has(name));
    return [...watched.map(listed), ...missing.map((name) => unwatched(name))];
  }

  return {
    clusters(request, response) {
      const query = new Query(request.originalUrl, ['cluster', 'standing', 'q', 'retired', 'sort', 'limit', 'cursor']);
      const areRetired = query.oneOf('retired', ['true', 'false']) === 'true';
      const all = areRetired ? retired.map((gone) => unwatched(gone.name, gone)) : current();
      const told = all.filter(clusterFilter(query, all));
      const revision = digest(...told.map(({ state }) => state));
      const page = keysetPage(told, clusterKey(query.oneOf('sort', clusterSorts) ?? 'name'), query, revision);
      linkNext(request, response, page.next);
      sendJson(request, response, { ...page, items: page.items.map(({ tell }) => tell()) });
    },
    cluster(request, response) {
      takesNoParameters(request.originalUrl);
      const found = current().find(({ name }) => name === request.params['name']);
      if (found === undefined) throw nobody();
      sendJson(request, response, found.tell());
    },
    nodePools(request, response) {
      takesNoParameters(request.originalUrl);
      sendJson(request, response, named(request).nodePools().map(apiNodePool));
    },
    checks(request, response) {
      const query = new Query(request.originalUrl, [
        'severity',
        'category',
        'framework',
        'profile',
        'q',
        'limit',
        'cursor',
      ]);
      const told = documentation().filter(filterOf(query, frameworks));
      const revision = digest(...documentation().map((check) => JSON.stringify(check)));
      sendPage(request, response, told, ({ id }) => id, query, revision);
    },
    check(request, response) {
      takesNoParameters(request.originalUrl);
      const found = documentation().find(({ id }) => id === request.params['id']);
      if (found === undefined) throw new Problem(404, 'No check in use has this id. List them at /api/v1/checks.');
      sendJson(request, response, found);
    },
  };
}

function nobody(): Problem {
  return new Problem(404, 'No cluster has this name. List them at /api/v1/clusters.');
}

function filterOf(query: Query, frameworks: readonly ApiFramework[]): (check: ApiCheck) => boolean {
  const chosen = query.listOf('severity', severities);
  const folders: readonly string[] | undefined = query.listOf('category', categories);
  const covering = query.listOf(
    'framework',
    frameworks.map(({ id }) => id),
  );
  const sets = query.listOf('profile', profiles);
  const words = query.text('q')?.toLowerCase().split(/\s+/).filter(Boolean) ?? [];
  return (check) =>
    (chosen?.includes(check.severity) ?? true) &&
    (folders?.includes(check.category) ?? true) &&
    (covering?.some((framework) => check.frameworks.some((control) => control.framework === framework)) ?? true) &&
    (sets?.some((set) => check.profiles.includes(set)) ?? true) &&
    words.every((word) => `${check.id} ${check.title} ${check.why}`.toLowerCase().includes(word));
}

function sendPage<T>(
  request: Request,
  response: Response,
  items: readonly T[],
  keyOf: (item: T) => string,
  query: Query,
  revision: string,
): void {
  const page = keysetPage(items, keyOf, query, revision);
  linkNext(request, response, page.next);
  sendJson(request, response, page);
}
