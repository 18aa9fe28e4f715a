import type { ApiPostureHistory } from '#contract';

/** A score at a time; milliseconds since the epoch, 0 to 1. */
export interface ScorePoint {
  readonly at: number;
  readonly score: number;
}

/** Points that compare: of equal checks, with no time between them in which nothing was evaluated. */
export type Run = readonly ScorePoint[];

/** A time in which nothing is known; milliseconds since the epoch. */
export interface Gap {
  readonly from: number;
  readonly until: number;
}

/** What a chart of the score draws. */
export interface ScoreSeries {
  readonly runs: readonly Run[];
  readonly gaps: readonly Gap[];
  /** When the score began to be made of other checks, weights or parameters. */
  readonly changes: readonly number[];
}

const slotMs = { hour: 3_600_000, day: 86_400_000 } as const;

/** Cuts the history of a cluster where scores do not compare and where nothing is known, so that no line is drawn across. */
export function seriesOf({ points, every, from, until }: ApiPostureHistory): ScoreSeries {
  const slot = slotMs[every];
  const runs: ScorePoint[][] = [];
  const gaps: Gap[] = [];
  const changes: number[] = [];
  let last = { at: Date.parse(from), checkSet: points[0]?.checkSet };
  let run: ScorePoint[] | undefined;
  for (const { at: time, score, checkSet } of points) {
    if (score === undefined) continue;
    const at = Date.parse(time);
    const missed = Math.floor(at / slot) - Math.floor(last.at / slot) > 1;
    const changed = checkSet !== last.checkSet;
    if (missed) gaps.push({ from: last.at, until: at });
    if (changed) changes.push(at);
    if (run === undefined || missed || changed) {
      run = [];
      runs.push(run);
    }
    run.push({ at, score });
    last = { at, checkSet };
  }
  const end = Date.parse(until);
  if (Math.floor(end / slot) - Math.floor(last.at / slot) > 1) gaps.push({ from: last.at, until: end });
  return { runs, gaps, changes };
}

/** Where the axis of scores begins: below the lowest by at least a twentieth, at a tenth; 0 to 0.9. */
export function floorOf({ runs }: Pick<ScoreSeries, 'runs'>): number {
  const lowest = Math.min(1, ...runs.flat().map(({ score }) => score));
  return Math.min(0.9, Math.max(0, Math.floor((lowest - 0.05) * 10 + 1e-9) / 10));
}

/** How the score went between the last two points that compare, over the whole of the last run; undefined with fewer than two. */
export function trendOf({ runs }: Pick<ScoreSeries, 'runs'>): number | undefined {
  const run = runs.at(-1);
  const [first, last] = [run?.[0], run?.at(-1)];
  if (run === undefined || run.length < 2 || first === undefined || last === undefined) return undefined;
  return last.score - first.score;
}
