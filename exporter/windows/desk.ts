import type { Journal } from '../findings/journal.ts';
import {
  windowStateAt,
  type ClusterWindow,
  type DeployWindow,
  type WindowDesk,
  type WindowOutcome,
  type WindowProblem,
} from '../model/window.ts';
import { entryOf, type NotedWindow } from './entry.ts';
import type { NotedWindows } from './noted-windows.ts';
import { rememberedWindows } from './past.ts';
import { problemsOfSpan, readRequest, type WindowRequest } from './request.ts';
import type { WindowTerms } from './words.ts';

/** Windows of one cluster that requests may have open or announced at a time. */
const mostPerCluster = 200;

export interface WindowDeskDeps {
  readonly journal: Pick<Journal, 'read' | 'note'>;
  readonly noted: NotedWindows;
  /** Clusters that windows can be asked for; the id is empty until the cluster has said who it is. */
  readonly clusters: () => Iterable<{ readonly name: string; readonly id: string }>;
  readonly terms: WindowTerms;
  readonly clock: () => number;
  /** The windows of these clusters are others now. */
  readonly changed: (clusters: readonly string[]) => void;
}

/** A desk over the journal; requests are taken one after another, so that two of one change cannot pass each other. */
export function createWindowDesk({ journal, noted, clusters, terms, clock, changed }: WindowDeskDeps): WindowDesk {
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work, work);
    last = mine;
    return mine;
  }

  const standing = (cluster: string, now: number): readonly NotedWindow[] =>
    noted
      .of(cluster)
      .filter(({ window }) => window.source.kind === 'request' && windowStateAt(window, now) !== 'ended');

  /** Writes windows, all of one cluster at once; tells which clusters the store does not know yet. */
  async function write(found: readonly ClusterWindow[], now: number): Promise<readonly string[]> {
    const ids = new Map(Array.from(clusters(), ({ name, id }) => [name, id]));
    const missing: string[] = [];
    for (const [cluster, own] of Map.groupBy(found, (one) => one.cluster)) {
      const entries = own.map(({ window }) => entryOf({ window, firstSeen: now }));
      const id = ids.get(cluster) ?? '';
      if (id === '' || !(await journal.note(id, { entries, tallies: [] }))) missing.push(cluster);
    }
    changed(await noted.read());
    return missing;
  }

  function granted(
    cluster: string,
    request: WindowRequest,
    caller: string | undefined,
    now: number,
  ): (ClusterWindow & { readonly before: DeployWindow | undefined }) | WindowOutcome {
    const { changeId, who, reason, namespaces, until } = request;
    const before = standing(cluster, now).find(({ window }) => window.changeId === changeId)?.window;
    const hasBegun = before !== undefined && before.from <= now;
    if (hasBegun && request.from > now) {
      const problem = `The window of ${changeId} in ${cluster} has begun at ${new Date(before.from).toISOString()} and cannot be moved; leave \`from\` out, or close it first.`;
      return { result: 'conflict', problem };
    }
    const from = hasBegun ? before.from : request.from;
    const problems = problemsOfSpan({ from, until }, now, terms);
    if (problems.length > 0) return { result: 'invalid', problems };
    if (before === undefined && standing(cluster, now).length >= mostPerCluster) {
      const problem = `Cluster ${cluster} has ${mostPerCluster} windows that are not over; close some of them first.`;
      return { result: 'conflict', problem };
    }
    const window: DeployWindow = {
      key: before?.key ?? `request|${changeId}|${new Date(from).toISOString()}`,
      changeId,
      from,
      until,
      who,
      reason,
      source: before?.source ?? { kind: 'request', ...(caller !== undefined && { caller }) },
      ...(namespaces !== undefined && { namespaces }),
    };
    return { cluster, window, before };
  }

  return {
    open: (body, caller) =>
      inTurn(async () => {
        const now = clock();
        const request = readRequest(body, now);
        if ('problems' in request) return { result: 'invalid', problems: request.problems };
        const known = Array.from(clusters(), ({ name }) => name);
        const problems = request.clusters.flatMap((name, index): readonly WindowProblem[] => {
          if (known.includes(name)) return [];
          const some = known.slice(0, 20).join(', ');
          return [
            {
              field: `clusters.${index}`,
              problem: `"${name}" is not watched here; there ${known.length === 0 ? 'are none' : `are ${some}`}`,
            },
          ];
        });
        if (problems.length > 0) return { result: 'invalid', problems };
        // Another replica may have taken the same request a moment ago.
        changed(await noted.read());
        const wanted: (ClusterWindow & { readonly before: DeployWindow | undefined })[] = [];
        for (const cluster of request.clusters) {
          const one = granted(cluster, request, caller, now);
          if ('result' in one) return one;
          wanted.push(one);
        }
        const other = wanted.filter(({ window, before }) => !saysTheSame(window, before));
        const missing = other.length === 0 ? [] : await write(other, now);
        if (missing.length > 0) return { result: 'not_ready', clusters: missing };
        const windows = wanted.map(({ cluster, window }) => ({ cluster, window }));
        const result = wanted.some(({ before }) => before === undefined)
          ? 'created'
          : other.length > 0
            ? 'updated'
            : 'unchanged';
        return { result, windows };
      }),

    remembered: (names, since) => rememberedWindows(journal, { clusters: names, since, now: clock() }),

    close: (changeId, names, why) =>
      inTurn(async () => {
        const now = clock();
        changed(await noted.read());
        const wanted = names ?? Array.from(clusters(), ({ name }) => name);
        const found = wanted.flatMap((cluster) =>
          standing(cluster, now)
            .filter(({ window }) => window.changeId === changeId)
            // One that has not begun never does.
            .map(({ window }): ClusterWindow => {
              return { cluster, window: { ...window, from: Math.min(window.from, now), until: now, closed: why } };
            }),
        );
        if (found.length === 0) return { result: 'unknown' };
        const missing = await write(found, now);
        if (missing.length > 0) return { result: 'not_ready', clusters: missing };
        return { result: 'closed', windows: found };
      }),
  };
}

function saysTheSame(window: DeployWindow, before: DeployWindow | undefined): boolean {
  if (before === undefined) return false;
  const told = ({ from, until, who, reason, namespaces }: DeployWindow) =>
    JSON.stringify([from, until, who, reason, namespaces]);
  return told(window) === told(before);
}
