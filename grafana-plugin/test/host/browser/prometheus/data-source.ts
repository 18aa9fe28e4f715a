import {
  type DataQuery,
  type DataQueryRequest,
  type DataQueryResponse,
  DataSourceApi,
  type DataSourceInstanceSettings,
  type DataSourceJsonData,
  dateTime,
  type LegacyMetricFindQueryOptions,
  LoadingState,
  type MetricFindValue,
  type ScopedVars,
  type TimeRange,
} from '@grafana/data';
import { getBackendSrv, getTemplateSrv } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import { framesOf, legendOf, type PrometheusData } from './frames.ts';
import { intervalVariables, secondsOf, spanOf, type Span } from './intervals.ts';

/** A query as dashboards and Scenes write it for Grafana's Prometheus data source. */
export interface PrometheusQuery extends DataQuery {
  readonly expr?: string;
  readonly legendFormat?: string;
  readonly format?: 'time_series' | 'table' | 'heatmap';
  readonly instant?: boolean;
  readonly range?: boolean;
  /** Least interval, such as `1m`. */
  readonly interval?: string;
}

interface Settings extends DataSourceJsonData {
  readonly timeInterval?: string;
}

/** Asks Prometheus' HTTP API with the query model of Grafana's data source, through the server of the stand-in. */
export class PrometheusDataSource extends DataSourceApi<PrometheusQuery, Settings> {
  private readonly url: string;
  private readonly scrape: number;

  constructor(settings: DataSourceInstanceSettings<Settings>) {
    super(settings);
    this.url = settings.url ?? '';
    this.scrape = secondsOf(settings.jsonData.timeInterval) ?? 15;
    this.interval = settings.jsonData.timeInterval ?? '15s';
  }

  override async query(request: DataQueryRequest<PrometheusQuery>): Promise<DataQueryResponse> {
    const targets = request.targets.filter(({ hide, expr }) => hide !== true && (expr ?? '') !== '');
    const several = targets.length > 1;
    const answers = await Promise.allSettled(
      targets.map((target) =>
        Promise.all(kindsOf(target).map((kind) => this.one(request, target, kind, several))).then((all) => all.flat()),
      ),
    );
    const errors = answers.flatMap((answer, index) =>
      answer.status === 'rejected' ? [{ refId: targets[index]?.refId ?? 'A', message: reasonOf(answer.reason) }] : [],
    );
    return {
      data: answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])),
      state: errors.length === 0 ? LoadingState.Done : LoadingState.Error,
      ...(errors.length === 0 ? {} : { errors }),
    };
  }

  private async one(
    request: DataQueryRequest<PrometheusQuery>,
    target: PrometheusQuery,
    kind: 'instant' | 'range',
    several: boolean,
  ) {
    const { from, to } = secondsOfRange(request.range);
    const wished = secondsOf(target.interval);
    const interval = Math.max(1, Math.ceil((request.intervalMs || 15_000) / 1000));
    const span = spanOf(from, to, {
      interval,
      scrape: this.scrape,
      ...(wished === undefined ? {} : { atLeast: wished }),
    });
    const query = this.filled(target.expr ?? '', request.scopedVars, span, to - from);
    const data =
      kind === 'instant'
        ? await this.ask<PrometheusData>('query', { query, time: String(to) })
        : await this.ask<PrometheusData>('query_range', {
            query,
            start: String(span.start),
            end: String(span.end),
            step: String(span.step),
          });
    return framesOf(data, {
      refId: target.refId,
      format: target.format ?? 'time_series',
      legend: target.legendFormat,
      interval: kind === 'range' ? span.step * 1000 : undefined,
      several,
    });
  }

  private filled(expr: string, scopedVars: ScopedVars, span: Span, range: number): string {
    const intervals = Object.fromEntries(
      Object.entries(intervalVariables(span, this.scrape, range)).map(([name, value]) => [
        name,
        { text: value, value },
      ]),
    );
    return getTemplateSrv().replace(expr, { ...scopedVars, ...intervals }, escapedValue);
  }

  private async ask<T>(path: string, params: Readonly<Record<string, string>>, method = 'POST'): Promise<T> {
    const search = new URLSearchParams(params);
    const response = await lastValueFrom(
      getBackendSrv().fetch<{ readonly data: T }>({
        url: `${this.url}/api/v1/${path}`,
        method,
        showErrorAlert: false,
        ...(method === 'GET'
          ? { params }
          : {
              data: search.toString(),
              headers: { 'content-type': 'application/x-www-form-urlencoded' },
            }),
      }),
    );
    return response.data.data;
  }

  /** Values of a variable: `label_values(label)`, `label_values(selector, label)`, `metrics(regex)`, `query_result(expr)`. */
  override async metricFindQuery(
    query: string | { readonly query?: string },
    options: LegacyMetricFindQueryOptions = {},
  ): Promise<MetricFindValue[]> {
    const written = typeof query === 'string' ? query : (query.query ?? '');
    const text = getTemplateSrv()
      .replace(written, options.scopedVars ?? {}, escapedValue)
      .trim();
    const range = options.range ?? lastHour();
    const { from, to } = secondsOfRange(range);
    const span = { start: String(Math.floor(from)), end: String(Math.ceil(to)) };

    const values = /^label_values\((?:(.+),\s*)?([a-zA-Z_]\w*)\s*\)$/s.exec(text);
    if (values !== null) {
      const [, selector, label = ''] = values;
      const match: Record<string, string> = selector === undefined ? {} : { 'match[]': selector };
      return (await this.ask<string[]>(`label/${label}/values`, { ...span, ...match }, 'GET')).map(asValue);
    }
    const metrics = /^metrics\((.*)\)$/s.exec(text);
    if (metrics !== null) {
      const wanted = new RegExp(metrics[1] ?? '');
      const names = await this.ask<string[]>('label/__name__/values', span, 'GET');
      return names.filter((name) => wanted.test(name)).map(asValue);
    }
    const expr = /^query_result\((.*)\)$/s.exec(text)?.[1] ?? text;
    const data = await this.ask<PrometheusData>('query', { query: expr, time: String(to) });
    if (data.resultType !== 'vector') return [];
    return data.result.map(({ metric, value: [seconds, value] }) =>
      asValue(`${legendOf(metric, undefined, false)} ${value} ${Math.round(seconds * 1000)}`),
    );
  }

  override async getTagKeys(): Promise<MetricFindValue[]> {
    return (await this.ask<string[]>('labels', {}, 'GET')).map(asValue);
  }

  override async getTagValues({ key }: { readonly key: string }): Promise<MetricFindValue[]> {
    return (await this.ask<string[]>(`label/${key}/values`, {}, 'GET')).map(asValue);
  }

  override async testDatasource(): Promise<{ readonly status: string; readonly message: string }> {
    await this.ask('query', { query: '1' });
    return { status: 'success', message: 'Successfully queried the Prometheus API.' };
  }
}

