import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { replaced, type Changes } from './search-changes.ts';

/** The query of the page's URL, and its changes, each of which the browser's back button undoes. */
export interface Search {
  readonly search: URLSearchParams;
  /** Values of a parameter, repeated or separated by commas as the API takes them; without empty ones. */
  readonly list: (name: string) => readonly string[];
  readonly change: (changes: Changes, options?: { readonly replace?: boolean }) => void;
}

/** Reads and changes the query of the page's URL; parameters of others, such as Grafana's time range, stay. */
export function useSearch(): Search {
  const { pathname, search: text } = useLocation();
  const navigate = useNavigate();
  const search = useMemo(() => new URLSearchParams(text), [text]);
  const list = useCallback(
    (name: string) => [...new Set(search.getAll(name).flatMap((value) => value.split(',')))].filter(Boolean),
    [search],
  );
  const change = useCallback(
    (changes: Changes, { replace = false }: { readonly replace?: boolean } = {}) => {
      const next = replaced(search, changes).toString();
      // By the whole path: names in it are escaped, and are to stay so.
      navigate(next === '' ? pathname : `${pathname}?${next}`, { replace });
    },
    [navigate, pathname, search],
  );
  return { search, list, change };
}
