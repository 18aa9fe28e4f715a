import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { controlStates, type ApiFrameworkSummary, type ControlState } from '#contract';
import { numberOf } from '../../shown/count.ts';
import { stateWords } from './control-words.ts';

/** How far checks answer a framework: a bar, and its parts in words. That a check answers a control does not make it green. */
export function CoverageBar({ states, controls }: Pick<ApiFrameworkSummary, 'states' | 'controls'>) {
  const styles = useStyles2(getStyles);
  const some = controlStates.filter((state) => states[state] > 0);
  return (
    <>
      <div className={styles.bar} aria-hidden="true">
        {some.map((state) => (
          <span
            key={state}
            className={cx(styles.part, styles[state])}
            style={{ width: `${(100 * states[state]) / Math.max(1, controls)}%` }}
          />
        ))}
      </div>
      <ul className={styles.legend}>
        {some.map((state) => (
          <li key={state} title={stateWords[state].means}>
            <span className={cx(styles.key, styles[state])} aria-hidden="true" />
            {numberOf(states[state])} {stateWords[state].label}
          </li>
        ))}
      </ul>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const stripes = (colour: string) => ({
    background: `repeating-linear-gradient(45deg, ${colour} 0 3px, ${theme.colors.background.canvas} 3px 6px)`,
  });
  return {
    bar: css({
      display: 'flex',
      height: theme.spacing(1.25),
      minWidth: 160,
      overflow: 'hidden',
      borderRadius: theme.shape.radius.default,
      border: `1px solid ${theme.colors.border.weak}`,
    }),
    part: css({ display: 'block' }),
    legend: css({
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0, 1.5),
      margin: 0,
      padding: 0,
      listStyle: 'none',
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
    }),
    key: css({ display: 'inline-block', width: 9, height: 9, marginInlineEnd: theme.spacing(0.5) }),
    covered: css({ background: theme.colors.primary.main }),
    manual: css(stripes(theme.colors.warning.main)),
    not_automatable: css(stripes(theme.colors.text.secondary)),
    not_covered: css({ background: theme.colors.error.main }),
  } satisfies Record<ControlState | 'bar' | 'part' | 'legend' | 'key', string>;
};
