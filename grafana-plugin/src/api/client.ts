import { getBackendSrv } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import { pluginId } from '../plugin-id.ts';
import { type LinkQuery, searchOf } from '../routes.ts';
import { failureOf } from './failure.ts';

/** Milliseconds after which a question to the exporter is given up. */
const patience = 30_000;

/** Where Grafana's server forwards to the exporter, with the token that browsers never see. */
export function proxied(path: string): string {
  return `api/plugin-proxy/${pluginId}/api/v1/${path}`;
}

/**
 * Path of a route of the exporter with its names filled in, escaped: ids and names of clusters are free text.
 * `apiPath('clusters', name, 'history')` gives `clusters/a%2Fb/history`.
 */
export function apiPath(...segments: readonly string[]): string {
  return segments.map(encodeURIComponent).join('/');
}

/** Asks the exporter; rejects with an ApiFailure. */
export async function ask<T>(path: string, query: LinkQuery, signal?: AbortSignal): Promise<T> {
  return request<T>({ method: 'GET', path, query, signal });
}

/** Sends a document to the exporter; rejects with an ApiFailure. */
export async function send<T>(path: string, body: unknown): Promise<T> {
  return request<T>({ method: 'POST', path, query: {}, body });
}

interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query: LinkQuery;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

async function request<T>({ method, path, query, body, signal }: Request): Promise<T> {
  const search = searchOf(query);
  const limit = AbortSignal.timeout(patience);
  try {
    const answer = await lastValueFrom(
      getBackendSrv().fetch<T>({
        url: search.size === 0 ? proxied(path) : `${proxied(path)}?${search}`,
        method,
        ...(body === undefined ? {} : { data: body }),
        abortSignal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
        // Pages tell failures in their place; a notice on top would say them twice.
        showErrorAlert: false,
        showSuccessAlert: false,
        validatePath: true,
      }),
    );
    return answer.data;
  } catch (thrown) {
    throw failureOf(thrown);
  }
}
