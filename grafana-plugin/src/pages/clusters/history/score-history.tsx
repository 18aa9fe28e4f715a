import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { RadioButtonGroup, Stack, useStyles2 } from '@grafana/ui';
import type { ApiPostureHistory } from '#contract';
import { apiPath } from '../../../api/client.ts';
import { useAnswer } from '../../../api/use-answer.ts';
import { useSearch } from '../../../app/use-search.ts';
import { counted, percentOf } from '../../../shown/count.ts';
import { NothingKnown } from '../../../shown/empty.tsx';
import { NumberCell, PlainTable } from '../../../shown/plain-table.tsx';
import { Section } from '../../../shown/section.tsx';
import { fullTime } from '../../../shown/time-ago.tsx';
import { Answered } from '../../../states/answered.tsx';
import { ScoreChart } from './score-chart.tsx';
import { seriesOf, trendOf } from './score-series.ts';

type Every = ApiPostureHistory['every'];

/** How the posture of a cluster went: hours of a week, or days of a quarter. */
export function ScoreHistory({ cluster }: { readonly cluster: string }) {
  const { search, change } = useSearch();
  const every: Every = search.get('every') === 'day' ? 'day' : 'hour';
  const history = useAnswer('history', {
    path: apiPath('clusters', cluster, 'history'),
    query: { every },
    every: 300_000,
    keep: true,
  });
  return (
    <Section
      title="Score over time"
      actions={
        <RadioButtonGroup<Every>
          aria-label="Time shown"
          size="sm"
          value={every}
          options={[
            { value: 'hour', label: '7 days by the hour' },
            { value: 'day', label: '90 days by the day' },
          ]}
          onChange={(value) => change({ every: value === 'hour' ? '' : value })}
        />
      }
    >
      <Answered answer={history} of="Score over time">
        {(data) =>
          data.points.length === 0 ? (
            <NothingKnown message="Nothing was evaluated in this time" />
          ) : (
            <Stack direction="column" gap={1}>
              <ScoreChart history={data} />
              <Reading history={data} />
              <Points history={data} />
            </Stack>
          )
        }
      </Answered>
    </Section>
  );
}

/** What the chart says, and how its marks are to be read. */
function Reading({ history }: { readonly history: ApiPostureHistory }) {
  const styles = useStyles2(getStyles);
  const series = seriesOf(history);
  const trend = trendOf(series);
  const parts = [
    trend === undefined
      ? 'Too few points compare to tell a trend.'
      : `${trend < 0 ? '−' : '+'}${Math.abs(trend * 100).toFixed(1)} points over equal checks, since ${fullTime(new Date(series.runs.at(-1)?.[0]?.at ?? 0).toISOString()).trim()}.`,
    ...(series.gaps.length > 0
      ? [`${counted(series.gaps.length, 'hatched time', 'hatched times')}: nothing was evaluated, so nothing is known.`]
      : []),
    ...(series.changes.length > 0
      ? [
          `${counted(series.changes.length, 'dashed line', 'dashed lines')}: the score is made of other checks from there on, and does not compare.`,
        ]
      : []),
  ];
  return <p className={styles.reading}>{parts.join(' ')}</p>;
}

/** The same as a table, with what the chart leaves out. */
function Points({ history: { points } }: { readonly history: ApiPostureHistory }) {
  const styles = useStyles2(getStyles);
  return (
    <details>
      <summary className={styles.summary}>{counted(points.length, 'point')} as a table</summary>
      <PlainTable caption="Posture over time, latest first" minWidth={560}>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Score</th>
            <th scope="col">Coverage</th>
            <th scope="col">Clean</th>
            <th scope="col">Open critical</th>
            <th scope="col">Open high</th>
            <th scope="col">Set of checks</th>
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map(({ at, score, coverage, clean, open, checkSet }) => (
            <tr key={at}>
              <th scope="row">{fullTime(at)}</th>
              <NumberCell>{score === undefined ? 'no verdict' : percentOf(score)}</NumberCell>
              <NumberCell>{percentOf(coverage)}</NumberCell>
              <td>{clean ? 'yes' : 'no'}</td>
              <NumberCell>{open.critical}</NumberCell>
              <NumberCell>{open.high}</NumberCell>
              <td>{checkSet}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </details>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  reading: css({ color: theme.colors.text.secondary, margin: 0 }),
  summary: css({ cursor: 'pointer', color: theme.colors.text.link }),
});
