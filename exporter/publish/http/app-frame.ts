import { performance } from 'node:perf_hooks';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { admit, type Caller, type GuardOptions } from './guard.ts';
import { StoreFailure } from '../../findings/store.ts';
import { isGone } from './gone.ts';
import { Problem } from './problem.ts';
import type { Route } from './routes.ts';
import type { Scope } from '../../contract/index.ts';

export type Handler = (request: Request, response: Response) => void | Promise<void>;
/** Answers a POST; the body is JSON of at most as many bytes as the route allows. */
export type BodyHandler = (request: Request, response: Response, body: unknown, caller: Caller) => void | Promise<void>;
/** Answers a DELETE, which has no body. */
export type RemoveHandler = (request: Request, response: Response, caller: Caller) => void | Promise<void>;

/** A handler for every route, and one more for each way in which it is written to. */
export type Handlers<R extends Readonly<Record<string, Route>>> = {
  readonly [K in keyof R]: R[K] extends { readonly write: Scope } | { readonly remove: Scope }
    ? (R[K] extends { readonly writeOnly: true } ? unknown : { readonly read: Handler }) &
        (R[K] extends { readonly write: Scope } ? { readonly write: BodyHandler } : unknown) &
        (R[K] extends { readonly remove: Scope } ? { readonly remove: RemoveHandler } : unknown)
    : Handler;
};

interface Writable {
  readonly read?: Handler;
  readonly write?: BodyHandler;
  readonly remove?: RemoveHandler;
}

export interface FrameDeps {
  readonly guard: GuardOptions;
  /** Counts answers; `route` is a path of the table or `other`. */
  readonly answered: (route: string, code: number, seconds: number) => void;
  readonly onError: (error: unknown, about: { readonly route: string }) => void;
}

const reading = ['GET', 'HEAD'];
const usualBody = 64 * 1024;
/** Bytes of bodies that an app holds at a time, so that many that are sent at once do not end the process. */
const mostHeld = 32 * 1024 * 1024;

/** What every answer carries: nothing may be embedded, sniffed, or loaded from elsewhere. */
const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/**
 * An app whose routes are those of the table, each behind the guard with its own scope. Handlers are given under the
 * same keys, so neither a route without a scope nor a scope without a route can exist.
 */
export function createFrame<const R extends Readonly<Record<string, Route>>>(
  routes: R,
  handlers: Handlers<R>,
  deps: FrameDeps,
): Express {
  const app = express();
  const held = { bytes: 0 };
  const handlerOf = new Map<string, Handler | Writable>(Object.entries(handlers));
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((_request, response, next) => {
    const start = performance.now();
    response.once('close', () => {
      const route = response.locals['route'] as string | undefined;
      deps.answered(route ?? 'other', response.statusCode, (performance.now() - start) / 1000);
    });
    response.set(securityHeaders);
    next();
  });
  for (const [key, route] of Object.entries<Route>(routes)) {
    const { path, scope, write, remove, writeOnly = false, largestBody = usualBody } = route;
    const handler = handlerOf.get(key);
    if (handler === undefined) throw new Error(`${path} has no handler`);
    const answers: Writable = typeof handler === 'function' ? { read: handler } : handler;
    const methods = [
      ...(writeOnly ? [] : reading),
      ...(write === undefined ? [] : ['POST']),
      ...(remove === undefined ? [] : ['DELETE']),
    ];
    app.all(path, async (request, response) => {
      response.locals['route'] = path;
      if (request.method !== 'POST' || write === undefined) refuseBody(request);
      if (!methods.includes(request.method)) {
        const allow = methods.join(', ');
        throw new Problem(405, `This route answers ${allow} only.`, { headers: { Allow: allow } });
      }
      if (request.method === 'POST' && write !== undefined) {
        const caller = admit(request, write, deps.guard);
        await answers.write?.(request, response, await jsonBody(request, largestBody, held), caller);
      } else if (request.method === 'DELETE' && remove !== undefined) {
        await answers.remove?.(request, response, admit(request, remove, deps.guard));
      } else {
        admit(request, scope, deps.guard);
        await answers.read?.(request, response);
      }
    });
  }
  app.use((request) => {
    refuseBody(request);
    throw new Problem(404, `There is nothing here; this listener serves ${pathsOf(routes)}.`);
  });
  // Express knows an error handler by its four parameters.
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    if (isGone(response, error)) return;
    if (response.headersSent) {
      // Part of the answer is out: only cutting the connection tells the client that it is not whole.
      deps.onError(error, { route: String(response.locals['route']) });
      response.destroy();
      return;
    }
    const problem = problemOf(error);
    // A problem that a route names itself, such as not being ready yet, is an answer and no failure.
    if (problem.status >= 500 && problem !== error)
      deps.onError(error, { route: String(response.locals['route'] ?? 'other') });
    problem.send(response);
  });
  return app;
}

/** Only JSON: no page of another site can make a browser send that here without asking first. */
async function jsonBody(request: Request, largestBody: number, held: { bytes: number }): Promise<unknown> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new Problem(415, 'The body has to be JSON; send it with "Content-Type: application/json".', {
      headers: { Connection: 'close' },
    });
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      held.bytes += chunk.length;
      if (size > largestBody) {
        throw new Problem(413, `The body is larger than ${largestBody} bytes; send less.`, {
          headers: { Connection: 'close' },
        });
      }
      if (held.bytes > mostHeld) {
        const detail = 'Too much is being sent to this exporter at once; send it again later.';
        throw new Problem(503, detail, { headers: { 'Retry-After': '5', Connection: 'close' } });
      }
      chunks.push(chunk);
    }
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) throw new Problem(400, `The body is not JSON (${error.message}); correct it.`);
    // Whoever sends goes away, or is cut off for being slow: no failure of ours, and nobody is left to read the answer.
    if (request.errored !== null && !(error instanceof Problem)) {
      throw new Problem(400, 'The body ended before its end; send all of it.', { headers: { Connection: 'close' } });
    }
    throw error;
  } finally {
    held.bytes -= size;
  }
}

/** Where nothing is written, whoever sends a body means something else. */
function refuseBody(request: Request): void {
  const length = Number(request.headers['content-length'] ?? 0);
  if (length === 0 && request.headers['transfer-encoding'] === undefined) return;
  throw new Problem(413, 'This listener takes no request bodies.', { headers: { Connection: 'close' } });
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  // The router's own complaint about a path that is not valid percent-encoding.
  if (error instanceof URIError) return new Problem(400, 'The path is not valid percent-encoding.');
  if (error instanceof StoreFailure) {
    const detail =
      'What is remembered of findings cannot be read now; the log of the exporter says why. Metrics go on.';
    return new Problem(503, detail, { headers: { 'Retry-After': '10' } });
  }
  return new Problem(500, 'The exporter failed to answer; its log says why.');
}

function pathsOf(routes: Readonly<Record<string, Route>>): string {
  return Object.values(routes)
    .map(({ path }) => path)
    .join(', ');
}
