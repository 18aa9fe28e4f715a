import type { PanelProps } from '@grafana/data';
import { css } from '@emotion/css';

/** Whether a panel has nothing to show. */
export function isEmpty({ data }: Pick<PanelProps, 'data'>): boolean {
  return data.series.every(({ length }) => length === 0);
}

/** What a panel without data says: its own words where it has some. */
export function NoData({ fieldConfig, height }: Pick<PanelProps, 'fieldConfig' | 'height'>) {
  return (
    <div data-testid="panel-no-data" className={middle} style={{ height }}>
      {fieldConfig.defaults.noValue ?? 'No data'}
    </div>
  );
}

const middle = css({ display: 'grid', placeItems: 'center', textAlign: 'center' });
