import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { type ReactNode, useState } from 'react';
import { outOfSight } from './out-of-sight.ts';

/** A column of a table, and what stands in it. */
export interface ListColumn<T> {
  readonly title: string;
  readonly cell: (row: T) => ReactNode;
  /** Not wider than its content. */
  readonly narrow?: boolean;
}

interface Props<T> {
  /** What is listed, for those who do not see the heading. */
  readonly label: string;
  readonly columns: readonly ListColumn<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  /** Rows that are shown at first; all of them when absent. */
  readonly atFirst?: number;
}

/** A short list as a table; where there is no room for its columns, every row becomes a card of named lines. */
export function ListTable<T>({ label, columns, rows, keyOf, atFirst = rows.length }: Props<T>) {
  const styles = useStyles2(getStyles);
  const [whole, setWhole] = useState(false);
  const shown = whole ? rows : rows.slice(0, atFirst);
  return (
    <>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ title, cell, narrow }) => (
                <td key={title} data-title={title} className={narrow === true ? styles.narrow : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown.length && (
        <Button variant="secondary" fill="text" size="sm" onClick={() => setWhole(true)}>
          Show {rows.length - shown.length} more
        </Button>
      )}
    </>
  );
}

const cards = '@container (max-width: 760px)';

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    width: '100%',
    'th, td': { padding: theme.spacing(0.75, 1), textAlign: 'left', verticalAlign: 'top' },
    th: {
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: theme.typography.fontWeightMedium,
      whiteSpace: 'nowrap',
    },
    // Names may be broken anywhere, and would be at every letter beside a wider column.
    td: { minWidth: '11ch' },
    'tbody tr': { borderTop: `1px solid ${theme.colors.border.weak}` },
    [cards]: {
      thead: outOfSight,
      '&, tbody, tr, td': { display: 'block', width: '100%' },
      tr: { padding: theme.spacing(0.75, 0) },
      td: { display: 'flex', gap: theme.spacing(1), padding: theme.spacing(0.25, 0), whiteSpace: 'normal' },
      'td::before': {
        content: 'attr(data-title)',
        flex: '0 0 110px',
        color: theme.colors.text.secondary,
        fontSize: theme.typography.bodySmall.fontSize,
      },
    },
  }),
  narrow: css({ whiteSpace: 'nowrap' }),
});
