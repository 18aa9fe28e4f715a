import type { Request, Response } from 'express';
import { resourceLabel } from '../../model/kinds.ts';
import type { Snapshot } from '../exposition/snapshot.ts';
import type { ClusterView } from '../posture.ts';
import { Problem } from './problem.ts';

export interface HealthDeps {
  readonly clock: () => number;
  /** When the main loop last went round, in milliseconds; undefined before its first turn. */
  readonly heartbeat: () => number | undefined;
  readonly heartbeatLimitMs: number;
}

/** Whether this process works: it answers, and its loop goes round. Never whether an API server does. */
export function healthRoute(deps: HealthDeps): (request: Request, response: Response) => void {
  const startedAt = deps.clock();
  return (_request, response) => {
    const silentMs = deps.clock() - (deps.heartbeat() ?? startedAt);
    if (silentMs > deps.heartbeatLimitMs) {
      const detail = `The main loop has not gone round for ${seconds(silentMs)} (limit ${seconds(deps.heartbeatLimitMs)}). The process hangs and should be restarted; its logs say where it stopped.`;
      throw new Problem(503, detail);
    }
    plain(response, 'ok\n');
  };
}

export interface ReadyDeps {
  readonly clock: () => number;
  readonly clusters: () => Iterable<ClusterView>;
  readonly expected: () => Iterable<string>;
  readonly snapshot: () => Snapshot;
  /** After this long clusters that do not answer no longer keep those that do from being scraped. */
  readonly syncTimeoutMs: number;
}

/** Whether there is something to scrape: one complete evaluation is published, or waiting for it has taken too long. */
export function readyRoute(deps: ReadyDeps): (request: Request, response: Response) => void {
  const startedAt = deps.clock();
  return (_request, response) => {
    const { revisions } = deps.snapshot();
    const missing = missingFrom(deps, revisions);
    const timedOut = deps.clock() - startedAt >= deps.syncTimeoutMs;
    if (revisions.size === 0 && !timedOut) {
      const detail = `No cluster's first evaluation is published yet. ${missing.join(' ')}`.trim();
      throw new Problem(503, detail, { extensions: { missing } });
    }
    plain(response, ['ready', ...missing].map((line) => `${line}\n`).join(''));
  };
}

function missingFrom(deps: ReadyDeps, published: ReadonlyMap<string, number>): string[] {
  const missing: string[] = [];
  const seen = new Set<string>();
  for (const cluster of deps.clusters()) {
    seen.add(cluster.name);
    if (published.has(cluster.name)) continue;
    const waiting = cluster.kinds().filter(({ status }) => status === 'pending');
    const what =
      cluster.problem !== undefined
        ? `the API does not answer: ${cluster.problem}`
        : waiting.length > 0
          ? `waits for ${waiting.map(({ kind }) => resourceLabel(kind)).join(', ')}`
          : 'is being evaluated';
    missing.push(`Cluster ${JSON.stringify(cluster.name)}: ${what}.`);
  }
  for (const name of deps.expected()) {
    if (!seen.has(name)) missing.push(`Cluster ${JSON.stringify(name)}: expected, but no source delivers it.`);
  }
  return missing;
}

function plain(response: Response, text: string): void {
  response.set('Content-Type', 'text/plain; charset=utf-8').set('Cache-Control', 'no-store').send(Buffer.from(text));
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}
