import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Severity } from '#contract';

/** A severity: its name beside a mark whose colour and form tell it apart as well, so that nothing rests on colour alone. */
export function SeverityBadge({ severity }: { readonly severity: Severity }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.badge} data-severity={severity}>
      <span className={cx(styles.mark, styles[severity])} aria-hidden="true" />
      {severity}
    </span>
  );
}

/** The colour of each severity in a theme. */
export function severityColours(theme: GrafanaTheme2): Readonly<Record<Severity, string>> {
  return {
    critical: theme.visualization.getColorByName('semi-dark-red'),
    high: theme.visualization.getColorByName('dark-orange'),
    medium: theme.visualization.getColorByName('dark-yellow'),
    low: theme.visualization.getColorByName('semi-dark-blue'),
    info: theme.colors.text.secondary,
  };
}

const getStyles = (theme: GrafanaTheme2) => {
  const colours = severityColours(theme);
  return {
    badge: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.75), whiteSpace: 'nowrap' }),
    mark: css({ width: 10, height: 10, flex: 'none', border: '2px solid transparent' }),
    critical: css({ background: colours.critical, borderColor: colours.critical, transform: 'rotate(45deg)' }),
    high: css({ background: colours.high, borderColor: colours.high }),
    medium: css({ background: colours.medium, borderColor: colours.medium, borderRadius: '50%' }),
    low: css({ borderColor: colours.low, borderRadius: '50%' }),
    info: css({ borderColor: colours.info, borderStyle: 'dotted', borderRadius: '50%' }),
  };
};
