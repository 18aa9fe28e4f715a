import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';
import { outOfSight } from './out-of-sight.ts';

interface Props {
  /** What the table lists, for those who hear it. */
  readonly caption: string;
  /** Pixels below which the table scrolls in its frame rather than squeeze its columns. */
  readonly minWidth?: number;
  /** Whether newer rows are on their way. */
  readonly busy?: boolean;
  readonly 'data-testid'?: string;
  readonly children: ReactNode;
}

/** A table of rows and headings; one that is wider than its place scrolls in it, by keyboard too. */
export function PlainTable({ caption, minWidth = 0, busy = false, 'data-testid': testId, children }: Props) {
  const styles = useStyles2(getStyles);
  return (
    // What scrolls has to be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={styles.frame} aria-label={caption} tabIndex={0}>
      <table
        className={cx(styles.table, busy && styles.busy)}
        style={{ minWidth }}
        aria-busy={busy}
        data-testid={testId}
      >
        <caption className={styles.caption}>{caption}</caption>
        {children}
      </table>
    </section>
  );
}

/** A number in a table, with digits below digits. */
export function NumberCell({ children }: { readonly children: ReactNode }) {
  const styles = useStyles2(getStyles);
  return <td className={styles.number}>{children}</td>;
}

const getStyles = (theme: GrafanaTheme2) => ({
  // Columns can leave a table whose place is narrow.
  frame: css({ containerType: 'inline-size', overflowX: 'auto', maxWidth: '100%', position: 'relative' }),
  table: css({
    width: '100%',
    borderCollapse: 'collapse',
    'th, td': {
      padding: theme.spacing(0.75, 1),
      textAlign: 'start',
      verticalAlign: 'top',
      borderBottom: `1px solid ${theme.colors.border.weak}`,
    },
    'thead th': {
      fontWeight: theme.typography.fontWeightMedium,
      color: theme.colors.text.secondary,
      verticalAlign: 'bottom',
    },
    // Names may be broken anywhere, and would be after every letter.
    'tbody th[scope="row"]': { minWidth: 140, fontWeight: theme.typography.fontWeightRegular },
    code: { whiteSpace: 'normal', overflowWrap: 'anywhere' },
    'tbody tr:hover': { background: theme.colors.action.hover },
  }),
  busy: css({ opacity: 0.6 }),
  caption: css(outOfSight),
  number: css({ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }),
});
