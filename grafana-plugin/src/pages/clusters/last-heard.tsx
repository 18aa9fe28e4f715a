import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { TimeAgo } from '../../shown/time-ago.tsx';
import { useNow } from '../../shown/use-now.ts';
import { isOld } from './is-old.ts';

/** When a cluster was heard of last, with a sign where that is too long ago to tell how it is now. */
export function LastHeard({ at }: { readonly at: string | undefined }) {
  const styles = useStyles2(getStyles);
  const now = useNow();
  if (at === undefined) return <span className={styles.none}>never</span>;
  if (!isOld(at, now)) return <TimeAgo at={at} />;
  return (
    <span data-testid="old">
      <Icon name="clock-nine" size="sm" className={styles.old} aria-hidden="true" /> <TimeAgo at={at} />
      <div className={styles.none}>old: may be otherwise now</div>
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  none: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  old: css({ color: theme.colors.warning.text }),
});
