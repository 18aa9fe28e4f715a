import { z } from 'zod';
import { alertOutcomes, alertSeverities, drillCheck, type AlertSeverity } from '../contract/vocabulary.ts';
import { instant, isInstant } from '../findings/instant.ts';
import type { JournalEntry } from '../findings/journal.ts';
import type { NotifiedAlert } from './webhook.ts';

/** Outcomes that a person can give; the others are said of what nobody judged. */
export const verdictOutcomes = ['actioned', 'expected', 'false_positive', 'flapping', 'duplicate'] as const;
export type VerdictOutcome = (typeof verdictOutcomes)[number];
export type AlertOutcome = (typeof alertOutcomes)[number];

const severity = z.enum(alertSeverities);

const firedBody = z.object({
  startsAt: instant,
  labels: z.record(z.string(), z.string()),
  summary: z.string().optional(),
});
const resolvedBody = z.object({ endsAt: instant });
const verdictBody = z.object({
  outcome: z.enum(verdictOutcomes),
  by: z.string(),
  note: z.string().optional(),
});
const countedBody = z.object({ outcome: z.enum(alertOutcomes), why: z.string() });

/** One alert from firing to resolved, and what became of it; times are milliseconds since the epoch. */
export interface AlertEpisode {
  /** `fingerprint|startsAt`: a repeated notification tells of the same episode. */
  readonly id: string;
  readonly fingerprint: string;
  readonly startsAt: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly summary: string | undefined;
  /** When it was heard of first, as far as this process knows. */
  readonly receivedAt: number | undefined;
  readonly endsAt: number | undefined;
  readonly verdict: (z.infer<typeof verdictBody> & { readonly at: number }) | undefined;
  readonly counted: (z.infer<typeof countedBody> & { readonly at: number }) | undefined;
}

type Step = 'fired' | 'resolved' | 'verdict' | 'counted';

/** Clocks of rules and of ours differ, but not by more: a time that is later is made up. */
export const furthestAheadMs = 86_400_000;
/** Episodes that are remembered of one cluster: some 500 a day for as long as they are judged and reported. */
export const mostEpisodes = 20_000;

/**
 * The entries that a notified alert leaves. Each step of an episode has a key of its own and is never rewritten with
 * another meaning, so that replicas that are told different steps at once lose none of them.
 */
export function entriesOf(alert: NotifiedAlert, receivedAt: number): readonly JournalEntry[] {
  const { fingerprint, startsAt, endsAt, status, labels, annotations } = alert;
  const id = `${fingerprint}|${startsAt}`;
  const { summary } = annotations;
  const fired = entry('fired', id, receivedAt, { startsAt, labels, ...(summary !== undefined && { summary }) });
  if (status !== 'resolved') return [fired];
  // What ends in years to come would never be due.
  const isCredible = endsAt !== undefined && endsAt <= receivedAt + furthestAheadMs;
  return [fired, entry('resolved', id, receivedAt, { endsAt: isCredible ? endsAt : receivedAt })];
}

/** The entry of a verdict. */
export function verdictEntry(
  id: string,
  verdict: { readonly outcome: VerdictOutcome; readonly by: string; readonly note?: string },
  at: number,
): JournalEntry {
  return entry('verdict', id, at, { ...verdict });
}

/** The entry that says how an episode was counted. */
export function countedEntry(id: string, outcome: AlertOutcome, why: string, at: number): JournalEntry {
  return entry('counted', id, at, { outcome, why });
}

function entry(step: Step, id: string, at: number, body: Readonly<Record<string, unknown>>): JournalEntry {
  return { topic: 'alert', key: `${step}|${id}`, subject: '', at, until: at, body };
}

/** Severity that an episode is counted under; what is none of ours counts as a warning. */
export function severityOf({ labels }: Pick<AlertEpisode, 'labels'>): AlertSeverity {
  return severity.safeParse(labels['severity']).data ?? 'warning';
}

/** Whether it was meant for people: what only drives other rules reaches nobody. */
export function reachesPeople({ labels }: Pick<AlertEpisode, 'labels'>): boolean {
  return labels['notify'] !== 'none';
}

/** Whether a drill raised it: it says nothing about how good alerts are. */
export function isDrill({ labels }: Pick<AlertEpisode, 'labels'>): boolean {
  return labels['check'] === drillCheck;
}

