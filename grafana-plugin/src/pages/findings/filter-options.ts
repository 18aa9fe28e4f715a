import type { ApiAnswers, FindingGrouping } from '#contract';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ask, apiPath } from '../../api/client.ts';
import { lineOf } from '../../shown/safe-text.ts';
import { counted } from '../../shown/count.ts';
import { clusterScoped, windowChoicesInWords, type Choice } from './filter-words.ts';

/** Choices of the filters that the exporter knows, read when a list is first opened. */
export interface FilterOptions {
  readonly cluster: () => Promise<readonly Choice[]>;
  readonly check: () => Promise<readonly Choice[]>;
  readonly framework: () => Promise<readonly Choice[]>;
  readonly namespace: () => Promise<readonly Choice[]>;
  readonly owner: () => Promise<readonly Choice[]>;
  readonly window: () => Promise<readonly Choice[]>;
}

const kept = 60_000;

/** Choices of filters, each list asked for once a minute at most. */
export function useFilterOptions(): FilterOptions {
  const client = useQueryClient();
  return useMemo(() => optionsOf(client), [client]);
}

function optionsOf(client: QueryClient): FilterOptions {
  function read<R extends keyof ApiAnswers>(_route: R, path: string, query: Readonly<Record<string, string>>) {
    return client.fetchQuery({
      queryKey: ['choices', path, query],
      queryFn: ({ signal }) => ask<ApiAnswers[R]>(path, query, signal),
      staleTime: kept,
    });
  }
  async function grouped(by: FindingGrouping): Promise<readonly Choice[]> {
    const { items } = await read('findingGroups', apiPath('findings', 'groups'), { by, limit: '1000' });
    return items.map(({ key, total }) => ({
      value: key,
      label: by === 'namespace' && key === '' ? clusterScoped : lineOf(key),
      description: counted(total, 'open finding'),
    }));
  }
  return {
    cluster: async () =>
      (await read('clusters', apiPath('clusters'), { limit: '1000' })).items.map(({ name }) => ({
        value: name,
        label: lineOf(name),
      })),
    check: async () =>
      (await read('checks', apiPath('checks'), { limit: '1000' })).items.map(({ id, title }) => ({
        value: id,
        label: id,
        description: title,
      })),
    framework: async () =>
      (await read('frameworks', apiPath('frameworks'), { limit: '1000' })).items.map(({ id, title, version }) => ({
        value: id,
        label: `${title} ${version}`,
      })),
    namespace: () => grouped('namespace'),
    owner: () => grouped('owner'),
    window: async () => {
      const { items } = await read('deployWindows', apiPath('deploy-windows'), { limit: '1000' });
      const ids = [...new Set(items.map(({ changeId }) => changeId))];
      return [...windowChoicesInWords, ...ids.map((id) => ({ value: id, label: lineOf(id) }))];
    },
  };
}
