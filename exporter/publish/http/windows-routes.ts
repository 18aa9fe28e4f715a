import type { Request, Response } from 'express';
import {
  windowSources,
  windowStates,
  type ApiDeployWindow,
  type ApiDeployWindowChange,
  type ApiDeployWindowPage,
  type WindowState,
} from '../../contract/index.ts';
import type { FindingStore } from '../../findings/store.ts';
import {
  windowStateAt,
  type DeployWindow,
  type WindowDesk,
  type WindowOutcome,
  type WindowView,
} from '../../model/window.ts';
import type { ClusterView } from '../posture.ts';
import { rfc3339 } from './api-cluster.ts';
import type { BodyHandler, Handler, RemoveHandler } from './app-frame.ts';
import { momentOf } from './moment.ts';
import { digest, keysetPage, linkNext, sendJson } from './pages.ts';
import { invalidBody, Problem } from './problem.ts';
import { Query, refused, takesNoParameters, unknownValue } from './query.ts';

export interface WindowsDeps {
  readonly clusters: () => Iterable<ClusterView>;
  readonly expected: () => Iterable<string>;
  readonly store: Pick<FindingStore, 'rememberedSince'>;
  readonly windowDesk: WindowDesk;
  readonly clock: () => number;
}

const dayMs = 86_400_000;
/** Windows that began in this time are listed unless `since` says otherwise; milliseconds. */
const shownUnasked = 7 * dayMs;
/** Beyond any time in milliseconds: what is subtracted from it counts down, so that the newest come first. */
const endOfTime = 1e15;

/** Handlers of deploy windows: what is open, comes or was, and requests of those who deploy. */
export function windowsRoutes(deps: WindowsDeps): {
  readonly list: { readonly read: Handler; readonly write: BodyHandler };
  readonly one: { readonly read: Handler; readonly remove: RemoveHandler };
} {
  const { clusters, windowDesk, clock } = deps;

  async function read(request: Request, response: Response): Promise<void> {
    const query = new Query(request.originalUrl, ['cluster', 'state', 'source', 'from', 'limit', 'cursor']);
    const now = clock();
    const names = await namesOf(query, deps);
    const states = query.listOf('state', windowStates);
    const sources = query.listOf('source', windowSources);
    const since = momentOf(query, 'from', now) ?? now - shownUnasked;
    const told = (await windowsSince(deps, names, since)).filter(
      ({ state, source }) => (states?.includes(state) ?? true) && (sources?.includes(source.kind) ?? true),
    );
    const page: ApiDeployWindowPage = keysetPage(told, keyOf, query, digest(JSON.stringify(told)));
    linkNext(request, response, page.next);
    sendJson(request, response, page);
  }

  async function readOne(request: Request, response: Response): Promise<void> {
    const query = new Query(request.originalUrl, ['cluster', 'from']);
    const id = String(request.params['changeId']);
    const now = clock();
    const since = momentOf(query, 'from', now) ?? now - 90 * dayMs;
    const told = (await windowsSince(deps, await namesOf(query, deps), since)).filter(
      ({ changeId }) => changeId === id,
    );
    if (told.length === 0) throw notThere();
    const items = told.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    const page: ApiDeployWindowPage = { items, total: items.length, revision: digest(JSON.stringify(items)) };
    sendJson(request, response, page);
  }

  async function write(
    request: Request,
    response: Response,
    body: unknown,
    { subject }: Parameters<BodyHandler>[3],
  ): Promise<void> {
    takesNoParameters(request.originalUrl);
    sendJson(request, response, changeOf(await windowDesk.open(body, subject), clock()));
  }

  async function remove(
    request: Request,
    response: Response,
    { subject }: Parameters<RemoveHandler>[2],
  ): Promise<void> {
    const query = new Query(request.originalUrl, ['cluster']);
    const names = query.list('cluster');
    const known = Array.from(clusters(), ({ name }) => name).sort();
    for (const name of names ?? []) if (!known.includes(name)) throw unknownValue('cluster', name, known);
    const id = String(request.params['changeId']);
    const by = subject === undefined ? 'closed by a request' : `closed by a request of ${subject}`;
    const outcome = await windowDesk.close(id, names, by);
    if (outcome.result === 'unknown') {
      // The same request again: what has ended stays so.
      const now = clock();
      const ended = (await windowsSince(deps, names ?? known, now - shownUnasked)).filter(
        ({ changeId, source, state }) => changeId === id && source.kind === 'request' && state === 'ended',
      );
      if (ended.length === 0) throw notThere();
      const answer: ApiDeployWindowChange = { result: 'unchanged', windows: ended };
      sendJson(request, response, answer);
      return;
    }
    sendJson(request, response, changeOf(outcome, clock()));
  }

  return { list: { read, write }, one: { read: readOne, remove } };
}

