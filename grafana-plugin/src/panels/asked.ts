import { SceneQueryRunner } from '@grafana/scenes';

/** A question to the Prometheus that the page has chosen. */
export interface AskedQuery {
  readonly refId: string;
  readonly expr: string;
  /** Over the time range of the page, not only at its end. */
  readonly range?: boolean;
}

/** Questions that are asked at once, outside of any panel; `maxDataPoints` is about those over a range. */
export function runnerOfQueries(queries: readonly AskedQuery[], maxDataPoints: number): SceneQueryRunner {
  return new SceneQueryRunner({
    datasource: { type: 'prometheus', uid: '${datasource}' },
    maxDataPoints,
    queries: queries.map(({ refId, expr, range = false }) => ({
      refId,
      expr,
      instant: !range,
      range,
      format: 'time_series',
    })),
  });
}
