import { css } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import type { Standing } from '#contract';

interface Props {
  readonly standing: Standing;
  readonly label: string;
}

/** How a cluster stands: a word beside a sign whose form and colour tell it as well. */
export function StandingMark({ standing, label }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.mark} data-standing={standing}>
      <Icon name={icons[standing]} className={styles[standing]} aria-hidden="true" />
      {label}
    </span>
  );
}

const icons: Readonly<Record<Standing, IconName>> = {
  clean: 'check-circle',
  'not-clean': 'exclamation-triangle',
  unknown: 'question-circle',
};

const getStyles = (theme: GrafanaTheme2) => ({
  mark: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    whiteSpace: 'nowrap',
    fontWeight: theme.typography.fontWeightMedium,
  }),
  clean: css({ color: theme.colors.success.text }),
  'not-clean': css({ color: theme.colors.error.text }),
  unknown: css({ color: theme.colors.warning.text }),
});
