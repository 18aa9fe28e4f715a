import { ages, findingSorts, findingStates, severities, windowChoices, type Age, type FindingFilter } from '#contract';
import { lineOf } from '../../shown/safe-text.ts';
import type { Chip, Grouping } from './view.ts';

/** A value that can be chosen, and how it reads. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
}

/** How filters are called. */
export const filterNames: Readonly<Record<FindingFilter | 'q' | 'at', string>> = {
  cluster: 'Cluster',
  check: 'Check',
  framework: 'Framework',
  severity: 'Severity',
  namespace: 'Namespace',
  owner: 'Owner',
  age: 'Age',
  state: 'State',
  window: 'Deploy window',
  q: 'Words',
  at: 'As of',
};

const ageNames: Readonly<Record<Age, string>> = {
  lt_1d: 'under 1 day',
  '1d_7d': '1 to 7 days',
  '7d_30d': '7 to 30 days',
  '30d_90d': '30 to 90 days',
  ge_90d: '90 days or more',
};

/** Choices of filters whose values are the same everywhere. */
export const closedChoices = {
  severity: severities.map((value) => ({ value, label: value })),
  age: ages.map((value) => ({ value, label: ageNames[value] })),
  state: findingStates.map((value) => ({ value, label: value })),
} as const satisfies Partial<Record<FindingFilter, readonly Choice[]>>;

/** Deploy windows in general, before those that have an id. */
export const windowChoicesInWords: readonly Choice[] = [
  { value: windowChoices.any, label: 'in any window' },
  { value: windowChoices.none, label: 'in no window' },
];

/** How a namespace reads that is none. */
export const clusterScoped = 'cluster-scoped';

const sortNames: Readonly<Record<(typeof findingSorts)[number], string>> = {
  worst: 'Worst first',
  newest: 'Newest first',
  oldest: 'Oldest first',
  check: 'By check',
  cluster: 'By cluster',
  namespace: 'By namespace',
  owner: 'By owner',
};

/** Orders of the list. */
export const sortChoices: readonly Choice[] = findingSorts.map((value) => ({ value, label: sortNames[value] }));

/** Groupings of the page. */
export const groupingNames: Readonly<Record<Grouping, string>> = {
  owner: 'Owner',
  check: 'Check',
  cluster: 'Cluster',
  namespace: 'Namespace',
};

/** How a value of a filter reads; values come from URLs and clusters. */
export function valueInWords({ filter, value }: Chip): string {
  if (filter === 'namespace' && value === '') return clusterScoped;
  const known: readonly Choice[] =
    filter === 'window' ? windowChoicesInWords : filter in closedChoices ? closedChoices[filter as 'age'] : [];
  return known.find((one) => one.value === value)?.label ?? lineOf(value);
}
