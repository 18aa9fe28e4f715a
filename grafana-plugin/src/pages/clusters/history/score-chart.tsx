import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useId } from 'react';
import type { ApiPostureHistory } from '#contract';
import { counted, percentOf } from '../../../shown/count.ts';
import { useWidth } from '../../../shown/use-width.ts';
import { floorOf, seriesOf, type ScoreSeries } from './score-series.ts';

const height = 200;
const left = 48;
const right = 12;
const top = 12;
const bottom = 28;

/** The score of a cluster over time. Lines end where nothing is known and where the score is made of other checks. */
export function ScoreChart({ history }: { readonly history: ApiPostureHistory }) {
  const styles = useStyles2(getStyles);
  const [frame, width] = useWidth<HTMLDivElement>();
  const hatch = useId();
  const series = seriesOf(history);
  const [from, until] = [Date.parse(history.from), Date.parse(history.until)];
  const floor = floorOf(series);
  const x = (at: number) => left + ((at - from) / (until - from)) * Math.max(0, width - left - right);
  const y = (score: number) => top + ((1 - score) / (1 - floor)) * (height - top - bottom);
  const levels = Array.from({ length: Math.round((1 - floor) / stepOf(floor)) + 1 }, (_, n) => 1 - n * stepOf(floor));
  return (
    <div ref={frame} className={styles.frame}>
      {width > 0 && (
        // A drawing has no tag of its own that could hold it.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        <svg width={width} height={height} role="img" aria-label={inWords(history, series)}>
          <defs>
            <pattern id={hatch} width={8} height={8} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <line className={styles.gap} x1={0} x2={0} y1={0} y2={8} />
            </pattern>
          </defs>
          {series.gaps.map((gap) => (
            <rect
              key={gap.from}
              fill={`url(#${hatch})`}
              x={x(gap.from)}
              y={top}
              width={Math.max(0, x(gap.until) - x(gap.from))}
              height={height - top - bottom}
            >
              <title>{`Nothing is known from ${moment(gap.from)} to ${moment(gap.until)}`}</title>
            </rect>
          ))}
          {series.gaps.map(({ from: start, until: end }) =>
            x(end) - x(start) < 110 ? null : (
              <text key={start} className={styles.over} x={(x(start) + x(end)) / 2} y={height / 2} textAnchor="middle">
                nothing known
              </text>
            ),
          )}
          {levels.map((level) => (
            <g key={level}>
              <line className={styles.grid} x1={left} x2={width - right} y1={y(level)} y2={y(level)} />
              <text className={styles.label} x={left - 8} y={y(level) + 4} textAnchor="end">
                {Math.round(level * 100)} %
              </text>
            </g>
          ))}
          {ticks(from, until, width).map((at, index, all) => (
            <text
              key={at}
              className={styles.label}
              x={x(at)}
              y={height - 8}
              textAnchor={index === 0 ? 'start' : index === all.length - 1 ? 'end' : 'middle'}
            >
              {dateTimeFormat(at, { format: history.every === 'hour' ? 'MMM D, HH:mm' : 'MMM D' })}
            </text>
          ))}
          {series.changes.map((at) => (
            <line key={at} className={styles.change} x1={x(at)} x2={x(at)} y1={top} y2={height - bottom}>
              <title>{`From ${moment(at)} on the score is made of other checks, weights or parameters`}</title>
            </line>
          ))}
          {series.runs.map((run) => (
            <g key={run[0]?.at}>
              <polyline className={styles.line} points={run.map(({ at, score }) => `${x(at)},${y(score)}`).join(' ')} />
              {run.map(({ at, score }) => (
                <circle key={at} className={styles.point} cx={x(at)} cy={y(score)} r={run.length === 1 ? 4 : 2.5}>
                  <title>{`${percentOf(score)} on ${moment(at)}`}</title>
                </circle>
              ))}
            </g>
          ))}
        </svg>
      )}
    </div>
  );
}

function stepOf(floor: number): number {
  return floor >= 0.9 ? 0.02 : floor >= 0.7 ? 0.1 : 0.2;
}

/** Moments below the axis, as many as have room. */
function ticks(from: number, until: number, width: number): readonly number[] {
  const steps = Math.max(1, Math.min(8, Math.floor(width / 180)));
  return Array.from({ length: steps + 1 }, (_, n) => from + ((until - from) * n) / steps);
}

function moment(at: number): string {
  return dateTimeFormat(at, { format: 'YYYY-MM-DD HH:mm' });
}

function inWords({ cluster }: ApiPostureHistory, { runs, gaps, changes }: ScoreSeries): string {
  const scores = runs.flat().map(({ score }) => score);
  const last = scores.at(-1);
  if (last === undefined) return `Score of ${cluster}: nothing is known of this time`;
  return [
    `Score of ${cluster}: ${percentOf(last)} at last, between ${percentOf(Math.min(...scores))} and ${percentOf(Math.max(...scores))}`,
    counted(gaps.length, 'time without data', 'times without data'),
    counted(changes.length, 'change of the checks that it is made of', 'changes of the checks that it is made of'),
  ].join('; ');
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({ width: '100%', minHeight: height, overflow: 'hidden' }),
  grid: css({ stroke: theme.colors.border.weak, strokeWidth: 1 }),
  label: css({ fill: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  over: css({
    fill: theme.colors.text.primary,
    fontSize: theme.typography.bodySmall.fontSize,
    paintOrder: 'stroke',
    stroke: theme.colors.background.primary,
    strokeWidth: 6,
  }),
  line: css({ fill: 'none', stroke: theme.colors.primary.text, strokeWidth: 2 }),
  point: css({ fill: theme.colors.primary.text }),
  gap: css({ stroke: theme.colors.border.medium, strokeWidth: 3 }),
  change: css({ stroke: theme.colors.warning.text, strokeWidth: 1, strokeDasharray: '4 3' }),
});
