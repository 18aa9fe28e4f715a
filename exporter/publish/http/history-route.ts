import * as z from 'zod';
import { severities, type ApiPostureHistory, type ApiPosturePoint } from '../../contract/index.ts';
import type { JournalPosition, StoredEntry } from '../../findings/journal.ts';
import type { FindingStore } from '../../findings/store.ts';
import type { ClusterView } from '../posture.ts';
import type { RetiredCluster } from '../retired.ts';
import { rfc3339 } from './api-cluster.ts';
import type { Handler } from './app-frame.ts';
import { momentOf } from './moment.ts';
import { sendJson } from './pages.ts';
import { Problem } from './problem.ts';
import { Query, refused } from './query.ts';

export interface HistoryDeps {
  readonly clusters: () => Iterable<ClusterView>;
  readonly expected: () => Iterable<string>;
  /** Clusters that are gone on purpose: their past can be read. */
  readonly retired: readonly RetiredCluster[];
  readonly store: Pick<FindingStore, 'journal' | 'rememberedSince'>;
  readonly clock: () => number;
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const spans = { hour: hourMs, day: dayMs } as const;
/** What is shown where nobody says since when, in milliseconds. */
const shownUnasked = { hour: 7 * dayMs, day: 90 * dayMs } as const;
const mostPoints = 1_000;
const readAtOnce = 1_000;

const body = z.object({
  score: z.number().min(0).max(1).optional(),
  coverage: z.number().min(0).max(1),
  clean: z.boolean(),
  open: z.record(z.enum(severities), z.number().int().nonnegative()),
  checkSet: z.string().max(64),
});

/** Handler for the posture of a cluster over time. */
export function historyRoute({ clusters, expected, retired, store, clock }: HistoryDeps): Handler {
  return async (request, response) => {
    const name = String(request.params['name']);
    const named = new Set([...[...clusters(), ...retired].map((cluster) => cluster.name), ...expected()]);
    // The command that retires a cluster tells the store alone.
    const isKnown = named.has(name) || (await store.rememberedSince(0)).has(name);
    if (!isKnown) throw new Problem(404, 'No cluster has this name. List them at /api/v1/clusters.');
    const query = new Query(request.originalUrl, ['from', 'until', 'every']);
    const now = clock();
    const every = query.listOf('every', ['hour', 'day'])?.[0] ?? 'hour';
    const until = momentOf(query, 'until', now) ?? now;
    const from = momentOf(query, 'from', now) ?? until - shownUnasked[every];
    if (from >= until) throw refused('from', 'does not lie before `until`', 'give an earlier time');
    if (until - from > mostPoints * spans[every]) {
      const remedy = every === 'hour' ? 'ask for `every=day`, or for a shorter time' : 'ask for a shorter time at once';
      throw refused('from', `asks for more than ${mostPoints} points`, remedy);
    }
    const answer: ApiPostureHistory = {
      cluster: name,
      every,
      from: rfc3339(from),
      until: rfc3339(until),
      points: await pointsOf(store, { name, from, until, every }),
    };
    sendJson(request, response, answer);
  };
}

/** The last point of each hour or day (UTC), oldest first. */
async function pointsOf(
  { journal }: Pick<FindingStore, 'journal'>,
  asked: { readonly name: string; readonly from: number; readonly until: number; readonly every: keyof typeof spans },
): Promise<readonly ApiPosturePoint[]> {
  const points = new Map<number, ApiPosturePoint>();
  let after: JournalPosition | undefined;
  do {
    const query = {
      topic: 'score',
      clusters: [asked.name],
      retired: true,
      from: asked.from,
      before: asked.until,
    } as const;
    const { items, next } = await journal.read(query, readAtOnce, after);
    for (const { entry } of items) {
      const slot = Math.floor(entry.at / spans[asked.every]);
      const point = points.has(slot) ? undefined : pointOf(entry);
      if (point !== undefined) points.set(slot, point);
    }
    after = next;
  } while (after !== undefined);
  return [...points.values()].reverse();
}

/** Another version, or another writer, may have written something else. */
function pointOf({ at, body: written }: StoredEntry['entry']): ApiPosturePoint | undefined {
  const { success, data } = body.safeParse(written);
  if (!success) return undefined;
  const { score, ...rest } = data;
  return { at: rfc3339(at), ...(score !== undefined && { score }), ...rest };
}
