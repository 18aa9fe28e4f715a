import { severities, type Severity } from '../contract/vocabulary.ts';
import type { JournalEntry } from '../findings/journal.ts';
import type { Posture } from '../publish/posture.ts';

const hourMs = 3_600_000;
/** How often the point of the running hour is written anew; milliseconds. */
const refreshMs = 5 * 60_000;

/**
 * Posture over time, for a cluster: a point an hour with what was shown last in it. Points are written with batches
 * that are due anyway, so an hour in which nothing was evaluated has none.
 */
export class PostureHistory {
  readonly #checkSet: string;
  #notedAt = -Infinity;

  /** `checkSet` names what scores are made of, as `checkSetOf` does. */
  constructor(checkSet: string) {
    this.#checkSet = checkSet;
  }

  /** The entry to write now, if one is due; `shown` is the posture that was shown last. */
  due(shown: Posture | undefined, now: number): JournalEntry | undefined {
    if (shown === undefined || hourOf(now) === hourOf(this.#notedAt)) {
      if (shown === undefined || Math.abs(now - this.#notedAt) < refreshMs) return undefined;
    }
    this.#notedAt = now;
    const { at, score, coverage, clean, findings } = shown;
    const open = Object.fromEntries(severities.map((severity: Severity) => [severity, findings.count(severity)]));
    return {
      topic: 'score',
      key: new Date(hourOf(at)).toISOString(),
      subject: '',
      at,
      until: at,
      body: { ...(score !== undefined && { score: score.ratio }), coverage, clean, open, checkSet: this.#checkSet },
    };
  }
}

function hourOf(at: number): number {
  return Math.floor(at / hourMs) * hourMs;
}
