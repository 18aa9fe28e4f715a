import { kinds } from '../../exporter/model/kinds.ts';
import { at } from '../../exporter/model/record.ts';

/** A resource that the fake can serve. */
export interface Served {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

const lease = { group: 'coordination.k8s.io', version: 'v1', resource: 'leases', kind: 'Lease', namespaced: true };
const event = { group: '', version: 'v1', resource: 'events', kind: 'Event', namespaced: true };
export const everything: readonly Served[] = [
  ...Object.values(kinds).map((kind) => ({ ...kind, version: kind.versions[0] ?? 'v1' })),
  lease,
  event,
];
export const readVerbs = ['get', 'list', 'watch', 'create', 'update'];

/** What a path of the API names. */
export interface Route {
  readonly group: string;
  readonly version: string;
  readonly namespace?: string;
  readonly resource?: string;
  readonly name?: string;
}

export function routeOf(path: string): Route | undefined {
  const core = /^\/api\/(?<version>[^/]+)(?<rest>\/.*)?$/.exec(path)?.groups;
  const named = /^\/apis\/(?<group>[^/]+)\/(?<version>[^/]+)(?<rest>\/.*)?$/.exec(path)?.groups;
  const base = core ?? named;
  if (base === undefined) return undefined;
  const route = { group: base['group'] ?? '', version: base['version'] ?? '' };
  const parts = (base['rest'] ?? '').split('/').filter(Boolean);
  const [first, namespace, resource, name] = parts;
  if (first === 'namespaces' && namespace !== undefined && resource !== undefined) {
    return { ...route, namespace, resource, ...(name === undefined ? {} : { name }) };
  }
  return { ...route, ...(first === undefined ? {} : { resource: first }), ...(namespace ? { name: namespace } : {}) };
}

export function matches(served: Served, route: Route): boolean {
  return served.group === route.group && served.version === route.version && served.resource === route.resource;
}

export function verbOf(method: string, url: URL, name: string | undefined): string {
  if (method === 'POST') return 'create';
  if (method === 'PUT') return 'update';
  if (url.searchParams.get('watch') === 'true') return 'watch';
  return name === undefined && routeOf(url.pathname)?.resource !== undefined ? 'list' : 'get';
}

export function collectionOf({ group, resource }: { group: string; resource: string }): string {
  return group === '' ? resource : `${resource}.${group}`;
}

export function apiVersionOf({ group, version }: Served): string {
  return group === '' ? version : `${group}/${version}`;
}

export function versionOf(group: string): string {
  return everything.find((one) => one.group === group)?.version ?? 'v1';
}

export function isCustom(served: Served): boolean {
  return 'custom' in served && served.custom === true;
}

/** Whether an object has what the `fieldSelector` of a request asks for: fields that are, or are not, some text. */
export function selectorOf(url: URL): (object: object) => boolean {
  const terms = (url.searchParams.get('fieldSelector') ?? '').split(',').filter(Boolean);
  return (object) =>
    terms.every((term) => {
      const [field = '', value = ''] = term.split(/!?=/);
      const [first = '', ...rest] = field.split('.');
      return ((at(object, first, ...rest) ?? '') === value) !== term.includes('!=');
    });
}
