import { Button, Stack } from '@grafana/ui';
import { numberOf } from './count.ts';

interface Props {
  readonly shown: number;
  readonly total: string;
  /** What is listed, in the plural. */
  readonly of: string;
  readonly more: boolean;
  readonly busy: boolean;
  readonly onMore: () => void;
}

/** How much of a list is on the page, and the way to more of it. */
export function ShowMore({ shown, total, of, more, busy, onMore }: Props) {
  return (
    <Stack gap={2} alignItems="center">
      <output>
        {numberOf(shown)} of {total} {of}
      </output>
      {more && (
        <Button variant="secondary" size="sm" disabled={busy} onClick={onMore}>
          {busy ? 'Reading' : 'Show more'}
        </Button>
      )}
    </Stack>
  );
}
