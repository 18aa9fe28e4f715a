import { css } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';

/** What an empty list means: good news, something else than news, or nothing that could be told. */
export type Emptiness = 'good' | 'none' | 'unknown';

interface Props {
  readonly means: Emptiness;
  readonly children: ReactNode;
}

/** One calm line in the place of a list: only what is known to be good looks good. */
export function Quiet({ means, children }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.line} data-testid={`quiet-${means}`}>
      <Icon name={icons[means]} aria-hidden="true" className={means === 'good' ? styles.good : undefined} />
      <div>{children}</div>
    </div>
  );
}

const icons: Readonly<Record<Emptiness, IconName>> = {
  good: 'check-circle',
  none: 'minus',
  unknown: 'question-circle',
};

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    display: 'flex',
    alignItems: 'flex-start',
    gap: theme.spacing(1),
    color: theme.colors.text.secondary,
    '& > svg': { flex: 'none', marginTop: 2 },
  }),
  good: css({ color: theme.colors.success.text }),
});
