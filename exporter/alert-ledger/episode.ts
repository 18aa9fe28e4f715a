import { z } from 'zod';
import { alertOutcomes, alertSeverities, drillCheck, type AlertSeverity } from '../contract/vocabulary.ts';
import type { JournalEntry } from '../findings/journal.ts';
import type { NotifiedAlert } from './webhook.ts';

/** Outcomes that a person can give; the others are said of what nobody judged. */
export const verdictOutcomes = ['actioned', 'expected', 'false_positive', 'flapping', 'duplicate'] as const;
export type VerdictOutcome = (typeof verdictOutcomes)[number];
export type AlertOutcome = (typeof alertOutcomes)[number];

const severity = z.enum(alertSeverities);

const firedBody = z.object({
  startsAt: z.number(),
  labels: z.record(z.string(), z.string()),
  summary: z.string().optional(),
});
const resolvedBody = z.object({ endsAt: z.number() });
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

/** Labels that one alert keeps; more than any rule of ours has. */
const mostLabels = 40;

/**
 * The entries that a notified alert leaves. Each step of an episode has a key of its own and is never rewritten with
 * another meaning, so that replicas that are told different steps at once lose none of them.
 */
export function entriesOf(alert: NotifiedAlert, receivedAt: number): readonly JournalEntry[] {
  const { fingerprint, startsAt, endsAt, status, labels, annotations } = alert;
  const id = `${fingerprint}|${startsAt}`;
  const kept = Object.fromEntries(Object.entries(labels).slice(0, mostLabels));
  const summary = annotations['summary'];
  const fired = entry('fired', id, receivedAt, { startsAt, labels: kept, ...(summary !== undefined && { summary }) });
  if (status !== 'resolved') return [fired];
  return [fired, entry('resolved', id, receivedAt, { endsAt: endsAt ?? receivedAt })];
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

/** Episodes put together from their steps, in whatever order those come; what is no step is passed over. */
export class EpisodeBook {
  readonly #episodes = new Map<string, AlertEpisode>();
  /** Ids of the episodes of an alert, by fingerprint. */
  readonly #ids = new Map<string, Set<string>>();

  all(): IterableIterator<AlertEpisode> {
    return this.#episodes.values();
  }

  get(id: string): AlertEpisode | undefined {
    return this.#episodes.get(id);
  }

  read({ key, at, body }: JournalEntry): void {
    const [step, fingerprint, startsAt] = key.split('|');
    if (fingerprint === undefined || startsAt === undefined) return;
    const id = `${fingerprint}|${startsAt}`;
    const known = this.#episodes.get(id) ?? unheardOf(id, fingerprint, Number(startsAt));
    const told = toldBy(step, body, at, known);
    if (told === undefined) return;
    this.#episodes.set(id, { ...known, ...told });
    const ids = this.#ids.get(fingerprint) ?? new Set();
    this.#ids.set(fingerprint, ids.add(id));
    if (step === 'fired') this.#endBefore(ids);
  }

  /** An alert that fires anew has ended before, even if nobody was told. */
  #endBefore(ids: ReadonlySet<string>): void {
    const own = [...ids].flatMap((id) => this.#episodes.get(id) ?? []).sort((a, b) => a.startsAt - b.startsAt);
    for (const [index, episode] of own.entries()) {
      const next = own[index + 1];
      if (next !== undefined && episode.endsAt === undefined) {
        this.#episodes.set(episode.id, { ...episode, endsAt: next.startsAt });
      }
    }
  }

  /** Forgets what was last heard of before this time, in milliseconds. */
  forget(before: number): void {
    for (const [id, { fingerprint, startsAt, endsAt, counted }] of this.#episodes) {
      if (Math.max(startsAt, endsAt ?? 0, counted?.at ?? 0) >= before) continue;
      this.#episodes.delete(id);
      const ids = this.#ids.get(fingerprint);
      ids?.delete(id);
      if (ids?.size === 0) this.#ids.delete(fingerprint);
    }
  }
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
