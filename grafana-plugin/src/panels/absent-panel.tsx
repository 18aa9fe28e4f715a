import { css } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { Icon, PanelChrome, useStyles2 } from '@grafana/ui';
import type { Absent, WhyAbsent } from '../../../dashboards/panels/absent.ts';

interface Props {
  readonly title: string;
  readonly description: string;
  readonly absent: Absent;
}

/** A panel without data: the reason in words, in the colour of neither good nor bad. */
export function AbsentPanel({ title, description, absent }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <PanelChrome title={title} description={description}>
      <div className={styles.place} data-testid={`absent-${absent.why}`}>
        <Icon name={icons[absent.why]} size="lg" aria-hidden="true" />
        <span>{absent.text}</span>
      </div>
    </PanelChrome>
  );
}

const icons: Readonly<Record<WhyAbsent, IconName>> = {
  'not-connected': 'plug',
  'too-soon': 'hourglass',
  nothing: 'circle',
  silent: 'question-circle',
};

const getStyles = (theme: GrafanaTheme2) => ({
  place: css({
    height: '100%',
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(0.5, 1),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: theme.typography.bodySmall.lineHeight,
    overflow: 'auto',
    '& > svg': { flex: 'none' },
  }),
});
