import type { Severity, TransitionReason } from '../../exporter/contract/index.ts';
import { placeOf, type CheckId, type Setup, type Thing, type ThingKind } from './universe.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A finding in the words of the specification; times are milliseconds. */
export interface Episode {
  /** Check, object and container. */
  readonly key: string;
  readonly check: CheckId;
  readonly thing: Pick<Thing, 'kind' | 'namespace' | 'name'>;
  readonly container: string | undefined;
  readonly severity: Severity;
  readonly team: string;
  readonly firstSeen: number;
  readonly estimated: boolean;
  readonly criticalSince: number | undefined;
  readonly openedBecause: TransitionReason;
}

/** One line of the history of a cluster, which everything else is worked out from. */
export interface Entry {
  readonly type: 'opened' | 'reopened' | 'resolved' | 'updated';
  readonly reason: TransitionReason;
  readonly at: number;
  readonly episode: Episode;
}

/** All that there is to remember of a cluster. */
export interface Book {
  readonly baselineAt: number | undefined;
  /** `check|Kind` of what was looked at completely. */
  readonly baselined: ReadonlySet<string>;
  readonly log: readonly Entry[];
}

export const emptyBook: Book = { baselineAt: undefined, baselined: new Set(), log: [] };

/** What one process can tell of a cluster now. */
export interface View {
  readonly setup: Setup;
  readonly trouble: ReadonlySet<CheckId>;
  /** By place, as delivered so far. */
  readonly seen: ReadonlyMap<string, Thing>;
  /** Places of what was delivered at some time: not there any more means gone. */
  readonly met: ReadonlySet<string>;
  /** Places that had findings when the process took over from an earlier one. */
  readonly inherited: ReadonlySet<string>;
  readonly isVisible: (kind: ThingKind) => boolean;
  /** Whether nobody will ever tell of a kind. */
  readonly isRefused: (kind: ThingKind) => boolean;
  readonly isWaived: (check: CheckId, thing: Thing, container: string | undefined) => boolean;
}

/** Kinds that a check judges; the shared account is asked for besides. */
export function judgedKinds(check: CheckId): readonly ThingKind[] {
  return check === 'model-wide' ? ['Deployment'] : ['Deployment', 'ReplicaSet', 'Pod'];
}

/** Whether anything in use needs a kind to be read. */
export function isRead(kind: ThingKind, setup: Setup): boolean {
  const used = Object.keys(setup) as CheckId[];
  if (kind === 'ServiceAccount') return used.includes('model-shared-account');
  return used.some((check) => judgedKinds(check).includes(kind));
}

/** Containers at which a check objects to a thing, or the thing itself as undefined; or why that cannot be said. */
export function offencesOf(check: CheckId, thing: Thing, view: View): readonly (string | undefined)[] | 'undecided' {
  if (!view.isVisible(thing.kind) || view.trouble.has(check)) return 'undecided';
  const containers = Object.entries(thing.containers);
  const itself = (fails: boolean) => (fails ? [undefined] : []);
  switch (check) {
    case 'model-bad-image':
      return containers.filter(([, { bad }]) => bad).map(([name]) => name);
    case 'pod-privileged':
      return containers.filter(([, { privileged }]) => privileged).map(([name]) => name);
    case 'pod-host-pid':
      return itself(thing.hostPid);
    case 'model-wide':
      return itself(thing.wide);
    case 'model-shared-account':
      if (!view.isVisible('ServiceAccount')) return 'undecided';
      return itself(view.seen.get(`ServiceAccount/${thing.namespace}/shared`)?.risky ?? false);
  }
}

/** Whether a thing is judged itself; `unclear` while nobody can tell whether something answers for it. */
export function standingOf(
  thing: Thing,
  { seen, inherited, isVisible, isRefused }: View,
): 'judged' | 'answered for' | 'unclear' {
  if (thing.madeBy === undefined) return 'judged';
  const place = placeOf({ ...thing, kind: 'ReplicaSet' });
  const maker = seen.get(place);
  if (maker !== undefined) return maker.uid === thing.madeBy ? 'answered for' : 'judged';
  if (isRefused('ReplicaSet')) return inherited.has(place) ? 'unclear' : 'judged';
  return isVisible('ReplicaSet') ? 'answered for' : 'unclear';
}

/** The last line on each finding. */
export function lastEntries({ log }: Pick<Book, 'log'>): ReadonlyMap<string, Entry> {
  return new Map(log.map((entry) => [entry.episode.key, entry]));
}

/** Findings that are open at the end of a history. */
export function openIn(book: Pick<Book, 'log'>): readonly Episode[] {
  return [...lastEntries(book).values()].filter(({ type }) => type !== 'resolved').map(({ episode }) => episode);
}

