import {
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceApi,
  DataTopic,
  LoadingState,
  type PanelData,
  toDataFrame,
} from '@grafana/data';
import { toDataQueryError } from '@grafana/runtime';
import { catchError, from, isObservable, map, merge, type Observable, of, share, takeUntil, timer } from 'rxjs';

/** Milliseconds after which a panel is told that it waits. */
const patience = 200;

/** Runs the queries of a panel: tells it that it waits when that takes long, then what came or why nothing did. */
export function runRequest(
  dataSource: DataSourceApi,
  request: DataQueryRequest,
  queryFunction?: DataSourceApi['query'],
): Observable<PanelData> {
  const waiting: PanelData = {
    state: LoadingState.Loading,
    series: [],
    annotations: [],
    request,
    timeRange: request.range,
  };
  if (request.targets.length === 0) return of({ ...waiting, state: LoadingState.Done });
  const asked = queryFunction === undefined ? dataSource.query(request) : queryFunction(request);
  const packets = new Map<string, DataQueryResponse>();
  const answers = (isObservable(asked) ? asked : from(asked)).pipe(
    map((packet) => {
      packets.set(packet.key ?? firstRefId(packet) ?? 'A', packet);
      request.endTime = Date.now();
      return combined(waiting, [...packets.values()], packet.state);
    }),
    catchError((thrown: unknown) => {
      const error = toDataQueryError(thrown);
      return of({ ...waiting, state: LoadingState.Error, error, errors: [error] });
    }),
    share(),
  );
  return merge(
    timer(patience).pipe(
      map(() => waiting),
      takeUntil(answers),
    ),
    answers,
  );
}

function combined(base: PanelData, packets: readonly DataQueryResponse[], state: LoadingState | undefined): PanelData {
  const frames = packets.flatMap(({ data }) => data.map((frame: unknown) => toDataFrame(frame)));
  const errors = packets.flatMap(({ errors: several, error }) => several ?? (error === undefined ? [] : [error]));
  const isAnnotation = ({ meta }: DataFrame): boolean => meta?.dataTopic === DataTopic.Annotations;
  const [error] = errors;
  return {
    ...base,
    state: error === undefined ? (state ?? LoadingState.Done) : LoadingState.Error,
    series: frames.filter((frame) => !isAnnotation(frame)),
    annotations: frames.filter(isAnnotation),
    error,
    errors: error === undefined ? undefined : errors,
  };
}

function firstRefId({ data }: DataQueryResponse): string | undefined {
  const first: unknown = data[0];
  return typeof first === 'object' && first !== null && 'refId' in first && typeof first.refId === 'string'
    ? first.refId
    : undefined;
}
