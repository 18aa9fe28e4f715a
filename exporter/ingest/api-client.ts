import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { createClockSkew } from './clock-skew.ts';
import type { Connection } from './connection.ts';
import { createDeadline, type Deadline } from './deadline.ts';
import { failureOfStatus, printable, type Answer, type ApiFailure } from './failure.ts';
import { KubeconfigError } from './kubeconfig.ts';
import { createLineSplitter } from './lines.ts';
import type { IngestTelemetry } from './sink.ts';

/** A request to the API server; `resource` is only the label under which it is counted. */
export interface ApiRequest {
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'update';
  readonly resource: string;
  /** Path below the server's URL, starting with a slash. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

export interface ApiResponse {
  readonly body: unknown;
  readonly etag: string | undefined;
  readonly contentType: string;
  /** The ETag that was asked with still holds; `body` is undefined. */
  readonly notModified: boolean;
}

/** What a watch calls while it lasts. */
export interface WatchHandler {
  /** The API server accepted the watch. */
  opened(): void;
  /** One event as the API sent it; false ends the watch. */
  event(event: unknown): boolean;
  /** A line that cannot be read: something happened, but not what. False ends the watch. */
  unreadable(why: string): boolean;
}

/** Why a watch is over; `eof` is how a healthy one ends. */
export type WatchEnd =
  { readonly why: 'eof' | 'idle' | 'stopped' } | { readonly why: 'failed'; readonly failure: ApiFailure };

/** JSON requests to one API server; failures are values. */
export interface ApiClient {
  request(request: ApiRequest, signal: AbortSignal): Promise<Answer<ApiResponse>>;
  watch(request: ApiRequest, handler: WatchHandler, signal: AbortSignal): Promise<WatchEnd>;
  /** Hands over a text line by line as it comes, so that it may be larger than what should be held. */
  lines(request: ApiRequest, take: (line: string) => void, signal: AbortSignal): Promise<Answer<void>>;
  /** Milliseconds that the API server's clock is ahead of ours. */
  skewMs(): number;
}

export interface ApiLimits {
  /** Milliseconds without a byte before a request is given up. */
  readonly silenceMs: number;
  /** Milliseconds without an event or bookmark before a watch is taken for dead. */
  readonly idleMs: number;
  /** Bytes of a watch event. */
  readonly longestLine: number;
  /** Bytes of a response, decompressed. */
  readonly largestBody: number;
}

export const defaultLimits: ApiLimits = {
  silenceMs: 30_000,
  idleMs: 180_000,
  longestLine: 8 * 1024 * 1024,
  largestBody: 64 * 1024 * 1024,
};

export interface ApiClientDeps {
  readonly connection: Connection;
  readonly telemetry: IngestTelemetry;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly limits?: Partial<ApiLimits>;
}

class TooLarge extends Error {}

const unzip = promisify(gunzip);

