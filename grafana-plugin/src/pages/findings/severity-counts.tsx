import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { severities, type ApiFindingGroups, type Severity } from '#contract';
import { numberOf } from '../../shown/count.ts';
import { SeverityBadge } from '../../shown/severity-badge.tsx';

interface Props {
  /** Findings counted by severity; undefined while they are not counted yet. */
  readonly groups: ApiFindingGroups | undefined;
  readonly chosen: readonly string[];
  readonly onToggle: (severity: Severity) => void;
}

/** How many findings of each severity there are; a click chooses one. */
export function SeverityCounts({ groups, chosen, onToggle }: Props) {
  const styles = useStyles2(getStyles);
  const countOf = (severity: Severity) => groups?.items.find(({ key }) => key === severity)?.total ?? 0;
  return (
    <fieldset className={styles.row} aria-label="Findings by severity">
      {severities.map((severity) => (
        <button
          key={severity}
          type="button"
          className={cx(styles.count, chosen.includes(severity) && styles.chosen)}
          aria-pressed={chosen.includes(severity)}
          onClick={() => onToggle(severity)}
        >
          <SeverityBadge severity={severity} />
          <strong>{groups === undefined ? '–' : numberOf(countOf(severity))}</strong>
        </button>
      ))}
    </fieldset>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ border: 0, margin: 0, padding: 0, display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
  count: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(0.5, 1.25),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    color: theme.colors.text.primary,
    fontVariantNumeric: 'tabular-nums',
    '&:hover': { background: theme.colors.action.hover },
  }),
  chosen: css({ borderColor: theme.colors.primary.border, background: theme.colors.action.selected }),
});
