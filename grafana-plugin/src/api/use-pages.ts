import type { ApiAnswers, ApiPage } from '#contract';
import {
  keepPreviousData,
  useInfiniteQuery,
  type InfiniteData,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query';
import { ask } from './client.ts';
import type { ApiFailure } from './failure.ts';
import type { Question, Route } from './use-answer.ts';

/** Routes that answer a list page by page. */
export type PagedRoute = { [R in Route]: ApiAnswers[R] extends ApiPage<unknown> ? R : never }[Route];

/** The pages of a list that have been read so far, with `fetchNextPage` for the next. */
export type Pages<R extends PagedRoute> = UseInfiniteQueryResult<InfiniteData<ApiAnswers[R]>, ApiFailure>;

/** A list of the exporter as far as it has been read: the first page, and those that are asked for. */
export function usePages<R extends PagedRoute>(_route: R, question: Question): Pages<R> {
  const { path, query = {}, every, enabled = true, keep = false } = question;
  return useInfiniteQuery<ApiAnswers[R], ApiFailure, InfiniteData<ApiAnswers[R]>, readonly unknown[], string>({
    queryKey: ['pages', path, query],
    queryFn: ({ signal, pageParam }) => ask<ApiAnswers[R]>(path, { ...query, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    enabled,
    // The more there is to read anew, the more seldom.
    ...(every === undefined
      ? {}
      : { refetchInterval: ({ state }) => every * Math.max(1, state.data?.pages.length ?? 1) }),
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });
}

/** The items of all pages; one that moved from a page to another between two questions is there once. */
export function itemsOf<T>(data: InfiniteData<ApiPage<T>>, keyOf: (item: T) => string): readonly T[] {
  const items = new Map<string, T>();
  for (const page of data.pages) for (const item of page.items) items.set(keyOf(item), item);
  return [...items.values()];
}
