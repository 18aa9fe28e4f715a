import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { Button, Stack } from '@grafana/ui';
import type { ApiPage } from '#contract';
import type { ApiFailure } from '../api/failure.ts';
import { numberOf } from './count.ts';

interface Props {
  readonly pages: UseInfiniteQueryResult<InfiniteData<ApiPage<unknown>>, ApiFailure>;
  /** How many of its items are on the page. */
  readonly shown: number;
  /** What is listed, in the plural. */
  readonly of: string;
}

/** How much of a list is on the page, and the way to more of it. */
export function ShowMore({ pages, shown, of }: Props) {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  return (
    <Stack gap={2} alignItems="center">
      <output>
        {numberOf(shown)} of {numberOf(data?.pages.at(-1)?.total ?? shown)} {of}
      </output>
      {hasNextPage && (
        <Button variant="secondary" size="sm" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {isFetchingNextPage ? 'Reading' : 'Show more'}
        </Button>
      )}
    </Stack>
  );
}