/** A query that says neither is a range query. */
function kindsOf({ instant = false, range }: PrometheusQuery): readonly ('instant' | 'range')[] {
  if (!instant) return ['range'];
  return range === true ? ['range', 'instant'] : ['instant'];
}

function secondsOfRange({ from, to }: TimeRange): { readonly from: number; readonly to: number } {
  return { from: from.valueOf() / 1000, to: to.valueOf() / 1000 };
}

function lastHour(): TimeRange {
  const range = { from: dateTime().subtract(1, 'h'), to: dateTime() };
  return { ...range, raw: range };
}

function asValue(text: string): MetricFindValue {
  return { text, value: text };
}

/** Several values become an alternation; where a variable may have several, what regular expressions treat specially is escaped. */
function escapedValue(value: unknown, variable?: { readonly multi?: boolean; readonly includeAll?: boolean }): string {
  if (Array.isArray(value)) {
    const listed = value.map((one) => escapedRegex(String(one)));
    return listed.length === 1 ? (listed[0] ?? '') : `(${listed.join('|')})`;
  }
  if (variable?.multi === true || variable?.includeAll === true) return escapedRegex(String(value));
  return String(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}

// A backslash that is to reach the regular expression stands twice in a string of PromQL.
function escapedRegex(text: string): string {
  return text.replace(/[\\^$*+?.()|[\]{}]/g, '\\\\$&').replaceAll('"', '\\"');
}

/** What Grafana's data source shows of a refusal: Prometheus' own words where there are any. */
function reasonOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown);
  const { data, message, status } = thrown as { data?: unknown; message?: unknown; status?: unknown };
  if (typeof data === 'object' && data !== null && 'error' in data) {
    const kind = 'errorType' in data ? `${String(data.errorType)}: ` : '';
    return `${kind}${String(data.error)}`;
  }
  return typeof message === 'string' && message !== '' ? message : `Prometheus answered ${String(status)}`;
}
