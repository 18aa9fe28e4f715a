import type { NavModelItem } from '@grafana/data';
import { keptQuery, linkTo } from '../../routes.ts';

const tabs = [
  { path: [], text: 'Debug' },
  { path: ['exporter'], text: 'Exporter' },
  { path: ['changes'], text: 'Changes' },
] as const;

/** Where the pages for debugging lie beside each other; tabs keep the clusters and the time that are looked at. */
export function debugTabs(shown: (typeof tabs)[number]['text'], search: string): NavModelItem {
  const kept = keptQuery(search);
  return {
    text: 'Debug',
    children: tabs.map(({ path, text }) => ({ text, url: linkTo('debug', path, kept), active: text === shown })),
  };
}
