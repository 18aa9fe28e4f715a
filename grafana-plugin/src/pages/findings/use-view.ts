import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { linkTo } from '../../routes.ts';
import { changed, searchOfView, viewOf, type FindingsView } from './view.ts';

/** What the browser keeps beside the URL: cursors of the pages before this one, which the API cannot tell. */
interface Kept {
  readonly trail?: readonly string[];
}

/** How a change of view enters the history of the browser. */
export interface Step {
  /** Takes the place of the view before, as while one types. */
  readonly replace?: boolean;
  readonly trail?: readonly string[];
}

/** The view in the URL, and its changes, each of which the browser's back button undoes. */
export interface ViewState {
  readonly view: FindingsView;
  readonly change: (changes: Partial<FindingsView>, step?: Step) => void;
  /** The link to a view, for what opens it in another tab too. */
  readonly hrefOf: (view: FindingsView) => string;
  /** Cursors of the pages before this one, the first page's empty one first; undefined when the link came from elsewhere. */
  readonly trail: readonly string[] | undefined;
  readonly search: string;
}

/** Reads and changes the URL of the findings page. */
export function useView(): ViewState {
  const { search, state } = useLocation();
  const navigate = useNavigate();
  const others = useMemo(() => new URLSearchParams(search), [search]);
  const view = useMemo(() => viewOf(others), [others]);
  const hrefOf = useCallback(
    (next: FindingsView) => {
      const query = searchOfView(next, others).toString();
      return query === '' ? linkTo('findings') : `${linkTo('findings')}?${query}`;
    },
    [others],
  );
  const change = useCallback(
    (changes: Partial<FindingsView>, { replace = false, trail }: Step = {}) => {
      const kept: Kept = trail === undefined ? {} : { trail };
      navigate(hrefOf(changed(view, changes)), { replace, state: kept });
    },
    [navigate, hrefOf, view],
  );
  return { view, change, hrefOf, trail: trailOf(state), search };
}

function trailOf(state: unknown): readonly string[] | undefined {
  if (typeof state !== 'object' || state === null || !('trail' in state) || !Array.isArray(state.trail))
    return undefined;
  return state.trail.filter((cursor): cursor is string => typeof cursor === 'string');
}
