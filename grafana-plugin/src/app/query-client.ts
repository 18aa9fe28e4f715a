import { QueryClient } from '@tanstack/react-query';
import { ApiFailure } from '../api/failure.ts';

/** A cache of answers; asks once more when the exporter was out of reach or failed, never when it refused. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: false,
        retry: (count, failure) =>
          count < 1 && failure instanceof ApiFailure && (failure.kind === 'unreachable' || failure.kind === 'broken'),
      },
    },
  });
}
