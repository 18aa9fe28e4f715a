import type { Request, Response } from 'express';
import { z } from 'zod';
import { alertOutcomes, type ApiAlert, type ApiNotified } from '../../contract/index.ts';
import type { BodyHandler, Handler } from './app-frame.ts';
import { digest, keysetPage, linkNext, sendJson } from './pages.ts';
import { invalidBody, Problem, type FieldProblem } from './problem.ts';
import { Query, takesNoParameters, unknownValue } from './query.ts';

type Outcome = (typeof alertOutcomes)[number];

/** Port to the ledger of alerts; times are milliseconds. */
export interface AlertDesk {
  /** Remembers a notification; resolves once it is durable, or to what is wrong with it. */
  readonly notify: (body: unknown) => Promise<ApiNotified | { readonly problems: readonly FieldProblem[] }>;
  /** Remembers a verdict on the latest episode of an alert, or on the one that began at a time. */
  readonly judge: (
    fingerprint: string,
    verdict: { readonly outcome: Outcome; readonly by: string; readonly note?: string; readonly startsAt?: number },
  ) => Promise<ApiAlert | 'unknown' | 'counted'>;
  readonly alerts: () => readonly ApiAlert[];
  /** Whether what is remembered of a cluster, by name, is in `alerts`. */
  readonly isRead: (cluster: string) => boolean;
  /** Outcomes that a verdict may have. */
  readonly outcomes: readonly Outcome[];
}

export interface AlertsDeps {
  readonly expected: () => Iterable<string>;
  readonly alertDesk: AlertDesk;
}

const verdictSchema = z.strictObject({
  outcome: z.enum(alertOutcomes),
  by: z.string().trim().min(1, 'is empty; say who judges').max(200, 'is longer than 200 characters; shorten it'),
  note: z.string().max(2_000, 'is longer than 2,000 characters; shorten it').optional(),
  startsAt: z.iso.datetime({ offset: true, error: 'is not a time; write one such as 2026-05-31T18:00:00Z' }).optional(),
});
/** Beyond any time in milliseconds: what is subtracted from it counts down, so that the newest come first. */
const endOfTime = 1e15;

/** Handlers of alerts: what reached people, what Alertmanager tells, and what people say of it. */
export function alertsRoutes({ expected, alertDesk }: AlertsDeps): {
  readonly list: Handler;
  readonly webhook: { readonly write: BodyHandler };
  readonly verdict: { readonly write: BodyHandler };
} {
  function list(request: Request, response: Response): void {
    const query = new Query(request.originalUrl, [
      'cluster',
      'alertname',
      'owner',
      'state',
      'outcome',
      'limit',
      'cursor',
    ]);
    const known = [...expected()].sort();
    const clusters = query.list('cluster');
    for (const name of clusters ?? []) if (!known.includes(name)) throw unknownValue('cluster', name, known);
    const names = query.list('alertname');
    const owners = query.list('owner');
    const states = query.listOf('state', ['firing', 'resolved']);
    const outcomes = query.listOf('outcome', alertOutcomes);
    const unread = (clusters ?? known).find((name) => !alertDesk.isRead(name));
    if (unread !== undefined) {
      const detail = `The alerts of cluster ${JSON.stringify(unread)} have not been read yet, or the store fails; the log of the exporter says why. Try again later.`;
      throw new Problem(503, detail, { headers: { 'Retry-After': '10' } });
    }
    const told = alertDesk
      .alerts()
      .filter(
        ({ cluster, alertname, owner = '', state, verdict, counted }) =>
          (clusters?.includes(cluster) ?? true) &&
          (names?.includes(alertname) ?? true) &&
          (owners?.includes(owner) ?? true) &&
          (states?.includes(state) ?? true) &&
          (outcomes?.some((outcome) => outcome === (counted ?? verdict)?.outcome) ?? true),
      );
    const keyOf = ({ startsAt, fingerprint, cluster }: ApiAlert) =>
      `${endOfTime - Date.parse(startsAt)} ${fingerprint} ${cluster}`;
    const page = keysetPage(told, keyOf, query, digest(...told.map((alert) => JSON.stringify(alert))));
    linkNext(request, response, page.next);
    sendJson(request, response, page);
  }

  async function notify(request: Request, response: Response, body: unknown): Promise<void> {
    takesNoParameters(request.originalUrl);
    const told = await alertDesk.notify(body);
    if ('problems' in told) throw invalidBody(told.problems);
    sendJson(request, response, told);
  }

  async function judge(request: Request, response: Response, body: unknown): Promise<void> {
    takesNoParameters(request.originalUrl);
    const { success, data, error } = verdictSchema.safeParse(body);
    if (!success) {
      throw invalidBody(
        error.issues.map(({ path, message }) => ({ field: path.map(String).join('.'), problem: message })),
      );
    }
    const { outcome, by, note, startsAt } = data;
    if (!alertDesk.outcomes.includes(outcome)) {
      const problem = `${outcome} is said of what nobody judged; use ${alertDesk.outcomes.join(', ')}`;
      throw invalidBody([{ field: 'outcome', problem }]);
    }
    const judged = await alertDesk.judge(String(request.params['fingerprint']), {
      outcome,
      by,
      ...(note !== undefined && { note }),
      ...(startsAt !== undefined && { startsAt: Date.parse(startsAt) }),
    });
    if (judged === 'unknown') {
      throw new Problem(
        404,
        'No alert with this fingerprint, and no such episode of it, is remembered; list them at /api/v1/alerts.',
      );
    }
    if (judged === 'counted') {
      throw new Problem(
        409,
        'This episode has been counted, and counters do not go back; see `counted` at /api/v1/alerts.',
      );
    }
    sendJson(request, response, judged);
  }

  return { list, webhook: { write: notify }, verdict: { write: judge } };
}
