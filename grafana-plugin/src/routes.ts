import { appPages, appPath } from '../../dashboards/app-links.ts';

/** Where every page of the app begins. */
export const appBase = appPath;

/** Path of each page below the app, as plugin.json's navigation, links of alerts and dashboards name them. */
export const pages = appPages;

/** A page of the app. */
export type Page = keyof typeof pages;

/** Query parameters of a link; a list is repeated, an empty text in it included, which may mean something. A text that is undefined or empty is left out. */
export type LinkQuery = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Link to a page, or to something below it: `below` are path segments, escaped here because names of clusters and ids are free text. */
export function linkTo(page: Page, below: readonly string[] = [], query: LinkQuery = {}): string {
  const path = [appBase, pages[page], ...below.map(encodeURIComponent)].join('/');
  const search = searchOf(query);
  return search.size === 0 ? path : `${path}?${search}`;
}

/** Query parameters as a URL has them. */
export function searchOf(query: LinkQuery): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (typeof value !== 'string') for (const one of value ?? []) search.append(name, one);
    else if (value !== '') search.append(name, value);
  }
  return search;
}

/** What every page of panels understands: the time range and the clusters. */
const kept = ['from', 'to', 'timezone', 'var-cluster', 'var-datasource'] as const;

/** The part of a URL that a link to another page of panels takes along. */
export function keptQuery(search: string): LinkQuery {
  const query = new URLSearchParams(search);
  return Object.fromEntries(kept.map((name) => [name, query.getAll(name)]));
}
