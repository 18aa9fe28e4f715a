import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useId, type ReactNode } from 'react';

interface Props {
  readonly title: string;
  /** A sentence on what is shown. */
  readonly description?: ReactNode;
  /** What can be done, or where it leads on. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page under a heading of its own. */
export function Section({ title, description, actions, children }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles.section}>
      <div className={styles.head}>
        <h2 id={id} className={styles.title}>
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
  section: css({ marginBottom: theme.spacing(4), minWidth: 0 }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: theme.spacing(0.5, 2) }),
  title: css({ ...theme.typography.h4, margin: theme.spacing(0, 0, 0.5) }),
  actions: css({ marginInlineStart: 'auto' }),
  description: css({ color: theme.colors.text.secondary, maxWidth: '90ch', margin: theme.spacing(0, 0, 1) }),
});
