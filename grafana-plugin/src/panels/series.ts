/** An answer to a query, as Grafana holds it. */
export interface Frame {
  readonly refId?: string;
  readonly fields: readonly {
    /** `time`, `number` or another. */
    readonly type: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly values: ArrayLike<unknown>;
  }[];
}

/** A series as Prometheus answered it. */
export interface Series {
  readonly refId: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Points in order of time; `at` in milliseconds, what is no number is left out. */
  readonly points: readonly Point[];
}

/** A value at a time. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

/** The series in the frames of a query runner that asks for time series, whether at an instant or over a range. */
export function seriesOf(frames: readonly Frame[]): readonly Series[] {
  return frames.flatMap(({ refId = '', fields }) => {
    const times = fields.find(({ type }) => type === 'time')?.values ?? [];
    return fields
      .filter(({ type }) => type === 'number')
      .map(({ labels = {}, values }) => ({ refId, labels, points: pointsOf(times, values) }));
  });
}

function pointsOf(times: ArrayLike<unknown>, values: ArrayLike<unknown>): readonly Point[] {
  return Array.from(values).flatMap((value, index) =>
    typeof value === 'number' && !Number.isNaN(value) ? [{ at: Number(times[index]), value }] : [],
  );
}

/** The latest value of a series. */
export function lastOf(series: Series | undefined): number | undefined {
  return series?.points.at(-1)?.value;
}