/** What becomes of an open finding: a reason to close it, what is said of it now, or nothing. */
function fateOf(episode: Episode, view: View): TransitionReason | { severity: Severity; team: string } | undefined {
  const { check, container, thing: place } = episode;
  const severity = view.setup[check];
  const gone = severity === undefined ? 'check_changed' : 'deleted';
  const thing = view.seen.get(placeOf(place));
  if (thing === undefined) {
    const nobodyLooks = !isRead(place.kind, view.setup);
    return nobodyLooks || view.isVisible(place.kind) || view.met.has(placeOf(place)) ? gone : undefined;
  }
  const standing = standingOf(thing, view);
  if (standing === 'answered for') return gone;
  if (standing === 'unclear') return undefined;
  if (severity === undefined) return 'check_changed';
  const offences = offencesOf(check, thing, view);
  if (offences === 'undecided') return undefined;
  if (!offences.includes(container))
    return container !== undefined && !(container in thing.containers) ? 'deleted' : 'fixed';
  return view.isWaived(check, thing, container) ? 'exempted' : { severity, team: thing.team };
}

/** One completed look at a cluster, written into its book. What is not kept has no baseline. */
export function observe(book: Book, view: View, now: number, isKept: boolean): Book {
  const log: Entry[] = [...book.log];
  for (const episode of openIn(book)) {
    const fate = fateOf(episode, view);
    if (fate === undefined) continue;
    if (typeof fate === 'string') log.push({ type: 'resolved', reason: fate, at: now, episode });
    else if (fate.severity !== episode.severity || fate.team !== episode.team) {
      const criticalSince = fate.severity === 'critical' ? (episode.criticalSince ?? now) : undefined;
      log.push({
        type: 'updated',
        reason: episode.openedBecause,
        at: now,
        episode: { ...episode, ...fate, criticalSince },
      });
    }
  }
  const last = lastEntries(book);
  for (const thing of view.seen.values()) {
    if (standingOf(thing, view) !== 'judged') continue;
    for (const [check, severity] of Object.entries(view.setup) as [CheckId, Severity][]) {
      if (!judgedKinds(check).includes(thing.kind)) continue;
      const offences = offencesOf(check, thing, view);
      if (offences === 'undecided') continue;
      for (const container of offences) {
        const key = `${check} ${placeOf(thing)} ${container ?? ''}`;
        const before = last.get(key);
        if (before !== undefined && before.type !== 'resolved') continue;
        if (view.isWaived(check, thing, container)) continue;
        log.push(beginning({ key, check, severity, thing, container }, before, book, now));
      }
    }
  }
  const baselined = new Set([...book.baselined].filter((pair) => String(pair.split('|')[0]) in view.setup));
  for (const check of Object.keys(view.setup) as CheckId[]) {
    if (check === 'model-shared-account' && !view.isVisible('ServiceAccount')) continue;
    for (const kind of judgedKinds(check)) if (view.isVisible(kind)) baselined.add(`${check}|${kind}`);
  }
  return { log, baselined, baselineAt: isKept ? (book.baselineAt ?? now) : undefined };
}

interface Failing {
  readonly key: string;
  readonly check: CheckId;
  readonly severity: Severity;
  readonly thing: Thing;
  readonly container: string | undefined;
}

/** How a finding that was not open begins: it goes on within 15 minutes, or within a day of a deletion. */
function beginning({ thing, ...failing }: Failing, before: Entry | undefined, book: Book, now: number): Entry {
  const isCritical = failing.severity === 'critical';
  const { kind, namespace, name, team, createdAt } = thing;
  const common = { ...failing, thing: { kind, namespace, name }, team };
  const isFlap = before !== undefined && now - before.at <= 15 * MINUTE;
  const isRecreation = before?.reason === 'deleted' && now - before.at <= 24 * HOUR;
  if (before !== undefined && (isFlap || isRecreation)) {
    const { firstSeen, estimated, criticalSince } = before.episode;
    const since = isCritical ? ((isFlap ? criticalSince : undefined) ?? now) : undefined;
    const episode: Episode = { ...common, firstSeen, estimated, criticalSince: since, openedBecause: 'new' };
    return { type: 'reopened', reason: 'new', at: now, episode };
  }
  const isNew = book.baselineAt !== undefined && book.baselined.has(`${failing.check}|${kind}`);
  const firstSeen = isNew ? now : Math.min(now, createdAt ?? now);
  const openedBecause = isNew ? 'new' : 'baseline';
  const criticalSince = isCritical ? firstSeen : undefined;
  const episode: Episode = { ...common, firstSeen, estimated: !isNew, criticalSince, openedBecause };
  return { type: 'opened', reason: openedBecause, at: now, episode };
}
