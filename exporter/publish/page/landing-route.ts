import type { Request, Response } from 'express';
import type { Check } from '../../checks/define.ts';
import type { FindingStore } from '../../findings/store.ts';
import type { ClusterView } from '../posture.ts';
import { landingPage } from './landing-page.ts';
import { pagePolicy } from './style.ts';

const worstShown = 8;

export interface LandingDeps {
  readonly clusters: () => Iterable<ClusterView>;
  readonly expected: () => Iterable<string>;
  readonly checks: readonly Check[];
  readonly store: Pick<FindingStore, 'query'>;
  readonly clock: () => number;
  readonly version: string;
}

/** Serves the landing page, made anew for every request. */
export function landingRoute(deps: LandingDeps): (request: Request, response: Response) => Promise<void> {
  const checks = new Map(deps.checks.map((check) => [check.id, check]));
  return async (_request, response) => {
    const worst = await deps.store.query({}, worstShown);
    const clusters = [...deps.clusters()];
    const names = new Set(clusters.map(({ name }) => name));
    const missing = [...new Set(deps.expected())].filter((name) => !names.has(name));
    const page = landingPage({ clusters, missing, checks, worst, version: deps.version, now: deps.clock() });
    response.set('Content-Security-Policy', pagePolicy).set('Cache-Control', 'no-store');
    response.set('Content-Type', 'text/html; charset=utf-8').send(Buffer.from(page.markup));
  };
}
