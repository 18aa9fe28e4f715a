import type { Request, Response } from 'express';
import { waiverStates, type ApiWaiver, type ApiWaiverDraft } from '../../contract/index.ts';
import type { Exempt } from '../../evaluate/exemptions.ts';
import type { WaiverView } from '../../model/waiver.ts';
import type { ClusterView } from '../posture.ts';
import { apiWaiver } from './api-waiver.ts';
import type { BodyHandler, Handler } from './app-frame.ts';
import { digest, keysetPage, linkNext, sendJson } from './pages.ts';
import { invalidBody, type FieldProblem } from './problem.ts';
import { Query, takesNoParameters, unknownValue } from './query.ts';

/** Port to whatever validates requests for waivers and holds them until they are in Git. */
export interface WaiverDesk {
  readonly submit: (body: unknown) =>
    | { readonly problems: readonly FieldProblem[] }
    | {
        readonly view: WaiverView;
        readonly exempt: Exempt;
        readonly coversCluster: (name: string) => boolean;
        readonly file: ApiWaiverDraft['file'];
        readonly pullRequest: (accepts: number) => ApiWaiverDraft['pullRequest'];
      };
  readonly pending: () => readonly WaiverView[];
}

export interface WaiversDeps {
  readonly clusters: () => Iterable<ClusterView>;
  readonly expected: () => Iterable<string>;
  readonly waiverDesk: WaiverDesk;
  readonly clock: () => number;
}

/** Handlers of waivers: what is accepted now, and requests for more. */
export function waiversRoutes({ clusters, expected, waiverDesk, clock }: WaiversDeps): {
  readonly read: Handler;
  readonly write: BodyHandler;
} {
  /** Waivers of clusters, then requests that have not appeared in any of them. */
  function everything(): readonly ApiWaiver[] {
    const now = clock();
    const held = [...clusters()].flatMap((cluster) =>
      [...cluster.waivers(now), ...cluster.proposedWaivers()].map((view) => ({ view, cluster: cluster.name })),
    );
    const applied = new Set(held.map(({ view }) => `${view.waiver.name} ${view.waiver.expiresAt}`));
    const waiting = waiverDesk.pending().filter(({ waiver }) => !applied.has(`${waiver.name} ${waiver.expiresAt}`));
    return [...held.map(({ view, cluster }) => apiWaiver(view, cluster)), ...waiting.map((view) => apiWaiver(view))];
  }

  function read(request: Request, response: Response): void {
    const query = new Query(request.originalUrl, ['cluster', 'state', 'check', 'limit', 'cursor']);
    const known = [...new Set([...Array.from(clusters(), ({ name }) => name), ...expected()])].sort();
    const names = query.list('cluster')?.map((name) => {
      if (!known.includes(name)) throw unknownValue('cluster', name, known);
      return name;
    });
    const states = query.listOf('state', waiverStates);
    const checks = query.list('check');
    const told = everything().filter(
      (waiver) =>
        (names?.includes(waiver.cluster ?? '') ?? true) &&
        (states?.includes(waiver.state) ?? true) &&
        (checks?.some((check) => waiver.checks?.includes(check)) ?? true),
    );
    const revision = digest(...told.map((waiver) => JSON.stringify(waiver)));
    const page = keysetPage(told, keyOf, query, revision);
    linkNext(request, response, page.next);
    sendJson(request, response, page);
  }

  function write(request: Request, response: Response, body: unknown): void {
    takesNoParameters(request.originalUrl);
    const submitted = waiverDesk.submit(body);
    if ('problems' in submitted) throw invalidBody(submitted.problems);
    const { view, exempt, coversCluster, file, pullRequest } = submitted;
    let accepts = 0;
    for (const cluster of clusters()) if (coversCluster(cluster.name)) accepts += cluster.acceptedBy(exempt);
    const draft: ApiWaiverDraft = { waiver: apiWaiver(view), accepts, file, pullRequest: pullRequest(accepts) };
    response.status(201);
    sendJson(request, response, draft);
  }

  return { read, write };
}

function keyOf({ cluster = '', name, state, source }: ApiWaiver): string {
  return JSON.stringify([cluster, name, source, state]);
}
