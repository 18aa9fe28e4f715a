import type { ApiAnswers } from '#contract';
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { LinkQuery } from '../routes.ts';
import { ask } from './client.ts';
import type { ApiFailure } from './failure.ts';

/** Names of routes that answer JSON, as the contract lists them. */
export type Route = keyof ApiAnswers;

/** A question to one route; `path` comes from `apiPath`. */
export interface Question {
  readonly path: string;
  readonly query?: LinkQuery;
  /** Milliseconds between repetitions while the page is looked at; never repeated when absent. */
  readonly every?: number;
  /** False while it is not known what to ask. */
  readonly enabled?: boolean;
  /** Shows the answer to the question before until this one is answered, so that a table does not flicker while one types. */
  readonly keep?: boolean;
}

/** The answer of a route of the exporter, with the type that the contract gives it. */
export function useAnswer<R extends Route>(_route: R, question: Question): UseQueryResult<ApiAnswers[R], ApiFailure> {
  const { path, query = {}, every, enabled = true, keep = false } = question;
  return useQuery<ApiAnswers[R], ApiFailure>({
    queryKey: [path, query],
    queryFn: ({ signal }) => ask<ApiAnswers[R]>(path, query, signal),
    enabled,
    ...(every === undefined ? {} : { refetchInterval: every }),
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });
}
