import { setImmediate as nextTurn } from 'node:timers/promises';
import { mergedWrites, type JournalEntry, type JournalPosition, type JournalWrite } from '../findings/journal.ts';
import type { FindingStore } from '../findings/store.ts';
import type { FindingTransition } from '../model/finding.ts';
import {
  countedEntry,
  entriesOf,
  EpisodeBook,
  furthestAheadMs,
  isDrill,
  mostEpisodes,
  reachesPeople,
  severityOf,
  verdictEntry,
  type AlertEpisode,
  type VerdictOutcome,
} from './episode.ts';
import { decide, suggest, triageMs, type Judgement } from './judge.ts';
import type { NotifiedAlert, Webhook } from './webhook.ts';

const dayMs = 86_400_000;
/** Episodes are judged within a week and reported over a month. */
const rememberedMs = 30 * dayMs + triageMs + dayMs;
/** Clocks of replicas differ, and what one wrote may be seen late by another. */
const overlapMs = 5 * 60_000;
/** How long it is taken for granted what an episode looks like: its finding may still be fixed. */
const suggestedAnewMs = 10 * 60_000;
const readAtOnce = 1_000;
/** Findings that are looked through for those of one object: names of others may contain its name. */
const mostLookedThrough = 500;
const mostFindings = 20;
const mostTransitions = 50;
/** Episodes that are looked at anew in one refresh, those first that were not for the longest time. */
const mostSuggested = 500;
/** Episodes that are counted with one batch. */
const mostCounted = 250;

/** The family of counts beside the journal, by `severity|outcome`. */
export const episodesFamily = 'alert_episodes';

export interface LedgerDeps {
  readonly store: Pick<FindingStore, 'journal' | 'query' | 'history'>;
  /** The id of a cluster of ours, by name; undefined while it is not known. */
  readonly idOf: (cluster: string) => string | undefined;
  readonly clock: () => number;
}

/** A verdict on the latest episode of an alert, or on the one that began at a time (milliseconds). */
export interface Verdict {
  readonly fingerprint: string;
  readonly startsAt?: number;
  readonly outcome: VerdictOutcome;
  readonly by: string;
  readonly note?: string;
}

/** An episode and the cluster that it is about. */
export interface LedgerEpisode {
  readonly cluster: string;
  readonly episode: AlertEpisode;
  readonly suggestion: Judgement | undefined;
}

/** What of a notification is not remembered. */
export interface PassedOver {
  readonly alerts: number;
  /** Clusters (by name) that are not watched here; undefined for alerts that name none. */
  readonly foreign: readonly (string | undefined)[];
  /** Clusters (by name) of which so many episodes are remembered that no other begins. */
  readonly full: readonly string[];
}

interface Page {
  readonly book: EpisodeBook;
  readTo: number;
  /** The epoch in which this process counts. */
  epoch: number | undefined;
  /** Counts by `severity|outcome`, as they are committed; undefined until they have been read. */
  counts: ReadonlyMap<string, number> | undefined;
  /** What ended episodes look like, by id. */
  readonly suggestions: Map<string, Judgement & { readonly at: number }>;
}

/**
 * The alerts that reached people and what became of them, kept in the journal of the cluster that they are about. Any
 * replica takes notifications and verdicts; only whoever leads a cluster counts, with a batch of its cycle.
 */
export class AlertLedger {
  readonly #deps: LedgerDeps;
  readonly #pages = new Map<string, Page>();

  constructor(deps: LedgerDeps) {
    this.#deps = deps;
  }

  /** Remembers what a notification tells; resolves to what it does not remember of it, once the rest is durable. */
  async receive({ alerts }: Webhook): Promise<PassedOver> {
    const { store, idOf, clock } = this.#deps;
    const foreign: (string | undefined)[] = [];
    const full: string[] = [];
    let remembered = 0;
    for (const [cluster, own] of Map.groupBy(alerts, ({ labels }) => labels['cluster'])) {
      const id = cluster === undefined ? undefined : idOf(cluster);
      if (cluster === undefined || id === undefined) {
        foreign.push(cluster);
        continue;
      }
      const now = clock();
      const { book } = this.#pageOf(cluster);
      const isKept = roomIn(book);
      const kept = own.filter(isKept);
      if (kept.length < own.length) full.push(cluster);
      const told = kept.filter(({ startsAt }) => startsAt <= now + furthestAheadMs);
      const entries = told.flatMap((alert) => entriesOf(alert, now));
      if (!(await store.journal.note(id, { entries: latest(entries), tallies: [] }))) {
        foreign.push(cluster);
        continue;
      }
      remembered += told.length;
      for (const entry of entries) book.read(entry);
    }
    return { alerts: alerts.length - remembered, foreign, full };
  }

