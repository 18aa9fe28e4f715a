import type { ApiEvidence, ApiFindingDetail, ApiTransition } from '../../contract/index.ts';
import type { FindingStore } from '../../findings/store.ts';
import { rfc3339 } from './api-cluster.ts';
import { apiTransition } from './api-finding.ts';
import type { Handler } from './app-frame.ts';
import { driftOf } from './drift-routes.ts';
import type { FindingList, FindingListDeps, FoundFinding } from './finding-list.ts';
import { sendJson } from './pages.ts';
import { Problem } from './problem.ts';
import { takesNoParameters } from './query.ts';

const longestHistory = 100;
const mostDrift = 20;

export interface DetailDeps extends Pick<FindingListDeps, 'clusters'> {
  readonly store: Pick<FindingStore, 'history' | 'rememberedSince' | 'journal'>;
}

/** Handler that tells everything of one finding. */
export function detailHandler(findings: FindingList, { clusters, store }: DetailDeps): Handler {
  return async (request, response) => {
    takesNoParameters(request.originalUrl);
    const id = String(request.params['id']);
    const isId = /^[0-9a-f]{64}$/.test(id);
    const found = isId ? await findings.find(id) : undefined;
    const steps = isId ? await store.history(id, longestHistory) : [];
    const history = steps.map(({ transition }) => apiTransition(transition));
    if (found === undefined) throw missing(history);
    const { finding } = found;
    const since = finding.state === 'open' ? (await store.rememberedSince()).get(finding.cluster) : undefined;
    const detail: ApiFindingDetail = {
      ...finding,
      evidence: evidenceOf(found, clusters),
      ...(since !== undefined && { rememberedSince: rfc3339(since) }),
      history,
      drift: await driftOf(store.journal, finding.cluster, found.subject, mostDrift),
    };
    sendJson(request, response, detail);
  };
}

function evidenceOf({ finding, subject }: FoundFinding, clusters: DetailDeps['clusters']): ApiEvidence {
  const cluster = [...clusters()].find(({ name }) => name === finding.cluster);
  if (cluster?.posture === undefined) {
    const why = cluster === undefined ? 'is not watched by this exporter' : 'was not evaluated by this exporter yet';
    return { unavailable: `The object cannot be read here: its cluster ${why}.`, fields: [] };
  }
  const evidence = cluster.evidenceOf(subject);
  return 'unavailable' in evidence ? { ...evidence, fields: [] } : evidence;
}

function missing(history: readonly ApiTransition[]): Problem {
  const last = history.at(-1);
  const ended = last?.type === 'resolved' ? `it was resolved at ${last.at} (${last.reason})` : undefined;
  const why = ended ?? 'it may have been resolved since, and forgotten';
  const detail = `No open or exempt finding has this id; ${why}. List them at /api/v1/findings.`;
  return new Problem(404, detail, ended === undefined ? {} : { extensions: { history } });
}
