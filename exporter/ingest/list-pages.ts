import type { ApiClient } from './api-client.ts';
import { isRecord } from '../model/record.ts';
import { isGone, type Answer } from './failure.ts';

/** Where the API serves a kind. */
export interface Target {
  /** Path of the collection over all namespaces, for example `/apis/apps/v1/deployments`. */
  readonly path: string;
  readonly apiVersion: string;
}

/** A complete list: every item went through `take`, at this version. */
export interface Listed {
  readonly resourceVersion: string;
  readonly pages: number;
}

export interface ListDeps {
  readonly api: ApiClient;
  readonly resource: string;
  readonly target: Target;
  /** Fields that items must have, as the API server selects them. */
  readonly fieldSelector?: string;
  /** Called before the first page and again when the list starts over: what was taken so far is void. */
  begin(): void;
  /** One raw item with its apiVersion filled in; list items come without. */
  take(item: Record<string, unknown>): void;
  /** Called after each page. */
  page(): void;
}

const usualPage = 500;

/**
 * Reads a collection page by page at one consistent version. Items are handed over as pages arrive, so that raw
 * objects never pile up. A continue token that expires restarts the list once; a page that is too large is asked for
 * again in smaller pieces.
 */
export async function listPages(deps: ListDeps, signal: AbortSignal): Promise<Answer<Listed>> {
  const { api, resource, target, fieldSelector } = deps;
  let limit = usualPage;
  let token: string | undefined;
  let resourceVersion: string | undefined;
  let restarted = false;
  let pages = 0;
  deps.begin();
  for (;;) {
    const query = { limit, continue: token, fieldSelector };
    const answer = await api.request({ verb: 'list', resource, path: target.path, query }, signal);
    if (!answer.ok) {
      if (answer.failure.reason === 'TooLarge' && limit > 1) {
        limit = Math.max(1, Math.floor(limit / 5));
      } else if (isGone(answer.failure) && token !== undefined && !restarted) {
        restarted = true;
        token = resourceVersion = undefined;
        deps.begin();
      } else return answer;
      continue;
    }
    const list = answer.value.body;
    const metadata = isRecord(list) ? list['metadata'] : undefined;
    const version = isRecord(metadata) ? metadata['resourceVersion'] : undefined;
    if (!isRecord(list) || !isRecord(metadata) || typeof version !== 'string' || !isItems(list['items'])) {
      return { ok: false, failure: { code: undefined, reason: 'Garbled', message: `${target.path} is not a list` } };
    }
    resourceVersion ??= version;
    pages += 1;
    for (const item of list['items'] ?? []) {
      if (isRecord(item)) item['apiVersion'] ??= target.apiVersion;
      deps.take(isRecord(item) ? item : {});
    }
    deps.page();
    token = typeof metadata['continue'] === 'string' && metadata['continue'] !== '' ? metadata['continue'] : undefined;
    if (token === undefined) return { ok: true, value: { resourceVersion, pages } };
  }
}

function isItems(items: unknown): items is unknown[] | null | undefined {
  // Go writes an empty slice as null.
  return items === null || items === undefined || Array.isArray(items);
}
