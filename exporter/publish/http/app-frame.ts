import { performance } from 'node:perf_hooks';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { admit, type GuardOptions } from './guard.ts';
import { StoreFailure } from '../../findings/store.ts';
import { Problem } from './problem.ts';
import type { Route } from './routes.ts';

export type Handler = (request: Request, response: Response) => void | Promise<void>;

export interface FrameDeps {
  readonly guard: GuardOptions;
  /** Counts answers; `route` is a path of the table or `other`. */
  readonly answered: (route: string, code: number, seconds: number) => void;
  readonly onError: (error: unknown, about: { readonly route: string }) => void;
}

const methods = ['GET', 'HEAD'];

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
export function createFrame<K extends string>(
  routes: Readonly<Record<K, Route>>,
  handlers: Readonly<Record<K, Handler>>,
  deps: FrameDeps,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((request, response, next) => {
    const start = performance.now();
    response.once('close', () => {
      const route = response.locals['route'] as string | undefined;
      deps.answered(route ?? 'other', response.statusCode, (performance.now() - start) / 1000);
    });
    response.set(securityHeaders);
    refuseBody(request);
    next();
  });
  for (const [key, { path, scope }] of Object.entries<Route>(routes)) {
    const handler = handlers[key as K];
    app.all(path, async (request, response) => {
      response.locals['route'] = path;
      if (!methods.includes(request.method)) {
        const allow = methods.join(', ');
        throw new Problem(405, `This route answers ${allow} only.`, { headers: { Allow: allow } });
      }
      admit(request, scope, deps.guard);
      await handler(request, response);
    });
  }
  app.use(() => {
    throw new Problem(404, `There is nothing here; this listener serves ${pathsOf(routes)}.`);
  });
  // Express knows an error handler by its four parameters.
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    if (response.headersSent) {
      // Part of the answer is out: only cutting the connection tells the client that it is not whole.
      deps.onError(error, { route: String(response.locals['route']) });
      response.destroy();
      return;
    }
    const problem = problemOf(error);
    if (problem.status >= 500) deps.onError(error, { route: String(response.locals['route'] ?? 'other') });
    problem.send(response);
  });
  return app;
}

/** Reading is all that can be done here, so whoever sends a body means something else. */
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
