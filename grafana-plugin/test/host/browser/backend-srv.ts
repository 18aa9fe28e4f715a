import {
  type BackendSrv,
  type BackendSrvRequest,
  type FetchError,
  type FetchResponse,
  isFetchError,
} from '@grafana/runtime';
import { lastValueFrom, map, Observable } from 'rxjs';

/** Requests of apps and data sources, sent to the server of the stand-in; rejects as Grafana's does, with a FetchError. */
export function createBackendSrv(notify: (severity: 'error' | 'success', text: string) => void): BackendSrv {
  const fetchAs = <T>(options: BackendSrvRequest, read: Reader): Observable<FetchResponse<T>> =>
    new Observable((subscriber) => {
      const ending = new AbortController();
      const signals = [ending.signal, ...(options.abortSignal === undefined ? [] : [options.abortSignal])];
      const run = async (): Promise<void> => {
        try {
          const response = await send<T>(options, AbortSignal.any(signals), read);
          if (options.showSuccessAlert === true) notify('success', messageOf(response.data) ?? 'Done');
          subscriber.next(response);
          subscriber.complete();
        } catch (error) {
          if (ending.signal.aborted) return;
          if (options.showErrorAlert === true && isFetchError(error))
            notify('error', error.message ?? 'Request failed');
          subscriber.error(error);
        }
      };
      void run();
      return () => ending.abort();
    });
  const fetch = <T>(options: BackendSrvRequest): Observable<FetchResponse<T>> => fetchAs<T>(options, readerOf(options));
  const request = <T>(options: BackendSrvRequest): Promise<T> =>
    lastValueFrom(fetch<T>({ showErrorAlert: true, ...options }).pipe(map(({ data }) => data)));
  return {
    fetch,
    request,
    datasourceRequest: <T>(options: BackendSrvRequest) => lastValueFrom(fetch<T>(options)),
    chunked: (options) => fetchAs(options, async (response) => new Uint8Array(await response.arrayBuffer())),
    get: (url, params, requestId, options) => request({ ...options, ...named(requestId), url, params, method: 'GET' }),
    delete: (url, data, options) => request({ ...options, url, data, method: 'DELETE' }),
    post: (url, data, options) => request({ ...options, url, data, method: 'POST' }),
    patch: (url, data, options) => request({ ...options, url, data, method: 'PATCH' }),
    put: (url, data, options) => request({ ...options, url, data, method: 'PUT' }),
  };
}

type Reader = (response: Response) => Promise<unknown>;

function named(requestId: string | undefined): Partial<BackendSrvRequest> {
  return requestId === undefined ? {} : { requestId };
}

function readerOf({ responseType }: BackendSrvRequest): Reader {
  if (responseType === 'arraybuffer') return (response) => response.arrayBuffer();
  if (responseType === 'blob') return (response) => response.blob();
  return async (response) => {
    const text = await response.text();
    if (responseType === 'text') return text;
    try {
      return text === '' ? {} : (JSON.parse(text) as unknown);
    } catch (error) {
      if (error instanceof SyntaxError) return text;
      throw error;
    }
  };
}

async function send<T>(options: BackendSrvRequest, signal: AbortSignal, read: Reader): Promise<FetchResponse<T>> {
  const { method = 'GET', data, headers = {}, params = {} } = options;
  const url = new URL(options.url, document.baseURI);
  for (const [name, value] of Object.entries(params as Record<string, unknown>)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) url.searchParams.append(name, String(one));
    }
  }
  const encoded = typeof data === 'string' || data instanceof URLSearchParams || data === undefined;
  const response = await fetch(url, {
    method,
    headers: { ...(encoded ? {} : { 'content-type': 'application/json' }), ...(headers as Record<string, string>) },
    signal,
    ...(data === undefined || method === 'GET' ? {} : { body: encoded ? data : JSON.stringify(data) }),
  }).catch((error: unknown) => {
    throw failure(options, { status: 0, statusText: String(error), data: {} }, signal.aborted);
  });
  const body = (await read(response)) as T;
  if (!response.ok) throw failure(options, { status: response.status, statusText: response.statusText, data: body });
  const { status, statusText, ok, redirected, type } = response;
  return {
    data: body,
    status,
    statusText,
    ok,
    headers: response.headers,
    redirected,
    type,
    url: response.url,
    config: options,
  };
}

interface Refused {
  readonly status: number;
  readonly statusText: string;
  readonly data: unknown;
}

function failure(config: BackendSrvRequest, { status, statusText, data }: Refused, cancelled = false): FetchError {
  return { status, statusText, data, config, cancelled, message: messageOf(data) ?? statusText };
}

function messageOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  if ('message' in data && typeof data.message === 'string') return data.message;
  return 'error' in data && typeof data.error === 'string' ? data.error : undefined;
}
