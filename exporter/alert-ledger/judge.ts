import type { FindingTransition } from '../model/finding.ts';
import type { AlertEpisode, AlertOutcome } from './episode.ts';

/** How long a verdict can be given; afterwards an episode that nobody judged is not valid. */
export const triageMs = 7 * 86_400_000;
/** How long a verdict can be taken back: counters do not. */
export const reconsiderMs = 15 * 60_000;
/** Alerts that end sooner, with nothing behind them, flap. */
const flapMs = 10 * 60_000;
/** So many episodes of one alert within a day flap as well. */
const mostADay = 3;
const dayMs = 86_400_000;
/** Findings change a moment before the alert fires and after it resolves: rules and notifications lag. */
const lagMs = 10 * 60_000;

/** An outcome and the reason for it, in words. */
export interface Judgement {
  readonly outcome: AlertOutcome;
  readonly why: string;
}

/** What an episode is held against. */
export interface Circumstances {
  /** Episodes of the same cluster, itself included. */
  readonly others: Iterable<AlertEpisode>;
  /** Transitions of the findings that it is about, oldest first; undefined where it is about none. */
  readonly transitions: readonly FindingTransition[] | undefined;
}

/**
 * What an ended episode looks like, for the person who judges it; `unclassified` where nothing speaks for another
 * outcome. Only a person says `actioned` so that it counts.
 */
export function suggest(episode: AlertEpisode, { others, transitions }: Circumstances): Judgement {
  const { startsAt, endsAt = Infinity } = episode;
  const again: AlertEpisode[] = [];
  for (const other of others) {
    if (other.id === episode.id) continue;
    if (other.fingerprint === episode.fingerprint && Math.abs(other.startsAt - startsAt) < dayMs) again.push(other);
    const isEarlier = other.startsAt < startsAt || (other.startsAt === startsAt && other.id < episode.id);
    const isOpen = (other.endsAt ?? Infinity) > startsAt;
    if (isEarlier && isOpen && isOfSameFinding(other, episode)) {
      return { outcome: 'duplicate', why: `${other.labels['alertname'] ?? 'another alert'} told of the same finding` };
    }
  }
  const within = transitions?.filter(({ at }) => at >= startsAt - lagMs && at <= endsAt + lagMs) ?? [];
  const last = within.findLast(({ type }) => type === 'resolved');
  if (last?.reason === 'exempted') return { outcome: 'expected', why: 'a waiver accepts the finding' };
  if (last?.reason === 'fixed') return { outcome: 'actioned', why: 'the finding was fixed' };
  if (last?.reason === 'deleted') return { outcome: 'actioned', why: 'the object was deleted' };
  if (again.length + 1 >= mostADay) return { outcome: 'flapping', why: `it fired ${again.length + 1} times in a day` };
  if (endsAt - startsAt < flapMs && within.length === 0) {
    const nothingElse = transitions === undefined ? '' : ', and no finding had changed';
    return { outcome: 'flapping', why: `it ended within 10 minutes${nothingElse}` };
  }
  return { outcome: 'unclassified', why: 'nothing tells what became of it' };
}

/**
 * What an episode is counted as now; undefined while it goes on, while its verdict can be taken back, and while there is
 * time to judge it. What nobody judged in time counts as what it looks like if that is not valid, and as unclassified,
 * which is not valid either, if it looks valid.
 */
export function decide(episode: AlertEpisode, suggestion: () => Judgement, now: number): Judgement | undefined {
  const { endsAt, verdict, counted } = episode;
  if (endsAt === undefined || counted !== undefined) return undefined;
  if (verdict !== undefined) {
    if (now - verdict.at < reconsiderMs) return undefined;
    return { outcome: verdict.outcome, why: `${verdict.by} said so` };
  }
  if (now - endsAt < triageMs) return undefined;
  const looksLike = suggestion();
  return looksLike.outcome === 'actioned'
    ? { outcome: 'unclassified', why: `nobody judged it within 7 days, though ${looksLike.why}` }
    : looksLike;
}

const findingLabels = ['check', 'resource_namespace', 'resource_kind', 'resource_name'] as const;

/** Whether both tell of one finding: the same check on the same object. */
function isOfSameFinding(a: AlertEpisode, b: AlertEpisode): boolean {
  return b.labels['check'] !== undefined && findingLabels.every((name) => a.labels[name] === b.labels[name]);
}
