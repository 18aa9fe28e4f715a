import { css, keyframes } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

interface Props {
  readonly rows?: number;
  /** What is being read, for those who do not see the bars. */
  readonly label: string;
}

/** Bars in the place of lines that are still being read. */
export function SkeletonRows({ rows = 8, label }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <output className={styles.bars} aria-busy="true" aria-label={label} data-testid="loading">
      {Array.from({ length: rows }, (_, index) => (
        <span key={index} className={styles.bar} style={{ width: `${92 - ((index * 7) % 31)}%` }} />
      ))}
    </output>
  );
}

const breathe = keyframes({ '50%': { opacity: 0.4 } });

const getStyles = (theme: GrafanaTheme2) => ({
  bars: css({ display: 'block' }),
  bar: css({
    display: 'block',
    height: theme.spacing(2.5),
    margin: theme.spacing(1.25, 0),
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    '@media (prefers-reduced-motion: no-preference)': { animation: `${breathe} 1.6s ease-in-out infinite` },
  }),
});
