import type { Point } from '../../panels/series.ts';

/** A curve within a box, as the path of an SVG; lower values are lower. A single value is a line across. */
export function sparkPath(points: readonly Point[], width: number, height: number): string {
  const [head] = points;
  const tail = points.at(-1);
  if (head === undefined || tail === undefined) return '';
  const values = points.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = tail.at - head.at;
  const y = (value: number) => (high === low ? height / 2 : height - ((value - low) / (high - low)) * height);
  if (span <= 0) return `M0,${rounded(y(tail.value))}L${width},${rounded(y(tail.value))}`;
  return points
    .map(({ at, value }, index) => {
      const x = ((at - head.at) / span) * width;
      return `${index === 0 ? 'M' : 'L'}${rounded(x)},${rounded(y(value))}`;
    })
    .join('');
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
