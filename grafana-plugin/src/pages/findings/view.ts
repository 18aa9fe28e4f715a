import { drillCheck, findingFilters, overflow, type FindingFilter, type FindingGrouping } from '#contract';
import type { LinkQuery } from '../../routes.ts';

/** What findings can be grouped by on the page. */
export const groupings = ['owner', 'check', 'cluster', 'namespace'] as const satisfies readonly FindingGrouping[];

/** What the page is grouped by. */
export type Grouping = (typeof groupings)[number];

/** The findings page as its URL has it. What the API knows better than we do (which checks there are, what a severity is called) is not judged here. */
export interface FindingsView extends Readonly<Record<FindingFilter, readonly string[]>> {
  /** Words to be found; empty for none. */
  readonly q: string;
  /** A past time (RFC 3339); empty for the present. */
  readonly at: string;
  /** Order of the list; empty for worst first. */
  readonly sort: string;
  readonly by: Grouping | undefined;
  /** Keys of the groups that are open. */
  readonly open: readonly string[];
  /** Where the page begins; empty for the first. */
  readonly cursor: string;
}

/** Reads the URL of the page; values are repeated, or separated by commas as the API takes them. */
export function viewOf(search: URLSearchParams): FindingsView {
  const list = (name: FindingFilter) => {
    const values = search.getAll(name).flatMap((value) => value.split(','));
    // No namespace is the namespace of what is cluster-scoped; otherwise nothing was chosen, as templates of links leave it.
    return [...new Set(values.map((value) => value.trim()))].filter((value) => value !== '' || name === 'namespace');
  };
  const by = search.get('by');
  return {
    cluster: list('cluster'),
    check: list('check'),
    framework: list('framework'),
    severity: list('severity'),
    namespace: list('namespace'),
    owner: list('owner'),
    age: list('age'),
    state: list('state'),
    window: list('window'),
    q: search.get('q') ?? '',
    at: search.get('at') ?? '',
    sort: search.get('sort') ?? '',
    by: groupings.find((one) => one === by),
    open: [...new Set(search.getAll('open'))],
    cursor: search.get('cursor') ?? '',
  };
}

/** The URL of a view: parameters of others, such as Grafana's time range, stay as they are. */
export function searchOfView(view: FindingsView, others = new URLSearchParams()): URLSearchParams {
  const search = new URLSearchParams(others);
  for (const name of [...findingFilters, 'open'] as const) {
    search.delete(name);
    for (const value of view[name]) search.append(name, value);
  }
  for (const name of ['q', 'at', 'sort', 'by', 'cursor'] as const) {
    search.delete(name);
    const value = view[name] ?? '';
    if (value !== '') search.set(name, value);
  }
  return search;
}

/** A view with changes, back on its first page unless they say which. */
export function changed(view: FindingsView, changes: Partial<FindingsView>): FindingsView {
  return { ...view, cursor: '', ...('by' in changes ? { open: [] } : {}), ...changes };
}

/** Whether anything is left out by choice: what it says when nothing is listed depends on it. */
export function isFiltered(view: FindingsView): boolean {
  return view.q !== '' || view.at !== '' || findingFilters.some((name) => view[name].length > 0);
}

/** A view without filters; order and grouping stay. */
export function withoutFilters(view: FindingsView): FindingsView {
  const none = Object.fromEntries(findingFilters.map((name) => [name, []])) as unknown as Record<FindingFilter, []>;
  return changed(view, { ...none, q: '', at: '', open: [] });
}

/** A filter in force, as it can be taken off. */
export interface Chip {
  readonly filter: FindingFilter | 'q' | 'at';
  readonly value: string;
}

/** Every filter in force, one by one. */
export function chipsOf(view: FindingsView): readonly Chip[] {
  return [
    ...findingFilters.flatMap((filter) => view[filter].map((value) => ({ filter, value }))),
    ...(['q', 'at'] as const).flatMap((filter) => (view[filter] === '' ? [] : [{ filter, value: view[filter] }])),
  ];
}

/** A view without one filter. */
export function withoutChip(view: FindingsView, { filter, value }: Chip): FindingsView {
  if (filter === 'q' || filter === 'at') return changed(view, { [filter]: '' });
  return changed(view, { [filter]: view[filter].filter((one) => one !== value) });
}

/** What a view asks the API, without order and paging; `unanswerable` is what the API has no findings for. */
export interface FilterQuestion {
  readonly query: LinkQuery;
  /** The alert was raised by a drill: its finding is none. */
  readonly drill: boolean;
  /** The alert is about all owners beyond the largest, whom no name tells apart. */
  readonly smallOwners: boolean;
}

/** What a view asks the API. Labels of alerts that name no finding are taken out, and told apart. */
export function questionOf(view: FindingsView): FilterQuestion {
  const lists = Object.fromEntries(findingFilters.map((name) => [name, view[name]]));
  return {
    query: {
      ...lists,
      check: view.check.filter((id) => id !== drillCheck),
      owner: view.owner.filter((team) => team !== overflow),
      q: view.q,
      at: view.at,
    },
    drill: view.check.includes(drillCheck),
    smallOwners: view.owner.includes(overflow),
  };
}
