import type { ApiAnswers } from '#contract';
import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { ask } from './client.ts';
import type { ApiFailure } from './failure.ts';
import type { Question, Route } from './use-answer.ts';

/** The answers of one route to several questions, in their order; each waits and fails by itself. */
export function useAnswers<R extends Route>(
  _route: R,
  questions: readonly Omit<Question, 'keep' | 'enabled'>[],
): readonly UseQueryResult<ApiAnswers[R], ApiFailure>[] {
  return useQueries({
    queries: questions.map(({ path, query = {}, every }) => ({
      queryKey: [path, query],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => ask<ApiAnswers[R]>(path, query, signal),
      ...(every === undefined ? {} : { refetchInterval: every }),
    })),
  }) as readonly UseQueryResult<ApiAnswers[R], ApiFailure>[];
}
