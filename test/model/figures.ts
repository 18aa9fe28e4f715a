import { metrics, type Severity } from '../../exporter/contract/index.ts';
import { openIn, type Book, type Entry } from './reference.ts';

const DAY = 86_400_000;
const bounds = metrics.findingRemediation.buckets;

/** Transitions by `severity|transition|reason`. */
export function countsOf({ log }: Book): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { type, reason, episode } of log) {
    if (type === 'updated') continue;
    const pair = `${episode.severity}|${type}|${reason}`;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return counts;
}

function isFix({ type, reason, episode }: Entry): boolean {
  return type === 'resolved' && reason === 'fixed' && !episode.estimated;
}

/** Milliseconds that an ending took; a clock that was set back does not make it negative. */
function durationOf({ at, episode }: Entry): number {
  return Math.max(0, at - episode.firstSeen);
}

/** The remediation histogram of a severity, in seconds. */
export function remediationOf({ log }: Book, severity: Severity) {
  const took = log.filter((entry) => isFix(entry) && entry.episode.severity === severity).map(durationOf);
  return {
    buckets: bounds.map((bound) => took.filter((duration) => duration <= bound * 1000).length),
    sum: took.reduce((sum, duration) => sum + duration, 0) / 1000,
    count: took.length,
  };
}

/** Mean and Kaplan-Meier median of a window, in seconds: fixes that nothing was heard of since, and what is open. */
export function windowOf(book: Book, severity: Severity, days: number, now: number) {
  const lastOfEpisode = new Map(book.log.map((entry) => [`${entry.episode.key} ${entry.episode.firstSeen}`, entry]));
  const took = [...lastOfEpisode.values()]
    .filter((entry) => isFix(entry) && entry.episode.severity === severity && entry.at >= now - days * DAY)
    .map(durationOf);
  const waiting = openIn(book)
    .filter((episode) => episode.severity === severity && !episode.estimated)
    .map(({ firstSeen }) => Math.max(0, now - firstSeen));
  const mean = took.length === 0 ? undefined : took.reduce((sum, one) => sum + one, 0) / took.length / 1000;
  return { mean, median: medianOf(took, waiting) };
}

/** The first time at which no more than half survive, by the product of what every ending leaves. */
function medianOf(took: readonly number[], waiting: readonly number[]): number | undefined {
  if (took.length + waiting.length === 0) return undefined;
  let surviving = 1;
  for (const time of [...new Set(took)].sort((a, b) => a - b)) {
    const atRisk = [...took, ...waiting].filter((one) => one >= time).length;
    surviving *= 1 - took.filter((one) => one === time).length / atRisk;
    if (surviving <= 0.5 + 1e-9) return time / 1000;
  }
  return Infinity;
}

/** What was open at a past time, and what was said of it: each line holds until the next on the same finding. */
export function openAt<E extends { readonly key: string }>(
  lines: readonly { readonly type: Entry['type']; readonly at: number; readonly episode: E }[],
  at: number,
): readonly E[] {
  return lines
    .filter((line, index) => {
      const next = lines.slice(index + 1).find(({ episode }) => episode.key === line.episode.key);
      return line.type !== 'resolved' && line.at <= at && (next === undefined || at < next.at);
    })
    .map(({ episode }) => episode);
}
