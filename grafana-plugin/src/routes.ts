import { pluginId } from './plugin-id.ts';

/** Where every page of the app begins. */
export const appBase = `/a/${pluginId}`;

/** Path of each page below the app, as plugin.json's navigation, links of alerts and dashboards name them. */
export const pages = {
  overview: 'overview',
  onCall: 'on-call',
  debug: 'debug',
  findings: 'findings',
  clusters: 'clusters',
  compliance: 'compliance',
  slos: 'slos',
  checks: 'checks',
} as const;

/** A page of the app. */
export type Page = keyof typeof pages;

/** Query parameters of a link; a list is repeated, what is undefined or empty is left out. */
export type LinkQuery = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Link to a page, or to something below it: `below` are path segments, escaped here because names of clusters and ids are free text. */
export function linkTo(page: Page, below: readonly string[] = [], query: LinkQuery = {}): string {
  const path = [appBase, pages[page], ...below.map(encodeURIComponent)].join('/');
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of typeof value === 'string' ? [value] : (value ?? [])) if (one !== '') search.append(name, one);
  }
  return search.size === 0 ? path : `${path}?${search}`;
}
