import { z } from 'zod';
import { formatDuration } from '../config/duration.ts';
import { fieldProblems } from '../config/yaml-file.ts';
import type { WindowProblem } from '../model/window.ts';
import { spanProblem } from './window-file.ts';
import { changeId, furthestAheadMs, moment, namespaces, reason, who, type WindowTerms } from './words.ts';

const schema = z.strictObject({
  changeId,
  clusters: z
    .array(z.string().min(1, 'is empty; write the name of a cluster').max(253))
    .min(1, 'is empty; name the clusters of the change')
    .max(1_000, 'has more than 1,000 names; send several requests'),
  namespaces: namespaces.optional(),
  who,
  reason,
  from: moment.optional(),
  until: moment,
});

/** A request for a window that can be granted; times are milliseconds since the epoch. */
export interface WindowRequest {
  readonly changeId: string;
  readonly clusters: readonly string[];
  readonly namespaces?: readonly string[];
  readonly who: string;
  readonly reason: string;
  /** When it is to begin; a time that has passed means now. */
  readonly from: number;
  readonly until: number;
}

/** Reads a request as of a time, or tells field by field what is wrong with it. */
export function readRequest(
  body: unknown,
  now: number,
): WindowRequest | { readonly problems: readonly WindowProblem[] } {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const problems = fieldProblems(schema, parsed.error).map(({ path, problem }) => ({
      field: path.map(String).join('.') || 'the body',
      problem,
    }));
    return { problems };
  }
  const { namespaces: within, from = now, clusters, ...rest } = parsed.data;
  if (from > now + furthestAheadMs) {
    const latest = new Date(now + furthestAheadMs).toISOString();
    const problem = `lies more than ${formatDuration(furthestAheadMs)} ahead; write ${latest} or earlier, or put the window into the file`;
    return { problems: [{ field: 'from', problem }] };
  }
  return {
    ...rest,
    clusters: [...new Set(clusters)],
    from: Math.max(from, now),
    ...(within !== undefined && { namespaces: within }),
  };
}

/** What is wrong with when a window would be open, given when it really began. */
export function problemsOfSpan(
  span: { readonly from: number; readonly until: number },
  now: number,
  { longestMs }: WindowTerms,
): readonly WindowProblem[] {
  if (span.until <= now) {
    return [{ field: 'until', problem: 'has passed; write a time that lies ahead, or close the window with DELETE' }];
  }
  const problem = spanProblem(span, longestMs);
  return problem === undefined ? [] : [{ field: 'until', problem }];
}
