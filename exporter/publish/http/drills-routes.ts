import type { Request, Response } from 'express';
import { drillStates, type ApiAlert, type ApiDrill, type ApiDrillPage } from '../../contract/index.ts';
import type { ClusterDrill, DrillDesk, DrillOutcome } from '../../model/drill.ts';
import { rfc3339 } from './api-cluster.ts';
import type { BodyHandler, Handler, RemoveHandler } from './app-frame.ts';
import { digest, keysetPage, linkNext, sendJson } from './pages.ts';
import { Problem } from './problem.ts';
import { Query, takesNoParameters, unknownValue } from './query.ts';

export interface DrillsDeps {
  readonly expected: () => Iterable<string>;
  readonly drillDesk: DrillDesk;
  readonly alertDesk: { readonly alerts: () => readonly ApiAlert[] };
  readonly clock: () => number;
}

/** Beyond any time in milliseconds: what is subtracted from it counts down, so that the newest come first. */
const endOfTime = 1e15;

/** Handlers of drills: opening, closing, and whether the page arrived. */
export function drillsRoutes({ expected, drillDesk, alertDesk, clock }: DrillsDeps): {
  readonly list: { readonly read: Handler; readonly write: BodyHandler };
  readonly one: { readonly read: Handler; readonly remove: RemoveHandler };
} {
  const told = (one: ClusterDrill): ApiDrill => apiDrill(one, alertDesk.alerts(), clock());

  async function read(request: Request, response: Response): Promise<void> {
    const query = new Query(request.originalUrl, ['cluster', 'state', 'limit', 'cursor']);
    const known = [...expected()].sort();
    const names = query.list('cluster');
    for (const name of names ?? []) if (!known.includes(name)) throw unknownValue('cluster', name, known);
    const states = query.listOf('state', drillStates);
    const items = (await drillDesk.remembered())
      .map(told)
      .filter(({ cluster, state }) => (names?.includes(cluster) ?? true) && (states?.includes(state) ?? true));
    const page: ApiDrillPage = keysetPage(items, keyOf, query, digest(JSON.stringify(items)));
    linkNext(request, response, page.next);
    sendJson(request, response, page);
  }

  async function readOne(request: Request, response: Response): Promise<void> {
    takesNoParameters(request.originalUrl);
    const found = (await drillDesk.remembered()).find(({ drill }) => drill.id === request.params['id']);
    if (found === undefined) throw notThere();
    sendJson(request, response, told(found));
  }

  async function write(
    request: Request,
    response: Response,
    body: unknown,
    { subject }: Parameters<BodyHandler>[3],
  ): Promise<void> {
    takesNoParameters(request.originalUrl);
    const opened = doneOf(await drillDesk.open(body, subject));
    response.status(201);
    sendJson(request, response, told(opened));
  }

  async function remove(
    request: Request,
    response: Response,
    { subject }: Parameters<RemoveHandler>[2],
  ): Promise<void> {
    takesNoParameters(request.originalUrl);
    const by = subject === undefined ? 'closed by a request' : `closed by a request of ${subject}`;
    sendJson(request, response, told(doneOf(await drillDesk.close(String(request.params['id']), by))));
  }

  return { list: { read, write }, one: { read: readOne, remove } };
}

/** A drill as the API tells it, with the first alert that it raised. */
function apiDrill({ cluster, drill }: ClusterDrill, alerts: readonly ApiAlert[], now: number): ApiDrill {
  const { id, owner, who, caller, from, until, closed } = drill;
  const [alert] = alerts
    .filter((one) => one.drill === true && one.cluster === cluster && one.object?.name === id)
    .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
  return {
    id,
    cluster,
    owner,
    who,
    ...(caller !== undefined && { caller }),
    state: until > now ? 'open' : 'closed',
    from: rfc3339(from),
    until: rfc3339(until),
    ...(closed !== undefined && { closed }),
    ...(alert?.receivedAt !== undefined && {
      alert: {
        alertname: alert.alertname,
        fingerprint: alert.fingerprint,
        startsAt: alert.startsAt,
        receivedAt: alert.receivedAt,
        ...(alert.endsAt !== undefined && { endsAt: alert.endsAt }),
      },
    }),
  };
}

/** What the desk said as a drill; a Problem where it refused. */
function doneOf(outcome: DrillOutcome): ClusterDrill {
  switch (outcome.result) {
    case 'invalid': {
      const { problems } = outcome;
      const [first] = problems;
      throw new Problem(422, problems.map(({ field, problem }) => `${field}: ${problem}.`).join(' '), {
        ...(first !== undefined && { parameter: first.field }),
        extensions: { problems },
      });
    }
    case 'conflict':
      throw new Problem(409, outcome.problem);
    case 'not_ready': {
      const detail = `Nothing can be noted of ${outcome.cluster} yet: the first evaluation has not begun. Send the same request again.`;
      throw new Problem(503, detail, { headers: { 'Retry-After': '10' } });
    }
    case 'unknown':
      throw notThere();
    default:
      return outcome;
  }
}

function notThere(): Problem {
  return new Problem(404, 'No drill of the last 30 days has this id. List them at /api/v1/drills.');
}

function keyOf({ from, cluster, id }: ApiDrill): string {
  return JSON.stringify([endOfTime - Date.parse(from), cluster, id]);
}
