import { readFileSync } from 'node:fs';
import type { ApiProblem } from '../contract/api.ts';
import { UsageError } from './exit.ts';

/** Where a running exporter is, and what to prove oneself with. */
export interface ExporterAddress {
  readonly url: string;
  readonly tokenFile?: string;
}

/** Asks a running exporter; the path begins at its root. What it refuses is an error in its own words. */
export async function askExporter<T>(address: ExporterAddress, path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetchFrom(address, path, init);
  const isJson = /^application\/(?:problem\+)?json/.test(response.headers.get('content-type') ?? '');
  const answer: unknown = isJson ? await response.json() : undefined;
  if (response.ok && answer !== undefined) return answer as T;
  const { detail = `answers with ${response.status}` } = (answer ?? {}) as Partial<ApiProblem>;
  throw new UsageError(`the exporter at ${originOf(address)}: ${detail}`);
}

/** Its answer, whatever that is. */
export async function fetchFrom(
  address: ExporterAddress,
  path: string,
  { method = 'GET', body, signal }: RequestInit = {},
): Promise<Response> {
  const { url, tokenFile } = address;
  const origin = originOf(address);
  const headers: Record<string, string> = {
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...(tokenFile !== undefined && { Authorization: `Bearer ${tokenIn(tokenFile)}` }),
  };
  const init = { method, headers, ...(body !== undefined && { body }), ...(signal !== undefined && { signal }) };
  return fetch(new URL(path, url), init).catch((error: unknown) => {
    throw new UsageError(`the exporter at ${origin} does not answer; start it with "plumbline serve", or give --url`, {
      cause: error,
    });
  });
}

function originOf({ url }: ExporterAddress): string {
  const base = URL.parse(url);
  if (base === null || !/^https?:$/.test(base.protocol)) throw new UsageError(`--url: "${url}" is not an http(s) url`);
  return base.origin;
}

/** The token in a file; `option` is what named the file. */
export function tokenIn(file: string, option = '--token-file'): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new UsageError(`${option}: ${file} cannot be read (${code}); check the path and its permissions`);
  }
}
