import {
  ages,
  findingFilters,
  findingSorts,
  findingStates,
  severities,
  type ApiFramework,
  type FindingState,
} from '../../contract/index.ts';
import type { Check } from '../../checks/define.ts';
import type { FindingQuery, SeenRange } from '../../findings/store.ts';
import { ageBounds } from '../../findings/summary.ts';
import { rfc3339 } from './api-cluster.ts';
import { momentOf } from './moment.ts';
import { refused, unknownValue, type Query } from './query.ts';
import { notRememberedAt, type MemoryDeps } from './remembered.ts';
import { windowFilterOf } from './window-filter.ts';

/** Parameters that choose findings, in every list and export of them. */
export const filterParameters = [...findingFilters, 'q', 'at'] as const;

/** Parameters of every list and export of findings. */
export const listParameters = [...filterParameters, 'sort'] as const;

export interface FilterDeps extends MemoryDeps {
  readonly checks: readonly Check[];
  readonly frameworks: readonly ApiFramework[];
}

/** Which findings a request is about. */
export interface FindingChoice {
  readonly conditions: FindingQuery;
  readonly states: readonly FindingState[];
  /** What else a list of them says of itself. */
  readonly about: { readonly at?: string; readonly notRemembered?: readonly string[] };
  /** Whether the same request finds other findings later although none has changed. */
  readonly moves: boolean;
}

/** Reads the filters of a request; a Problem names the first that cannot be used. */
export async function filtersOf(query: Query, deps: FilterDeps): Promise<FindingChoice> {
  const checks = checksOf(query, deps);
  const chosen = query.listOf('severity', severities);
  const namespaces = query.list('namespace', { emptyMeans: 'cluster-scoped' });
  const teams = query.list('owner');
  const windows = windowFilterOf(query);
  const text = query.text('q');
  const sort = query.oneOf('sort', findingSorts);
  const states = query.listOf('state', findingStates) ?? ['open'];
  const now = deps.clock();
  const at = momentOf(query, 'at', now);
  const clusters = await clustersOf(query, at, deps);
  const firstSeen = rangesOf(query, at ?? now);
  for (const name of ['at', 'age']) {
    if (!query.has(name) || !states.includes('exempt')) continue;
    throw refused(name, 'cannot be combined with state exempt, which has no times', 'leave one of them out');
  }
  const notRemembered = at === undefined ? [] : await notRememberedAt(at, clusters, deps);
  return {
    conditions: {
      ...(clusters !== undefined && { clusters }),
      ...(checks !== undefined && { checks }),
      ...(chosen !== undefined && { severities: chosen }),
      ...(namespaces !== undefined && { namespaces }),
      ...(teams !== undefined && { teams }),
      ...(firstSeen !== undefined && { firstSeen }),
      ...(windows !== undefined && { windows }),
      ...(text !== undefined && { text }),
      ...(at !== undefined && { at }),
      ...(sort !== undefined && { sort }),
    },
    states,
    about: at === undefined ? {} : { at: rfc3339(at), notRemembered },
    moves: firstSeen !== undefined && at === undefined,
  };
}

async function clustersOf(
  query: Query,
  at: number | undefined,
  deps: FilterDeps,
): Promise<readonly string[] | undefined> {
  const names = query.list('cluster');
  const known = new Set([...Array.from(deps.clusters(), ({ name }) => name), ...deps.expected()]);
  if (names?.every((name) => known.has(name)) ?? true) return names;
  // Clusters that others write into the same store, or that were still there.
  for (const name of (await deps.store.rememberedSince(at)).keys()) known.add(name);
  // An unknown name would give an empty list, which reads like good news.
  const unknown = names?.find((name) => !known.has(name));
  if (unknown !== undefined) throw unknownValue('cluster', unknown, [...known].sort());
  return names;
}

/** Checks by id, by the frameworks that they answer a control of, or both at once. */
function checksOf(query: Query, { checks, frameworks }: FilterDeps): readonly string[] | undefined {
  const known = checks.map(({ id }) => id);
  const named = query.list('check');
  for (const id of named ?? []) {
    if (!known.includes(id)) throw unknownValue('check', id, known, 'all are at /api/v1/checks');
  }
  const ids = query.listOf(
    'framework',
    frameworks.map(({ id }) => id),
  );
  if (ids === undefined) return named;
  const answering = new Set(
    frameworks.filter(({ id }) => ids.includes(id)).flatMap(({ controls }) => controls.flatMap((one) => one.checks)),
  );
  return (named ?? known).filter((id) => answering.has(id));
}

/** First-seen times that the age classes mean at a time. */
function rangesOf(query: Query, at: number): readonly SeenRange[] | undefined {
  const wanted = query.listOf('age', ages);
  if (wanted === undefined) return undefined;
  return ageBounds.flatMap(([age, youngest], index) => {
    if (!wanted.includes(age)) return [];
    const oldest = ageBounds[index - 1]?.[1];
    // Whole milliseconds: a finding of exactly the lower bound belongs to the class. The class of the youngest has no
    // end, since a clock that was set back makes ages negative.
    const until = youngest === 0 ? Number.MAX_SAFE_INTEGER : at - youngest + 1;
    return [{ from: oldest === undefined ? 0 : at - oldest + 1, until }];
  });
}