async function namesOf(query: Query, deps: WindowsDeps): Promise<readonly string[] | undefined> {
  const names = query.list('cluster');
  if (names === undefined) return undefined;
  const known = new Set([...Array.from(deps.clusters(), ({ name }) => name), ...deps.expected()]);
  // Clusters that others write into the same store.
  for (const name of (await deps.store.rememberedSince()).keys()) known.add(name);
  for (const name of names) if (!known.has(name)) throw unknownValue('cluster', name, [...known].sort());
  return names;
}

/** Windows that are open or come, and those that began since a time, of these clusters or of all. */
async function windowsSince(
  { clusters, windowDesk, clock }: WindowsDeps,
  names: readonly string[] | undefined,
  since: number,
): Promise<readonly ApiDeployWindow[]> {
  const live = [...clusters()].filter(({ name }) => names?.includes(name) ?? true);
  const found = new Map<string, ApiDeployWindow>();
  const add = (cluster: string, view: WindowView) =>
    found.set(`${cluster} ${view.window.key}`, apiWindow(cluster, view.window, view.state, view.problem));
  const remembered = await windowDesk.remembered(names, since).catch((error: unknown) => {
    if (error instanceof RangeError) throw refused('from', `asks for ${error.message}`, 'give a later time');
    throw error;
  });
  for (const { cluster, ...view } of remembered) add(cluster, view);
  for (const { name, windows } of live) for (const view of windows.views(clock())) add(name, view);
  return [...found.values()];
}

/** A window as the API tells it. */
function apiWindow(
  cluster: string,
  window: DeployWindow,
  state: WindowState,
  problem: string | undefined,
): ApiDeployWindow {
  const { changeId, namespaces, from, until, who, reason, source, closed } = window;
  return {
    cluster,
    changeId,
    state,
    ...(namespaces !== undefined && { namespaces }),
    from: rfc3339(from),
    until: rfc3339(until),
    who,
    reason,
    source,
    ...(closed !== undefined && { closed }),
    ...(problem !== undefined && { problem }),
  };
}

/** What the desk said as an answer; a Problem where it refused. */
function changeOf(outcome: WindowOutcome, now: number): ApiDeployWindowChange {
  switch (outcome.result) {
    case 'invalid':
      throw invalidBody(outcome.problems);
    case 'conflict':
      throw new Problem(409, outcome.problem);
    case 'not_ready': {
      const names = outcome.clusters.join(', ');
      const detail = `Nothing can be noted of ${names} yet: the first evaluation has not begun. Send the same request again.`;
      throw new Problem(503, detail, { headers: { 'Retry-After': '10' } });
    }
    case 'unknown':
      throw notThere();
    default: {
      const windows = outcome.windows.map(({ cluster, window }) =>
        apiWindow(cluster, window, windowStateAt(window, now), undefined),
      );
      return { result: outcome.result, windows };
    }
  }
}

function notThere(): Problem {
  return new Problem(404, 'No deploy window has this change id. List them at /api/v1/deploy-windows.');
}

function keyOf({ from, cluster, changeId, source, until }: ApiDeployWindow): string {
  return JSON.stringify([endOfTime - Date.parse(from), cluster, changeId, source, until]);
}
