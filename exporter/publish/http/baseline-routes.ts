import { z } from 'zod';
import { deviationKinds, type ApiBaseline, type ApiDeviation, type ApiDeviationPage } from '../../contract/index.ts';
import type { Approval, ApprovalDesk, ApprovalOutcome, Deviation } from '../../model/approval.ts';
import { kinds } from '../../model/kinds.ts';
import type { ClusterView } from '../posture.ts';
import { rfc3339 } from './api-cluster.ts';
import type { BodyHandler, Handler, RemoveHandler } from './app-frame.ts';
import { momentOf } from './moment.ts';
import { digest, keysetPage, linkNext, sendJson } from './pages.ts';
import { invalidBody, Problem } from './problem.ts';
import { Query, refused, takesNoParameters } from './query.ts';

export interface BaselineDeps {
  readonly clusters: () => Iterable<ClusterView>;
  readonly approvalDesk: ApprovalDesk;
  readonly clock: () => number;
}

const dayMs = 86_400_000;
const line = z
  .string()
  .trim()
  .min(1, 'is empty; say it')
  .max(300, 'is longer than 300 characters; shorten it')
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'has a line break or a control character; write one line');
const bodySchema = z.strictObject({ approver: line, reason: line });
/** Beyond any time in milliseconds: what is subtracted from it counts down, so that the newest come first. */
const endOfTime = 1e15;

/** Handlers of the approved state of a cluster, and of what departs from it. */
export function baselineRoutes({ clusters, approvalDesk, clock }: BaselineDeps): {
  readonly baseline: { readonly read: Handler; readonly write: BodyHandler; readonly remove: RemoveHandler };
  readonly deviations: Handler;
} {
  function clusterOf(name: unknown): ClusterView {
    const cluster = [...clusters()].find((one) => one.name === name);
    if (cluster === undefined) throw new Problem(404, 'No cluster has this name. List them at /api/v1/clusters.');
    return cluster;
  }

  return {
    baseline: {
      async read(request, response) {
        takesNoParameters(request.originalUrl);
        const { name, approved } = clusterOf(request.params['name']);
        await approvalDesk.known();
        if (approved.current === undefined) throw nothingApproved();
        sendJson(request, response, apiBaseline(name, approved.current, approved.deviations().length));
      },
      async write(request, response, body, { subject }) {
        takesNoParameters(request.originalUrl);
        const { name } = clusterOf(request.params['name']);
        const parsed = bodySchema.safeParse(body);
        if (!parsed.success) {
          throw invalidBody(
            parsed.error.issues.map(({ path, message }) => ({ field: path.map(String).join('.'), problem: message })),
          );
        }
        const approval = approvalOf(await approvalDesk.approve(name, { ...parsed.data, caller: subject }));
        sendJson(request, response, apiBaseline(name, approval, 0));
      },
      async remove(request, response) {
        takesNoParameters(request.originalUrl);
        const { name } = clusterOf(request.params['name']);
        sendJson(request, response, apiBaseline(name, approvalOf(await approvalDesk.end(name)), 0));
      },
    },

    async deviations(request, response) {
      const { name, approved } = clusterOf(request.params['name']);
      const query = new Query(request.originalUrl, [
        'state',
        'what',
        'namespace',
        'kind',
        'name',
        'from',
        'limit',
        'cursor',
      ]);
      await approvalDesk.known();
      const now = clock();
      const states = query.listOf('state', ['open', 'ended']) ?? ['open'];
      const what = query.listOf('what', deviationKinds);
      const namespaces = query.list('namespace', { emptyMeans: 'cluster-scoped' });
      const ofKinds = query.list('kind');
      const names = query.list('name');
      const from = momentOf(query, 'from', now) ?? now - 7 * dayMs;
      const found = new Map<string, Deviation>();
      if (states.includes('ended')) {
        const remembered = await approvalDesk.remembered(name, from).catch((error: unknown) => {
          if (error instanceof RangeError) throw refused('from', `asks for ${error.message}`, 'give a later time');
          throw error;
        });
        for (const one of remembered) if (one.until !== undefined) found.set(one.key, one);
      }
      for (const one of states.includes('open') ? approved.deviations() : []) found.set(one.key, one);
      const matching = [...found.values()].filter(
        ({ ref, what: how }) =>
          (what?.includes(how) ?? true) &&
          (namespaces?.includes(ref.namespace) ?? true) &&
          (ofKinds?.includes(kinds[ref.kind].kind) ?? true) &&
          (names?.includes(ref.name) ?? true),
      );
      const items = matching.map((one) => apiDeviation(name, one));
      const page: ApiDeviationPage = keysetPage(items, keyOf, query, digest(JSON.stringify(items)));
      linkNext(request, response, page.next);
      sendJson(request, response, page);
    },
  };
}

function apiBaseline(cluster: string, approval: Approval, deviations: number): ApiBaseline {
  const { isVerified, at, ...told } = approval;
  return { cluster, ...told, verified: isVerified, at: rfc3339(at), deviations };
}

function apiDeviation(cluster: string, { ref, what, checks, approval, since, until }: Deviation): ApiDeviation {
  const { kind, namespace, name } = ref;
  return {
    cluster,
    object: { kind: kinds[kind].kind, ...(namespace !== '' && { namespace }), name },
    what,
    checks,
    baseline: approval,
    since: rfc3339(since),
    ...(until !== undefined && { until: rfc3339(until) }),
  };
}

function approvalOf(outcome: ApprovalOutcome): Approval {
  switch (outcome.result) {
    case 'done':
      return outcome.approval;
    case 'none':
      throw nothingApproved();
    case 'too_many':
      throw new Problem(
        409,
        `The cluster has more than ${outcome.most} objects, and so many cannot be approved at once.`,
      );
    case 'not_ready': {
      const detail = 'The cluster was not evaluated yet, or its store does not know it. Send the same request again.';
      throw new Problem(503, detail, { headers: { 'Retry-After': '10' } });
    }
  }
}

function nothingApproved(): Problem {
  return new Problem(
    404,
    'No state of this cluster is approved. Approve the present one with POST, or "plumbline baseline set".',
  );
}

function keyOf({ since, object, baseline }: ApiDeviation): string {
  return JSON.stringify([endOfTime - Date.parse(since), object, baseline]);
}
