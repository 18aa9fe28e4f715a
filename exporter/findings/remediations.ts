import { severities, type Severity, type Window } from '../contract/vocabulary.ts';
import { remediationSeconds, type Finding, type FindingTransition } from '../model/finding.ts';
import { kaplanMeierMedian } from './kaplan-meier.ts';
import type { Remediated } from './store.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** How long the windows are, in milliseconds. */
export const windowMs: Readonly<Record<Window, number>> = { '7d': 7 * DAY, '30d': 30 * DAY, '90d': 90 * DAY };

/** How far back remediations of a cluster are remembered, and how many at most: the latest. */
export const rememberedRemediations = { withinMs: windowMs['90d'], most: 50_000 } as const;

/** Remediation times of one window in seconds; absent figures have nothing that they could be made of. */
export interface WindowFigures {
  readonly mean: number | undefined;
  /** With findings that are still open as censored; Infinity while more than half outlive every fix. */
  readonly median: number | undefined;
}

interface Class {
  /** First-seen times of open findings; ascending unless `isSorted` is false. */
  readonly open: number[];
  isSorted: boolean;
  /** Fixes by episode, in the order in which they came. */
  readonly fixed: Map<string, Remediated>;
  /** Figures that were asked for since the last change, and the minute that they are of. */
  figures: Map<Window, WindowFigures>;
  minute: number;
}

/** How an episode came to an end, if it is one that tells how long fixing takes. */
export function remediatedBy(transition: FindingTransition): Remediated | undefined {
  if (remediationSeconds(transition) === undefined) return undefined;
  const { at, finding } = transition;
  return { id: finding.id, severity: finding.severity, firstSeen: finding.firstSeen, at };
}

/**
 * What was fixed lately and what is open, as the figures over windows need it. An episode that goes on after a fix was
 * not fixed: unlike a counter, these figures take it back.
 */
export class Remediations {
  readonly #classes: ReadonlyMap<Severity, Class>;
  readonly #most: number;
  #count = 0;
  /** Everything that was fixed since then is here. */
  #since = -Infinity;

  constructor(remembered: readonly Remediated[], most: number = rememberedRemediations.most) {
    this.#most = most;
    this.#classes = new Map(
      severities.map((severity) => [
        severity,
        { open: [], isSorted: true, fixed: new Map(), figures: new Map(), minute: -1 },
      ]),
    );
    // A store that hands over as many as it may has perhaps left some out.
    const [oldest] = remembered;
    if (oldest !== undefined && remembered.length >= most) this.#since = oldest.at + 1;
    for (const one of remembered) this.#add(one);
  }

  opened({ severity, firstSeen, estimated }: Finding): void {
    if (estimated) return;
    const own = this.#changed(severity);
    if (firstSeen < (own.open.at(-1) ?? -Infinity)) own.isSorted = false;
    own.open.push(firstSeen);
  }

  /** The finding is not open any more, or not as it was. */
  left({ severity, firstSeen, estimated }: Finding): void {
    if (estimated) return;
    const own = this.#changed(severity);
    sort(own);
    const place = firstAtLeast(own.open, firstSeen);
    if (own.open[place] === firstSeen) own.open.splice(place, 1);
  }

  record(transition: FindingTransition): void {
    const { type, finding } = transition;
    if (type === 'updated') return;
    // Whatever happens to an episode after its fix undoes the fix, also where its severity is another now.
    const episode = episodeOf(finding);
    for (const [severity, { fixed }] of this.#classes) {
      if (!fixed.delete(episode)) continue;
      this.#changed(severity);
      this.#count -= 1;
    }
    const remediated = remediatedBy(transition);
    if (remediated !== undefined) this.#add(remediated);
  }

  forget(now: number): void {
    for (const { fixed } of this.#classes.values()) {
      for (const [episode, { at }] of fixed) {
        if (at >= now - rememberedRemediations.withinMs) break;
        fixed.delete(episode);
        this.#count -= 1;
      }
    }
  }

  /** Figures of a window that ends at `now` (to the minute); undefined when not all of it is remembered. */
  figures(severity: Severity, window: Window, now: number): WindowFigures | undefined {
    const start = now - windowMs[window];
    if (start < this.#since) return undefined;
    const own = this.#class(severity);
    const minute = Math.floor(now / MINUTE);
    if (own.minute !== minute) {
      own.minute = minute;
      own.figures.clear();
    }
    let figures = own.figures.get(window);
    if (figures === undefined) own.figures.set(window, (figures = figuresOf(own, start, now)));
    return figures;
  }

  #add(one: Remediated): void {
    this.#changed(one.severity).fixed.set(episodeOf(one), one);
    this.#count += 1;
    if (this.#count > this.#most) this.#dropOldest();
  }

  #dropOldest(): void {
    let oldest: Remediated | undefined;
    for (const { fixed } of this.#classes.values()) {
      const [first] = fixed.values();
      if (first !== undefined && (oldest === undefined || first.at < oldest.at)) oldest = first;
    }
    if (oldest === undefined) return;
    this.#changed(oldest.severity).fixed.delete(episodeOf(oldest));
    this.#count -= 1;
    this.#since = Math.max(this.#since, oldest.at + 1);
  }

  #changed(severity: Severity): Class {
    const own = this.#class(severity);
    own.figures.clear();
    return own;
  }

  #class(severity: Severity): Class {
    const own = this.#classes.get(severity);
    if (own === undefined) throw new Error(`${severity} is not a severity`);
    return own;
  }
}

/** What tells an episode from every other one: a finding that comes back to stay is first seen anew. */
export function episodeOf({ id, firstSeen }: { readonly id: string; readonly firstSeen: number }): string {
  return `${id}|${firstSeen}`;
}

function figuresOf(own: Class, start: number, now: number): WindowFigures {
  sort(own);
  const durations: number[] = [];
  let sum = 0;
  for (const { at, firstSeen } of own.fixed.values()) {
    if (at < start) continue;
    const duration = Math.max(0, at - firstSeen);
    sum += duration;
    durations.push(duration);
  }
  durations.sort((a, b) => a - b);
  const open = own.open.map((firstSeen) => Math.max(0, now - firstSeen)).reverse();
  const median = kaplanMeierMedian(durations, open);
  return {
    mean: durations.length === 0 ? undefined : sum / durations.length / 1000,
    median: median === undefined ? undefined : median / 1000,
  };
}

function sort(own: Class): void {
  if (!own.isSorted) own.open.sort((a, b) => a - b);
  own.isSorted = true;
}

/** Where the first number that is at least `value` stands in an ascending list. */
function firstAtLeast(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
