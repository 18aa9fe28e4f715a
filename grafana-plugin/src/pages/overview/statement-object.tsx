import { css } from '@emotion/css';
import { type GrafanaTheme2, type IconName, LoadingState } from '@grafana/data';
import {
  type SceneComponentProps,
  SceneObjectBase,
  type SceneObjectState,
  type SceneQueryRunner,
  useSceneObjectState,
} from '@grafana/scenes';
import { Alert, Icon, useStyles2 } from '@grafana/ui';
import { runnerOfQueries } from '../../panels/asked.ts';
import { seriesOf } from '../../panels/series.ts';
import { SkeletonRows } from '../../shown/skeleton-rows.tsx';
import { figureQueries, figuresOf } from './figures.ts';
import { type Statement, statementOf } from './statement.ts';

interface StatementObjectState extends SceneObjectState {
  readonly runner: SceneQueryRunner;
}

/** How we stand and what changed this week, said in sentences and asked of Prometheus at once. */
export class StatementObject extends SceneObjectBase<StatementObjectState> {
  static Component = StatementRenderer;

  constructor() {
    const queries = Object.entries(figureQueries).map(([refId, expr]) => ({ refId, expr }));
    super({ runner: runnerOfQueries(queries, 1) });
    this.addActivationHandler(() => this.state.runner.activate());
  }
}

function StatementRenderer({ model }: SceneComponentProps<StatementObject>) {
  const { data } = useSceneObjectState(model.state.runner);
  const styles = useStyles2(getStyles);
  if (data === undefined || (data.state === LoadingState.Loading && data.series.length === 0)) {
    return <SkeletonRows rows={2} label="Loading how we stand" />;
  }
  if (data.state === LoadingState.Error && data.series.length === 0) {
    return (
      <Alert
        severity="error"
        title="How we stand is not known: Prometheus cannot be asked"
        data-testid="statement-failed"
      >
        {data.errors?.[0]?.message ?? 'It did not answer.'}
      </Alert>
    );
  }
  const { tone, standing, week, unknown } = statementOf(figuresOf(seriesOf(data.series)));
  return (
    <section className={styles.statement} aria-label="How we stand" data-testid="statement" data-tone={tone}>
      <Icon name={icons[tone]} size="xl" className={styles[tone]} aria-hidden="true" />
      <div>
        <p className={styles.standing}>{standing}</p>
        <p className={styles.week}>{week}</p>
        {unknown.length > 0 && <p className={styles.unsaid}>{unknown.join(' ')}</p>}
      </div>
    </section>
  );
}

const icons: Readonly<Record<Statement['tone'], IconName>> = {
  good: 'check-circle',
  bad: 'exclamation-circle',
  unknown: 'question-circle',
};

const getStyles = (theme: GrafanaTheme2) => ({
  statement: css({
    display: 'flex',
    gap: theme.spacing(2),
    padding: theme.spacing(2),
    marginBottom: theme.spacing(1),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    breakInside: 'avoid',
    '& > svg': { flex: 'none' },
    p: { margin: 0, maxWidth: '90ch' },
  }),
  standing: css({ fontSize: theme.typography.h4.fontSize, lineHeight: theme.typography.h4.lineHeight }),
  week: css({ fontSize: theme.typography.h5.fontSize, lineHeight: theme.typography.h4.lineHeight }),
  unsaid: css({ color: theme.colors.text.secondary }),
  good: css({ color: theme.colors.success.text }),
  bad: css({ color: theme.colors.error.text }),
  unknown: css({ color: theme.colors.text.secondary }),
});
