import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import type { ConnectionStep } from './connection.ts';

/** What works between the app and its sources, step by step, with the remedy under what does not. */
export function ConnectionReport({ steps }: { readonly steps: readonly ConnectionStep[] }) {
  const styles = useStyles2(stylesOf);
  return (
    <ul className={styles.list} aria-label="Connections">
      {steps.map(({ of, title, works, found, remedy }) => (
        <li key={of} className={styles.step} data-testid={`connection-${of}`}>
          <Icon name={works ? 'check-circle' : 'exclamation-triangle'} className={works ? styles.good : styles.bad} />
          <div>
            <strong>
              {title}: {works ? 'works' : 'does not work'}
            </strong>
            <div className={styles.found}>{found}</div>
            {remedy !== undefined && <div>{remedy}</div>}
          </div>
        </li>
      ))}
    </ul>
  );
}

const stylesOf = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: theme.spacing(2) }),
  step: css({ display: 'grid', gridTemplateColumns: 'auto 1fr', gap: theme.spacing(1), alignItems: 'start' }),
  found: css({ color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
  good: css({ color: theme.colors.success.text, marginTop: theme.spacing(0.25) }),
  bad: css({ color: theme.colors.warning.text, marginTop: theme.spacing(0.25) }),
});
