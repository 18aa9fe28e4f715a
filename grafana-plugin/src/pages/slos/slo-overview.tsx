import { css } from '@emotion/css';
import { type GrafanaTheme2, LoadingState } from '@grafana/data';
import {
  type SceneComponentProps,
  SceneObjectBase,
  type SceneObjectState,
  type SceneQueryRunner,
  useSceneObjectState,
} from '@grafana/scenes';
import { Alert, useStyles2 } from '@grafana/ui';
import { useMemo } from 'react';
import { runnerOfQueries } from '../../panels/asked.ts';
import { seriesOf } from '../../panels/series.ts';
import { SkeletonRows } from '../../shown/skeleton-rows.tsx';
import { SloCard } from './slo-card.tsx';
import { sloQueries } from './slo-queries.ts';
import { sloStates } from './slo-state.ts';

interface SloOverviewState extends SceneObjectState {
  readonly runner: SceneQueryRunner;
}

/** Every SLO with what was promised, what is left and who used it up. */
export class SloOverview extends SceneObjectBase<SloOverviewState> {
  static Component = SloOverviewRenderer;

  constructor() {
    // History is drawn a few hundred pixels wide.
    super({ runner: runnerOfQueries(sloQueries, 120) });
    this.addActivationHandler(() => this.state.runner.activate());
  }
}

function SloOverviewRenderer({ model }: SceneComponentProps<SloOverview>) {
  const { data } = useSceneObjectState(model.state.runner);
  const styles = useStyles2(getStyles);
  const states = useMemo(() => sloStates(seriesOf(data?.series ?? [])), [data?.series]);
  const settled = data?.state === LoadingState.Done || data?.state === LoadingState.Error;
  if (!settled && (data?.series.length ?? 0) === 0) return <SkeletonRows rows={6} label="Loading SLOs" />;
  return (
    <>
      {data?.state === LoadingState.Error && (
        <Alert severity="error" title="SLOs could not be read from Prometheus" data-testid="slos-failed">
          {data.errors?.[0]?.message ?? 'It did not answer.'}
        </Alert>
      )}
      <ul className={styles.cards} data-testid="slos">
        {states.map((state) => (
          <li key={state.id} className={styles.card}>
            <SloCard state={state} />
          </li>
        ))}
      </ul>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  cards: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 340px), 1fr))',
    gap: theme.spacing(1),
    margin: theme.spacing(0, 0, 2),
    padding: 0,
    listStyle: 'none',
  }),
  card: css({ display: 'flex', breakInside: 'avoid', minWidth: 0 }),
});