/**
 * Episodes put together from their steps, in whatever order those come. What is no step is passed over, and so is what
 * would begin another episode where there are as many as a book holds.
 */
export class EpisodeBook {
  readonly #episodes = new Map<string, AlertEpisode>();
  /** When the episodes of each fingerprint began, in order. */
  readonly #begun = new Map<string, number[]>();
  /** When an episode was last heard of, by id; milliseconds. */
  readonly #heard = new Map<string, number>();

  get size(): number {
    return this.#episodes.size;
  }

  all(): IterableIterator<AlertEpisode> {
    return this.#episodes.values();
  }

  get(id: string): AlertEpisode | undefined {
    return this.#episodes.get(id);
  }

  read({ key, at, body }: JournalEntry): void {
    const [step, fingerprint, began] = key.split('|');
    const startsAt = Number(began);
    if (fingerprint === undefined || !isInstant(startsAt)) return;
    const id = `${fingerprint}|${startsAt}`;
    const before = this.#episodes.get(id);
    if (before === undefined && this.size >= mostEpisodes) return;
    const known = before ?? unheardOf(id, fingerprint, startsAt);
    const told = toldBy(step, body, at, known);
    if (told === undefined) return;
    this.#episodes.set(id, { ...known, ...told });
    this.#heard.set(id, Math.max(at, this.#heard.get(id) ?? at));
    const own = this.#begun.get(fingerprint) ?? [];
    this.#begun.set(fingerprint, own);
    const place = placeOf(startsAt, own);
    if (own[place] !== startsAt) own.splice(place, 0, startsAt);
    if (step !== 'fired') return;
    this.#endAt(`${fingerprint}|${own[place - 1]}`, startsAt);
    const next = own[place + 1];
    if (next !== undefined) this.#endAt(id, next);
  }

  /** An alert that fires anew has ended before, even if nobody was told. */
  #endAt(id: string, endsAt: number): void {
    const episode = this.#episodes.get(id);
    if (episode !== undefined && episode.endsAt === undefined) this.#episodes.set(id, { ...episode, endsAt });
  }

  /** Forgets what was last heard of before this time, in milliseconds. */
  forget(before: number): void {
    for (const [id, { fingerprint, startsAt, endsAt, counted }] of this.#episodes) {
      if (Math.max(startsAt, endsAt ?? 0, counted?.at ?? 0, this.#heard.get(id) ?? 0) >= before) continue;
      this.#episodes.delete(id);
      this.#heard.delete(id);
      const own = this.#begun.get(fingerprint) ?? [];
      own.splice(placeOf(startsAt, own), 1);
      if (own.length === 0) this.#begun.delete(fingerprint);
    }
  }
}

/** Where a number stands in others that are in order, or would stand. */
function placeOf(wanted: number, ordered: readonly number[]): number {
  let [from, until] = [0, ordered.length];
  while (from < until) {
    const middle = (from + until) >>> 1;
    if ((ordered[middle] ?? wanted) < wanted) from = middle + 1;
    else until = middle;
  }
  return from;
}

function unheardOf(id: string, fingerprint: string, startsAt: number): AlertEpisode {
  const nothing = {
    summary: undefined,
    receivedAt: undefined,
    endsAt: undefined,
    verdict: undefined,
    counted: undefined,
  };
  return { id, fingerprint, startsAt, labels: {}, ...nothing };
}

function toldBy(
  step: string | undefined,
  body: unknown,
  at: number,
  known: AlertEpisode,
): Partial<AlertEpisode> | undefined {
  switch (step) {
    case 'fired': {
      const { data } = firedBody.safeParse(body);
      // The step is written again with every notification.
      const receivedAt = Math.min(at, known.receivedAt ?? at);
      return data && { labels: data.labels, summary: data.summary, receivedAt };
    }
    case 'resolved': {
      const { data } = resolvedBody.safeParse(body);
      return data && { endsAt: Math.max(data.endsAt, known.startsAt) };
    }
    case 'verdict': {
      const { data } = verdictBody.safeParse(body);
      return data && { verdict: { ...data, at } };
    }
    case 'counted': {
      const { data } = countedBody.safeParse(body);
      return data && { counted: { ...data, at } };
    }
    default:
      return undefined;
  }
}
