import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { ApiPage } from '../../contract/index.ts';
import { refused, type Query } from './query.ts';

/** How many items a page has: 100 unless `limit` says otherwise. */
export function limitOf(query: Query): number {
  return query.integer('limit', { min: 1, max: 1000, fallback: 100 });
}

/** An opaque position in a list; `decodeCursor` is its inverse. */
export function encodeCursor(position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** The position that a cursor names, of this many parts; a Problem when it is not one of ours. */
export function decodeCursor(query: Query, parts: number): readonly (string | number)[] | undefined {
  const text = query.text('cursor');
  if (text === undefined) return undefined;
  const position = parsed(Buffer.from(text, 'base64url').toString());
  const sound =
    Array.isArray(position) &&
    position.length === parts &&
    position.every((part) => typeof part === 'string' || typeof part === 'number');
  if (!sound) throw badCursor();
  return position;
}

export function badCursor(): Error {
  return refused('cursor', 'is not a cursor of this list', 'take it from `next` of the page before, or leave it out');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw badCursor();
    throw error;
  }
}

/** A page of a list that is in memory, ordered by a key: what was on earlier pages never comes again. */
export function keysetPage<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  query: Query,
  revision: string,
): ApiPage<T> {
  const limit = limitOf(query);
  const [after] = decodeCursor(query, 1) ?? [];
  const ordered = [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const rest = after === undefined ? ordered : ordered.filter((item) => keyOf(item) > String(after));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const more = rest.length > limit && last !== undefined;
  return { items: page, total: items.length, ...(more && { next: encodeCursor([keyOf(last)]) }), revision };
}

/** A short digest, for ETags and revisions. */
export function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}

/**
 * Sets the ETag and says whether the client holds this very answer, in which case 304 has been sent. Not Express's own
 * test: fetch adds `Cache-Control: no-cache` to every conditional request, which that takes as a wish for the whole.
 */
export function isUnchanged(request: Request, response: Response, etag: string): boolean {
  response.set('ETag', `"${etag}"`).set('Cache-Control', 'private, no-cache');
  const held = request.get('If-None-Match')?.split(',') ?? [];
  if (!held.some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === `"${etag}"`)) return false;
  response.status(304).end();
  return true;
}

/** Answers with JSON; the ETag is that of the bytes unless one has been set. */
export function sendJson(request: Request, response: Response, body: unknown): void {
  const text = `${JSON.stringify(body)}\n`;
  if (response.get('ETag') === undefined && isUnchanged(request, response, digest(text))) return;
  response.set('Content-Type', 'application/json; charset=utf-8').send(Buffer.from(text));
}

/** Points to the next page the way RFC 8288 does, for clients that do not read the body. */
export function linkNext(request: Request, response: Response, next: string | undefined): void {
  if (next === undefined) return;
  const mark = request.originalUrl.indexOf('?');
  const params = new URLSearchParams(mark < 0 ? '' : request.originalUrl.slice(mark + 1));
  params.set('cursor', next);
  response.set('Link', `<${request.path}?${params.toString()}>; rel="next"`);
}
