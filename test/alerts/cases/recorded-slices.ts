import { recorded, select, type RecordedSpec } from '#contract';
import type { RecordCase, Span } from '../rule-case.ts';

/** A figure, where it turns, and the slice that follows from it. */
interface Slice {
  readonly figure: string;
  readonly slice: RecordedSpec;
  /** The last good value, and the first bad one. */
  readonly good: number;
  readonly bad: number;
  readonly labels?: string;
  /** What else has to be there for a slice. */
  readonly beside?: (cluster: string) => Readonly<Record<string, readonly Span[]>>;
}

const held: (value: number) => readonly Span[] = (value) => [{ is: value, for: '20m' }];

const slices: readonly Slice[] = [
  { figure: recorded.enforcement.name, slice: recorded.enforcementEnough, good: 0.95, bad: 0.94 },
  { figure: recorded.evidence.name, slice: recorded.evidenceComplete, good: 1, bad: 0.99, labels: 'framework="cis"' },
  { figure: recorded.alertValid.name, slice: recorded.alertsValidEnough, good: 0.5, bad: 0.49 },
  { figure: recorded.scoreDelta.name, slice: recorded.scoreHeld, good: -0.05, bad: -0.06 },
  {
    figure: recorded.highFindings.name,
    slice: recorded.highWithinLimit,
    good: 9,
    bad: 10,
    beside: (cluster) => ({ [select(recorded.highFindingsLimit, { cluster })]: held(9) }),
  },
];

/** Good at the limit and bad beyond it; unknown where it is good and the data is not of now. */
export const recordedSliceCases: readonly RecordCase[] = slices.map(
  ({ figure, slice, good, bad, labels = '', beside = () => ({}) }) => {
    const named = (name: string, cluster: string) =>
      `${name}{cluster="${cluster}"${labels === '' ? '' : `,${labels}`}}`;
    const cluster = (name: string, value: number, fresh: number) => ({
      [named(figure, name)]: held(value),
      [select(recorded.dataFresh, { cluster: name })]: held(fresh),
      ...beside(name),
    });
    return {
      claim: `${slice.name} is good up to its limit, and says so of fresh data only`,
      step: '1m',
      series: {
        ...cluster('good', good, 1),
        ...cluster('bad', bad, 1),
        ...cluster('stale-good', good, 0),
        ...cluster('stale-bad', bad, 0),
        // Nobody knows how fresh these are.
        [named(figure, 'lost-good')]: held(good),
        [named(figure, 'lost-bad')]: held(bad),
        ...beside('lost-good'),
        ...beside('lost-bad'),
        // Fresh, and without the figure: that it is heard says nothing of this.
        [select(recorded.dataFresh, { cluster: 'silent' })]: held(1),
      },
      at: '10m',
      asks: slice.name,
      gives: [
        { labels: named(slice.name, 'good'), value: 1 },
        ...['bad', 'stale-bad', 'lost-bad'].map((name) => ({ labels: named(slice.name, name), value: 0 })),
      ],
    };
  },
);
