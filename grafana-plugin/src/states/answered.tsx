import type { UseQueryResult } from '@tanstack/react-query';
import { Alert, LoadingPlaceholder } from '@grafana/ui';
import type { ReactNode } from 'react';
import type { ApiFailure } from '../api/failure.ts';
import { FailureNotice } from './failure-notice.tsx';

interface Props<T> {
  readonly answer: UseQueryResult<T, ApiFailure>;
  /** What is asked for, as in "Clusters". */
  readonly of: string;
  readonly children: (data: T) => ReactNode;
}

/** What a question has come to: waiting, an answer, a failure, or an answer that could not be renewed and is told as old. */
export function Answered<T>({ answer, of, children }: Props<T>) {
  if (answer.data === undefined) {
    return answer.isError ? (
      <FailureNotice failure={answer.error} of={of} onRetry={() => void answer.refetch()} />
    ) : (
      <LoadingPlaceholder text={`Loading ${of.toLowerCase()}`} />
    );
  }
  return (
    <>
      {answer.isError && (
        <Alert severity="warning" title={`${of} as of ${new Date(answer.dataUpdatedAt).toLocaleTimeString()}`}>
          They could not be read again since: {answer.error.message}
        </Alert>
      )}
      {children(answer.data)}
    </>
  );
}