/** A client over the connection's sockets; counts every request, measures the clock, follows no redirects. */
export function createApiClient({ connection, telemetry, clock, limits: given }: ApiClientDeps): ApiClient {
  const limits = { ...defaultLimits, ...given };
  const skew = createClockSkew();

  /** Sends, and gives the response as soon as its headers are here. */
  async function open(request: ApiRequest, deadline: Deadline): Promise<Dispatcher.ResponseData> {
    const { headers, requests, watches, refused } = await connection.ready();
    const sentAt = clock();
    const response = await (request.verb === 'watch' ? watches : requests).request({
      origin: new URL(connection.server).origin,
      path: pathOf(connection.server, request),
      method: request.verb === 'create' ? 'POST' : request.verb === 'update' ? 'PUT' : 'GET',
      headers: {
        accept: 'application/json',
        'user-agent': 'plumbline',
        ...(request.verb === 'list' ? { 'accept-encoding': 'gzip' } : {}),
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...request.headers,
        ...headers,
      },
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal: deadline.signal,
    });
    deadline.extend();
    if (response.statusCode === 401) refused();
    const measured = skew.sample(headerOf(response, 'date'), sentAt, clock());
    if (measured !== undefined) telemetry.clockSkew(measured / 1000);
    return response;
  }

  /** Reads a body whole, within limits; undefined when it is not JSON. */
  async function read(request: ApiRequest, response: Dispatcher.ResponseData, deadline: Deadline): Promise<unknown> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      deadline.extend();
      size += chunk.length;
      if (size > limits.largestBody) throw new TooLarge();
      chunks.push(chunk);
    }
    let bytes = Buffer.concat(chunks);
    if (headerOf(response, 'content-encoding') === 'gzip') {
      bytes = await unzip(bytes, { maxOutputLength: limits.largestBody }).catch((error: unknown) => {
        throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? new TooLarge() : error;
      });
    }
    telemetry.bytes(request.verb, bytes.length);
    return parsed(bytes.toString('utf8'));
  }

  async function request(request: ApiRequest, signal: AbortSignal): Promise<Answer<ApiResponse>> {
    using deadline = createDeadline(signal, limits.silenceMs);
    const startedAt = clock();
    const count = (code: string) =>
      telemetry.request(request.verb, request.resource, code, (clock() - startedAt) / 1000);
    try {
      const response = await open(request, deadline);
      const { statusCode } = response;
      const body = await read(request, response, deadline);
      count(String(statusCode));
      const notModified = statusCode === 304;
      if (!notModified && (statusCode < 200 || statusCode > 299)) {
        return { ok: false, failure: failureOfStatus(body, statusCode, headerOf(response, 'retry-after')) };
      }
      if (!notModified && body === undefined) return { ok: false, failure: garbled('the API answered no JSON') };
      const contentType = headerOf(response, 'content-type') ?? '';
      return { ok: true, value: { body, etag: headerOf(response, 'etag'), contentType, notModified } };
    } catch (error) {
      if (!signal.aborted) count('error');
      return { ok: false, failure: failureOfError(error, signal, deadline, limits) };
    }
  }

  async function watch(request: ApiRequest, handler: WatchHandler, signal: AbortSignal): Promise<WatchEnd> {
    using deadline = createDeadline(signal, limits.silenceMs);
    const startedAt = clock();
    const count = (code: string) => telemetry.request('watch', request.resource, code, (clock() - startedAt) / 1000);
    let opened = false;
    try {
      const response = await open(request, deadline);
      const { statusCode } = response;
      count(String(statusCode));
      opened = true;
      if (statusCode !== 200) {
        const body = await read(request, response, deadline);
        return { why: 'failed', failure: failureOfStatus(body, statusCode, headerOf(response, 'retry-after')) };
      }
      deadline.extend(limits.idleMs);
      handler.opened();
      const lines = createLineSplitter(limits.longestLine);
      for await (const chunk of response.body as AsyncIterable<Buffer>) {
        telemetry.bytes('watch', chunk.length);
        for (const line of lines.push(chunk)) {
          deadline.extend();
          // Ending the loop early destroys the body, and with it the socket.
          if (!deliver(line, handler) || signal.aborted) return { why: 'stopped' };
        }
      }
      return { why: 'eof' };
    } catch (error) {
      if (signal.aborted) return { why: 'stopped' };
      if (!opened) count('error');
      if (opened && deadline.expired()) return { why: 'idle' };
      return { why: 'failed', failure: failureOfError(error, signal, deadline, limits) };
    }
  }

  async function lines(request: ApiRequest, take: (line: string) => void, signal: AbortSignal): Promise<Answer<void>> {
    using deadline = createDeadline(signal, limits.silenceMs);
    const startedAt = clock();
    const count = (code: string) =>
      telemetry.request(request.verb, request.resource, code, (clock() - startedAt) / 1000);
    try {
      const response = await open(request, deadline);
      if (response.statusCode !== 200) {
        const body = await read(request, response, deadline);
        count(String(response.statusCode));
        return { ok: false, failure: failureOfStatus(body, response.statusCode, headerOf(response, 'retry-after')) };
      }
      const splitter = createLineSplitter(limits.longestLine);
      let size = 0;
      for await (const chunk of response.body as AsyncIterable<Buffer>) {
        deadline.extend();
        size += chunk.length;
        if (size > limits.largestBody) throw new TooLarge();
        for (const line of splitter.push(chunk)) if ('text' in line) take(line.text);
      }
      telemetry.bytes(request.verb, size);
      count('200');
      return { ok: true, value: undefined };
    } catch (error) {
      if (!signal.aborted) count('error');
      return { ok: false, failure: failureOfError(error, signal, deadline, limits) };
    }
  }

  return { request, watch, lines, skewMs: () => skew.ms };
}

function deliver(line: { text: string } | { tooLong: number }, handler: WatchHandler): boolean {
  if ('tooLong' in line) return handler.unreadable(`an event of ${line.tooLong} bytes`);
  const event = parsed(line.text);
  return event === undefined ? handler.unreadable('a line that is not JSON') : handler.event(event);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function pathOf(server: string, { path, query }: ApiRequest): string {
  const base = new URL(server).pathname.replace(/\/$/, '');
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) if (value !== undefined) params.set(key, String(value));
  const search = params.toString();
  return `${base}${path}${search === '' ? '' : `?${search}`}`;
}

function headerOf(response: Dispatcher.ResponseData, name: string): string | undefined {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function garbled(message: string): ApiFailure {
  return { code: undefined, reason: 'Garbled', message };
}

function failureOfError(error: unknown, signal: AbortSignal, deadline: Deadline, limits: ApiLimits): ApiFailure {
  const failure = (reason: string, message: string): ApiFailure => ({ code: undefined, reason, message });
  if (signal.aborted) return failure('Aborted', 'stopped');
  if (deadline.expired()) return failure('Timeout', `the API sent nothing for ${limits.silenceMs / 1000} s`);
  if (error instanceof TooLarge) {
    return failure('TooLarge', `the response is larger than ${limits.largestBody} bytes`);
  }
  if (error instanceof KubeconfigError) return failure('Credentials', error.message);
  const { code, message } = error as NodeJS.ErrnoException;
  return failure('Unreachable', printable(code === undefined ? message : `${code}: ${message}`));
}
