import type { TransitionReason } from '../contract/vocabulary.ts';

/**
 * What is left of an earlier look at a backlog when its findings are lost; milliseconds since the epoch. What was there
 * before `watchedUntil` has been counted already.
 */
export interface LostBaseline {
  readonly baselineAt: number;
  readonly watchedUntil: number;
}

/** When an object was created and last changed by its own account, as far as it says so; milliseconds since the epoch. */
export interface ObjectTimes {
  readonly createdAt: number | undefined;
  readonly changedAt: number | undefined;
}

/** How a finding begins that nothing is remembered of. */
export interface Opening {
  readonly because: TransitionReason;
  /** What the transition counts as: news that an earlier process has counted is not counted as news again. */
  readonly countedAs: TransitionReason;
  readonly firstSeen: number;
  /** `firstSeen` is inferred from the object's own times. */
  readonly estimated: boolean;
}

/**
 * Where its backlog is known, a finding begins now; in a backlog that is seen for the first time, when its object last
 * changed. Where only the time of the baseline has survived:
 *
 * | the object was created                   | the finding is | counted as | first seen                               |
 * | after anybody looked last                | new            | new        | when the object last changed             |
 * | after the baseline, before the last look | new            | baseline   | when the object last changed             |
 * | before the baseline, or it does not say  | baseline       | baseline   | then as well, but not after the baseline |
 *
 * So a page that rings goes on ringing, and what nobody has touched for hours does not begin to.
 */
export function openingOf(
  because: 'new' | 'baseline' | 'check_changed' | LostBaseline,
  { createdAt, changedAt }: ObjectTimes,
  now: number,
): Opening {
  if (because === 'new') return { because, countedAs: because, firstSeen: now, estimated: false };
  const changed = Math.min(now, changedAt ?? now);
  if (typeof because === 'string') return { because, countedAs: because, firstSeen: changed, estimated: true };
  const { baselineAt, watchedUntil } = because;
  if (createdAt === undefined || createdAt <= baselineAt) {
    const firstSeen = Math.min(changed, baselineAt);
    return { because: 'baseline', countedAs: 'baseline', firstSeen, estimated: true };
  }
  const countedAs = createdAt > watchedUntil ? 'new' : 'baseline';
  return { because: 'new', countedAs, firstSeen: changed, estimated: true };
}