  /** Remembers a verdict; resolves to why it cannot be taken, or to the episode that carries it now. */
  async judge(verdict: Verdict): Promise<'unknown' | 'counted' | LedgerEpisode> {
    const { store, idOf, clock } = this.#deps;
    const found = this.episodes()
      .filter(({ episode: { fingerprint, startsAt } }) => {
        return fingerprint === verdict.fingerprint && (verdict.startsAt ?? startsAt) === startsAt;
      })
      .sort((a, b) => a.episode.startsAt - b.episode.startsAt)
      .at(-1);
    const id = found && idOf(found.cluster);
    if (found === undefined || id === undefined) return 'unknown';
    if (found.episode.counted !== undefined) return 'counted';
    const { outcome, by, note } = verdict;
    const entry = verdictEntry(found.episode.id, { outcome, by, ...(note !== undefined && { note }) }, clock());
    if (!(await store.journal.note(id, { entries: [entry], tallies: [] }))) return 'unknown';
    const { book } = this.#pageOf(found.cluster);
    book.read(entry);
    return { ...found, episode: book.get(found.episode.id) ?? found.episode };
  }

  /** Reads what others have written of these clusters, and works out what ended episodes look like. */
  async refresh(clusters: Iterable<string>): Promise<void> {
    const { store, clock } = this.#deps;
    for (const cluster of clusters) {
      const page = this.#pageOf(cluster);
      const now = clock();
      let after: JournalPosition | undefined;
      do {
        const query = { topic: 'alert', clusters: [cluster], from: page.readTo - overlapMs } as const;
        const { items, next } = await store.journal.read(query, readAtOnce, after);
        for (const { entry } of items) page.book.read(entry);
        after = next;
      } while (after !== undefined);
      page.readTo = now;
      page.book.forget(now - rememberedMs);
      const id = this.#deps.idOf(cluster);
      const tallies = id === undefined ? [] : await store.journal.tallies(id);
      const own = tallies.filter(({ family }) => family === episodesFamily);
      page.counts = new Map(own.map(({ labels, count }) => [labels, count]));
      await this.#suggestAnew(cluster, page);
    }
  }

  /** Whether what is remembered of a cluster was read; it is read anew when the cluster is taken over. */
  hasRead(cluster: string): boolean {
    return this.#pageOf(cluster).counts !== undefined;
  }

