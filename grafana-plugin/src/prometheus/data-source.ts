import type { DataSourceInstanceSettings } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';

/** Prometheus data sources of this Grafana, the default one first where it is one. */
export function prometheusDataSources(): readonly DataSourceInstanceSettings[] {
  return getDataSourceSrv()
    .getList({ type: 'prometheus' })
    .toSorted((a, b) => Number(b.isDefault ?? false) - Number(a.isDefault ?? false));
}

/** The data source that the settings name, or else the first Prometheus; undefined when there is none. */
export function chosenDataSource(uid: string | undefined): DataSourceInstanceSettings | undefined {
  const all = prometheusDataSources();
  return (uid === undefined ? undefined : all.find((one) => one.uid === uid)) ?? all[0];
}

/** Whether this Grafana has a data source of a type, such as `loki`. */
export function hasDataSource(type: string): boolean {
  return getDataSourceSrv().getList({ type }).length > 0;
}

/** Values that a label of a series has now; rejects when Prometheus cannot be asked. */
export async function labelValues(uid: string, series: string, label: string): Promise<readonly string[]> {
  const source = await getDataSourceSrv().get(uid);
  if (source.metricFindQuery === undefined) throw new Error(`${source.name} cannot be asked for values of labels`);
  const found = await source.metricFindQuery(`label_values(${series}, ${label})`, {});
  return found.map(({ text }) => text);
}
