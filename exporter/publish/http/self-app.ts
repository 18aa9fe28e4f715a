import type { Express } from 'express';
import type { Registry } from 'prom-client';
import { createFrame, type FrameDeps } from './app-frame.ts';
import { healthRoute, type HealthDeps } from './probes.ts';
import { selfRoutes } from './routes.ts';

export interface SelfAppDeps extends FrameDeps, HealthDeps {
  readonly registry: Pick<Registry, 'metrics' | 'contentType'>;
}

/** The exporter's own metrics: every replica serves them, whoever leads. */
export function createSelfApp(deps: SelfAppDeps): Express {
  return createFrame(
    selfRoutes,
    {
      async metrics(_request, response) {
        const body = await deps.registry.metrics();
        response
          .set('Content-Type', deps.registry.contentType)
          .set('Cache-Control', 'no-store')
          .send(Buffer.from(body));
      },
      healthz: healthRoute(deps),
    },
    deps,
  );
}