  /**
   * What is to be counted of a cluster now, for its next batch; undefined for nothing. It is not due again: what is lost
   * on its way is read anew when the cluster is taken over with another epoch.
   */
  due(cluster: string, epoch: number): JournalWrite | undefined {
    if (this.#pageOf(cluster).epoch !== epoch) {
      this.#pages.delete(cluster);
      this.#pageOf(cluster).epoch = epoch;
      return undefined;
    }
    const { book } = this.#pageOf(cluster);
    const entries: JournalEntry[] = [];
    const tallies: JournalWrite['tallies'][number][] = [];
    for (const [episode, { outcome, why }] of this.#decided(cluster)) {
      entries.push(countedEntry(episode.id, outcome, why, this.#deps.clock()));
      tallies.push({ family: episodesFamily, labels: `${severityOf(episode)}|${outcome}`, count: 1 });
      if (entries.length === mostCounted) break;
    }
    if (entries.length === 0) return undefined;
    for (const entry of entries) book.read(entry);
    return mergedWrites(undefined, { entries, tallies });
  }

  /** Whether `due` would give something. */
  hasDue(cluster: string): boolean {
    return this.#decided(cluster).next().done !== true;
  }

  /** Whether what is remembered of a cluster was read; of one that nobody has met there is nothing to read. */
  isRead(cluster: string): boolean {
    return this.#deps.idOf(cluster) === undefined || this.#pageOf(cluster).counts !== undefined;
  }

  /** Committed counts by `severity|outcome`; undefined where no alert was ever told of, since 0 would read like good news. */
  counts(cluster: string): ReadonlyMap<string, number> | undefined {
    const { book, counts } = this.#pageOf(cluster);
    const isConnected = (counts?.size ?? 0) > 0 || book.all().next().done !== true;
    return isConnected ? counts : undefined;
  }

  /** Episodes of the last weeks, of all clusters or of one. */
  episodes(only?: string): readonly LedgerEpisode[] {
    return [...this.#pages].flatMap(([cluster, { book, suggestions }]) =>
      only !== undefined && only !== cluster
        ? []
        : Array.from(book.all(), (episode) => ({ cluster, episode, suggestion: suggestions.get(episode.id) })),
    );
  }

  /** Share of the episodes of a cluster that ended within 30 days and carry a verdict; undefined when none has ended. */
  triageCoverage(cluster: string): number | undefined {
    const since = this.#deps.clock() - 30 * dayMs;
    const ended = this.episodes(cluster).filter(({ episode }) => {
      return isCounted(episode) && episode.endsAt !== undefined && episode.endsAt >= since;
    });
    if (ended.length === 0) return undefined;
    return ended.filter(({ episode: { verdict } }) => verdict !== undefined).length / ended.length;
  }

  *#decided(cluster: string): Generator<readonly [AlertEpisode, Judgement]> {
    const now = this.#deps.clock();
    const { book, suggestions } = this.#pageOf(cluster);
    for (const episode of book.all()) {
      if (!isCounted(episode)) continue;
      const looksLike = () => suggestions.get(episode.id) ?? suggest(episode, { others: book.all(), transitions: [] });
      const judgement = decide(episode, looksLike, now);
      if (judgement !== undefined) yield [episode, judgement];
    }
  }

  async #suggestAnew(cluster: string, { book, suggestions }: Page): Promise<void> {
    for (const id of suggestions.keys()) if (book.get(id) === undefined) suggestions.delete(id);
    const now = this.#deps.clock();
    const lookedAt = ({ id }: AlertEpisode) => suggestions.get(id)?.at ?? -Infinity;
    const stale = Array.from(book.all()).filter((episode) => {
      const at = lookedAt(episode);
      if (episode.endsAt === undefined || isDrill(episode)) return false;
      return now - at >= (episode.counted === undefined ? suggestedAnewMs : Infinity);
    });
    for (const episode of stale.sort((a, b) => lookedAt(a) - lookedAt(b)).slice(0, mostSuggested)) {
      const transitions = await this.#transitionsOf(cluster, episode);
      suggestions.set(episode.id, { ...suggest(episode, { others: book.all(), transitions }), at: now });
      // Stores may answer at once, and then nobody else would get a turn.
      await nextTurn();
    }
  }

  /** What became of the findings that an alert names by check and object. */
  async #transitionsOf(
    cluster: string,
    { labels, startsAt }: AlertEpisode,
  ): Promise<readonly FindingTransition[] | undefined> {
    const { store } = this.#deps;
    const [check, kind, name] = [labels['check'], labels['resource_kind'], labels['resource_name']];
    if (check === undefined || name === undefined) return undefined;
    const query = {
      clusters: [cluster],
      checks: [check],
      namespaces: [labels['resource_namespace'] ?? ''],
      text: name,
    };
    const { items } = await store.query({ ...query, at: startsAt }, mostLookedThrough);
    const own = items.filter(
      ({ finding: { object } }) => object.name === name && object.kind === (kind ?? object.kind),
    );
    const histories = await Promise.all(
      own.slice(0, mostFindings).map(({ finding: { id } }) => store.history(id, mostTransitions)),
    );
    return histories
      .flat()
      .map(({ transition }) => transition)
      .sort((a, b) => a.at - b.at);
  }

  #pageOf(cluster: string): Page {
    let page = this.#pages.get(cluster);
    if (page === undefined) {
      const readTo = this.#deps.clock() - rememberedMs;
      page = { book: new EpisodeBook(), readTo, epoch: undefined, counts: undefined, suggestions: new Map() };
      this.#pages.set(cluster, page);
    }
    return page;
  }
}

/** Whether it is one of those of which M7 asks how many were worth it. */
function isCounted(episode: AlertEpisode): boolean {
  return reachesPeople(episode) && !isDrill(episode);
}

/** Whether the episode of an alert is known, or there is room for it; each call takes the room that it says there is. */
function roomIn(book: EpisodeBook): (alert: NotifiedAlert) => boolean {
  const begun = new Set<string>();
  return ({ fingerprint, startsAt }) => {
    const id = `${fingerprint}|${startsAt}`;
    if (book.get(id) !== undefined || begun.has(id)) return true;
    if (book.size + begun.size >= mostEpisodes) return false;
    begun.add(id);
    return true;
  };
}

/** Of entries with one key the last. */
function latest(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  return mergedWrites(undefined, { entries, tallies: [] }).entries;
}
