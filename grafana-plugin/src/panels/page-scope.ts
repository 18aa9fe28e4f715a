import { createContext, useContext } from 'react';

/** What a page of panels is about: what stands beside the panels asks the exporter for the same. */
export interface PageScope {
  /** Names of clusters; none means all of them. */
  readonly clusters: readonly string[];
  /** The time range, in milliseconds. */
  readonly from: number;
  readonly to: number;
}

/** How Grafana writes that all values of a variable are chosen. */
const all = '$__all';
/** How far back one looks where there are no controls to say so, in milliseconds. */
const lookBack = 6 * 3_600_000;

/** What a URL says where there are no controls: its clusters, and the last hours. */
export function scopeOfUrl(search: string, now: number): PageScope {
  const chosen = new URLSearchParams(search).getAll('var-cluster');
  return { clusters: chosen.includes(all) ? [] : chosen, from: now - lookBack, to: now };
}

/** The scope of the page around. */
export const PageScopeContext = createContext<PageScope>({ clusters: [], from: 0, to: 0 });

/** What the page around is about. */
export function usePageScope(): PageScope {
  return useContext(PageScopeContext);
}
