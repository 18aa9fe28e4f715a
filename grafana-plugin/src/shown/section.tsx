import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useId, type ReactNode } from 'react';

interface Props {
  readonly title: string;
  /** A sentence on what is shown. */
  readonly description?: ReactNode;
  /** What can be done, or where it leads on. */
  readonly actions?: ReactNode;
  /** Stands in a box of its own, as panels do; the page decides on the space between boxes. */
  readonly framed?: boolean;
  readonly children: ReactNode;
}

/** A part of a page under a heading of its own. */
export function Section({ title, description, actions, framed = false, children }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <section aria-labelledby={id} className={framed ? styles.framed : styles.plain}>
      <div className={cx(styles.head, framed && styles.framedHead)}>
        <h2 id={id} className={framed ? styles.framedTitle : styles.title}>
          {title}
        </h2>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
      {description !== undefined && <p className={styles.description}>{description}</p>}
      {children}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  plain: css({ marginBottom: theme.spacing(4), minWidth: 0 }),
  framed: css({
    containerType: 'inline-size',
    padding: theme.spacing(2),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    breakInside: 'avoid',
    minWidth: 0,
    '& > p:last-child': { marginBottom: 0 },
  }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: theme.spacing(0.5, 2) }),
  framedHead: css({ alignItems: 'center', marginBottom: theme.spacing(1) }),
  title: css({ ...theme.typography.h4, margin: theme.spacing(0, 0, 0.5) }),
  framedTitle: css({
    fontSize: theme.typography.h5.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    margin: 0,
  }),
  actions: css({ marginInlineStart: 'auto' }),
  description: css({ color: theme.colors.text.secondary, maxWidth: '90ch', margin: theme.spacing(0, 0, 1) }),
});
