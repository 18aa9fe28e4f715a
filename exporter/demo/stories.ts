import type { Manifest } from '../checks/patch.ts';
import type { DemoEvent } from './cluster.ts';

/** Something that goes wrong and is put right again; told anew each round, with the seconds at which it happens. */
export interface Story {
  readonly lasts: number;
  /** The object that is at fault, at a second of the recording. */
  readonly wrong: (at: number, round: number) => Manifest;
  /** How it ends: with this object, or gone when there is none. */
  readonly mended?: (at: number, round: number) => Manifest;
}

/** One story after the other, over and over, each `every` seconds until `until`. */
export function tell(
  stories: readonly Story[],
  { from, every, until }: { readonly from: number; readonly every: number; readonly until: number },
): readonly DemoEvent[] {
  const events: DemoEvent[] = [];
  for (let round = 0; from + round * every < until; round++) {
    const story = stories[round % stories.length];
    if (story === undefined) break;
    const begins = from + round * every;
    events.push(...told(story, begins, round));
  }
  return events;
}

/** A story told once. */
export function told(story: Story, begins: number, round = 0): readonly DemoEvent[] {
  const ends = begins + story.lasts;
  const wrong = story.wrong(begins, round);
  return [
    { at: begins, put: wrong },
    story.mended === undefined ? { at: ends, remove: wrong } : { at: ends, put: story.mended(ends, round) },
  ];
}
