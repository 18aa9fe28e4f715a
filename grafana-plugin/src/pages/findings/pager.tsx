import { Button, Stack } from '@grafana/ui';
import type { ViewState } from './use-view.ts';

interface Props extends Pick<ViewState, 'view' | 'change' | 'trail'> {
  /** Cursor of the following page; undefined on the last one. */
  readonly next: string | undefined;
  readonly busy: boolean;
}

/** Leafs through a list whose pages are known by where they begin. */
export function Pager({ view, change, trail, next, busy }: Props) {
  if (view.cursor === '' && next === undefined) return null;
  const before = trail?.at(-1);
  return (
    <nav aria-label="Pages of findings">
      <Stack gap={1} alignItems="center">
        <Button
          variant="secondary"
          size="sm"
          disabled={view.cursor === '' || busy}
          onClick={() => change({ cursor: '' })}
        >
          First page
        </Button>
        <Button
          variant="secondary"
          size="sm"
          icon="angle-left"
          // A link from elsewhere tells where its page begins, and not what came before.
          disabled={view.cursor === '' || before === undefined || busy}
          onClick={() => change({ cursor: before ?? '' }, { trail: trail?.slice(0, -1) ?? [] })}
        >
          Previous
        </Button>
        {pageNumber(view.cursor, trail) !== undefined && <span>Page {pageNumber(view.cursor, trail)}</span>}
        <Button
          variant="secondary"
          size="sm"
          disabled={next === undefined || busy}
          onClick={() => change({ cursor: next ?? '' }, { trail: [...(trail ?? []), view.cursor] })}
        >
          Next
        </Button>
      </Stack>
    </nav>
  );
}

/** Which page this is, where one leafed to it. */
export function pageNumber(cursor: string, trail: readonly string[] | undefined): number | undefined {
  if (cursor === '') return 1;
  return trail?.[0] === '' ? trail.length + 1 : undefined;
}
