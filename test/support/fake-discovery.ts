import type { IncomingMessage } from 'node:http';
import type { Refuse, Reply } from './fake-answers.ts';
import { everything, readVerbs, versionOf, type Route, type Served } from './fake-routes.ts';

export interface DiscoveryOptions {
  readonly isServed: (served: Served) => boolean;
  readonly plain: boolean;
  /** Changes with what is served. */
  readonly tag: number;
}

/** Answers `/api` and `/apis`, aggregated with an ETag or as servers before 1.27 do. */
export function discover(
  { isServed, plain, tag }: DiscoveryOptions,
  path: string,
  request: IncomingMessage,
  reply: Reply,
): void {
  const wanted = everything.filter((one) => isServed(one) && (one.group === '') === (path === '/api'));
  const groups = Map.groupBy(wanted, ({ group }) => group);
  if (plain) {
    const versions = (group: string) => [{ groupVersion: `${group}/v1`, version: versionOf(group) }];
    return reply(
      200,
      path === '/api'
        ? { kind: 'APIVersions', versions: ['v1'] }
        : { kind: 'APIGroupList', groups: [...groups.keys()].map((name) => ({ name, versions: versions(name) })) },
    );
  }
  const etag = `"${path}-${tag}"`;
  if (request.headers['if-none-match'] === etag) return reply(304, undefined, { etag });
  const items = [...groups].map(([name, resources]) => ({
    metadata: name === '' ? {} : { name },
    versions: [
      {
        version: versionOf(name),
        freshness: 'Current',
        resources: resources.map((one) => ({
          resource: one.resource,
          responseKind: { group: '', version: '', kind: one.kind },
          scope: one.namespaced ? 'Namespaced' : 'Cluster',
          verbs: readVerbs,
        })),
      },
    ],
  }));
  reply(200, { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', items }, { etag });
}

/** Answers `/apis/<group>/<version>`. */
export function groupVersion({ isServed }: DiscoveryOptions, route: Route, reply: Reply, refuse: Refuse): void {
  const found = everything.filter((one) => one.group === route.group && one.version === route.version);
  if (found.length === 0) return refuse(404, 'NotFound', '404 page not found');
  const resources = found.filter(isServed).map((one) => ({ name: one.resource, kind: one.kind, verbs: readVerbs }));
  reply(200, { kind: 'APIResourceList', groupVersion: `${route.group}/${route.version}`, resources });
}
