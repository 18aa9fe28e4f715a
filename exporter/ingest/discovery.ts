import { kinds, type KindName } from '../model/kinds.ts';
import type { ApiClient } from './api-client.ts';
import { isRecord } from '../model/record.ts';
import type { Answer } from './failure.ts';
import type { Target } from './list-pages.ts';

/**
 * Where each kind is served. A kind that maps to undefined is certainly not served; one that is missing could not be
 * found out about, because its API was not available.
 */
export type Served = ReadonlyMap<KindName, Target | undefined>;

/** Asks the API server which kinds it serves. */
export interface Discovery {
  discover(signal: AbortSignal): Promise<Answer<Served>>;
}

/** Resources of a group version that can be listed and watched; undefined when the answer cannot be trusted now. */
type Versions = Map<string, ReadonlySet<string> | undefined>;
type Groups = Map<string, Versions>;

const aggregated = ['v2', 'v2beta1']
  .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .concat('application/json')
  .join(', ');

/** One or two requests where discovery is aggregated (1.27 and later), and nothing but a 304 while it is unchanged. */
export function createDiscovery(api: ApiClient, wanted: readonly KindName[]): Discovery {
  const remembered = new Map<string, { etag: string; groups: Groups }>();
  const groupsWanted = new Set(wanted.map((name) => kinds[name].group));

  async function read(path: string, etag: string | undefined, signal: AbortSignal) {
    const headers = { accept: aggregated, ...(etag === undefined ? {} : { 'if-none-match': etag }) };
    return api.request({ verb: 'get', resource: 'discovery', path, headers }, signal);
  }

  async function groupsAt(path: '/api' | '/apis', signal: AbortSignal): Promise<Answer<Groups>> {
    const before = remembered.get(path);
    const answer = await read(path, before?.etag, signal);
    if (!answer.ok) return answer;
    const { body, etag, notModified } = answer.value;
    if (notModified && before !== undefined) return { ok: true, value: before.groups };
    if (!isRecord(body)) return { ok: false, failure: { code: 200, reason: 'Garbled', message: `${path}: no object` } };
    if (Array.isArray(body['items'])) {
      const groups = fromAggregated(body['items']);
      if (etag !== undefined) remembered.set(path, { etag, groups });
      return { ok: true, value: groups };
    }
    return { ok: true, value: await fromGroupVersions(path, body, signal) };
  }

  /** Older servers: one more request for each version of the groups that matter. */
  async function fromGroupVersions(path: string, body: Record<string, unknown>, signal: AbortSignal): Promise<Groups> {
    const groups: Groups = new Map();
    for (const { group, versions } of path === '/api' ? [coreGroup(body)] : namedGroups(body)) {
      if (!groupsWanted.has(group)) continue;
      const found: Versions = new Map();
      for (const version of versions) {
        const at = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
        const answer = await api.request({ verb: 'get', resource: 'discovery', path: at }, signal);
        found.set(version, answer.ok && isRecord(answer.value.body) ? resourcesOf(answer.value.body) : undefined);
      }
      groups.set(group, found);
    }
    return groups;
  }

  return {
    async discover(signal) {
      const core = groupsWanted.has('') ? await groupsAt('/api', signal) : undefined;
      if (core?.ok === false) return core;
      const named = await groupsAt('/apis', signal);
      if (!named.ok) return named;
      const groups: Groups = new Map([...(core?.value ?? []), ...named.value]);
      const served = new Map<KindName, Target | undefined>();
      for (const name of wanted) {
        const found = targetIn(groups, name);
        if (found !== 'unknown') served.set(name, found);
      }
      return { ok: true, value: served };
    },
  };
}

function targetIn(groups: Groups, name: KindName): Target | undefined | 'unknown' {
  const { group, versions, resource } = kinds[name];
  const served = groups.get(group);
  if (served === undefined) return undefined;
  for (const version of versions) {
    if (!served.has(version)) continue;
    const resources = served.get(version);
    if (resources === undefined) return 'unknown';
    if (!resources.has(resource)) continue;
    const apiVersion = group === '' ? version : `${group}/${version}`;
    return { path: `/${group === '' ? 'api' : 'apis'}/${apiVersion}/${resource}`, apiVersion };
  }
  return undefined;
}

function fromAggregated(items: readonly unknown[]): Groups {
  const groups: Groups = new Map();
  for (const item of items.filter(isRecord)) {
    const metadata = isRecord(item['metadata']) ? item['metadata'] : {};
    const versions: Versions = new Map();
    for (const version of listOf(item['versions'])) {
      // An aggregated API server that is down leaves its last answer, or nothing, marked as stale.
      const resources =
        version['freshness'] === 'Stale' ? undefined : new Set(readable(version['resources'], 'resource'));
      versions.set(String(version['version']), resources);
    }
    groups.set(typeof metadata['name'] === 'string' ? metadata['name'] : '', versions);
  }
  return groups;
}

function resourcesOf(body: Record<string, unknown>): ReadonlySet<string> {
  return new Set(readable(body['resources'], 'name'));
}

function readable(resources: unknown, nameField: string): string[] {
  return listOf(resources)
    .filter(({ verbs }) => Array.isArray(verbs) && verbs.includes('list') && verbs.includes('watch'))
    .map((resource) => String(resource[nameField]));
}

function coreGroup(body: Record<string, unknown>): { group: string; versions: string[] } {
  return { group: '', versions: Array.isArray(body['versions']) ? body['versions'].map(String) : [] };
}

function namedGroups(body: Record<string, unknown>): { group: string; versions: string[] }[] {
  return listOf(body['groups']).map((group) => ({
    group: String(group['name']),
    versions: listOf(group['versions']).map(({ version }) => String(version)),
  }));
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? (value as unknown[]).filter(isRecord) : [];
}
