import { createHash } from 'node:crypto';
import { gitopsTools, type Actor, type DriftScope, type GitopsTool } from '../../contract/vocabulary.ts';
import type { Deviation, DriftEvent } from '../../model/drift.ts';
import type { LastChanger, Team } from '../../model/finding.ts';
import { gitopsMarkOf, type GitopsMark } from '../../model/gitops.ts';
import type { KindName } from '../../model/kinds.ts';
import { objectKey, refOf, type KubeObject, type ManagerDigest, type ObjectKey } from '../../model/object.ts';
import type { DriftView } from '../../publish/posture.ts';
import { changedFields } from './changed-fields.ts';
import { afterGitops, afterOthers, fieldsOf, mostFields } from './deviation.ts';
import { freshEntries, ManagerClasses, newestOf, ownEntries, type KnownManagers } from './managers.ts';
import { DriftLog, type RecalledDeviation, type RecalledSteps } from './drift-log.ts';
import { metAgain } from './met-again.ts';
import { isSecurityField } from './security-fields.ts';

export interface DriftDeps {
  readonly managers: KnownManagers;
  readonly teamOf: (kind: KindName, object: KubeObject) => Team;
}

/** Objects that deviate right now; beyond, the cluster is not managed by GitOps in any useful sense. */
const mostDrifted = 20_000;
/** Times of field managers are cut to the second. */
const toleranceMs = 2_000;
const mostManagers = 5;

/** What the journal has of a cluster's drift. */
export interface RecalledDrift extends RecalledSteps {
  readonly deviations: ReadonlyMap<ObjectKey, RecalledDeviation>;
  /** Until when somebody looked, in milliseconds; undefined where nobody did. */
  readonly watchedUntil: number | undefined;
}

type Find = (kind: KindName, namespace: string, name: string) => KubeObject | undefined;

/** What a step is told with, beside the object. */
interface Told {
  readonly fields: readonly string[];
  readonly entries: readonly ManagerDigest[];
  readonly at: number;
  readonly notBefore?: number;
}

/**
 * Changes that go past GitOps, of one cluster. Every object passes here on its way into the inventory, beside the one
 * that is held: what differs between the two is known to the field, removals included, which managedFields do not
 * show; they tell who it was. An object deviates until it says again what GitOps last applied, or GitOps applies anew.
 * Only deviations are held, so that 50,000 objects in order cost nothing. They are kept in the journal, so that after a
 * restart what became of them meanwhile is seen, and what changed meanwhile is told.
 */
export class Drift implements DriftView {
  readonly #deps: DriftDeps;
  /** What is told of it, on its way into the journal. */
  readonly log = new DriftLog();
  readonly #classes: ManagerClasses;
  readonly #managed = new Map<KindName, Map<GitopsTool, number>>();
  readonly #deviations = new Map<ObjectKey, Deviation>();
  /** What is remembered of objects that were not met again yet, by kind. */
  #unmet = new Map<KindName, Map<ObjectKey, RecalledDeviation>>();
  /** Kinds whose objects may have changed while nobody looked. */
  readonly #unread = new Set<KindName>();
  readonly #listed = new Set<KindName>();
  #watchedUntil: number | undefined;

  constructor(deps: DriftDeps) {
    this.#deps = deps;
    this.#classes = new ManagerClasses(deps.managers);
  }

  /** A whole kind was listed; `held` gives what the inventory holds of it so far. */
  replaced(
    kind: KindName,
    objects: readonly KubeObject[],
    held: (namespace: string, name: string) => KubeObject | undefined,
    at: number,
  ): void {
    const counts = new Map<GitopsTool, number>();
    const keys = new Set<ObjectKey>();
    for (const object of objects) {
      const { namespace, name } = object.metadata;
      const mark = gitopsMarkOf(object);
      const before = held(namespace, name);
      if (mark === undefined && (before === undefined || gitopsMarkOf(before) === undefined)) continue;
      if (mark !== undefined) counts.set(mark.tool, (counts.get(mark.tool) ?? 0) + 1);
      keys.add(objectKey(kind, namespace, name));
      this.#look(kind, before, object, mark, at);
    }
    this.#managed.set(kind, counts);
    this.#listed.add(kind);
    for (const key of this.#deviations.keys()) if (refOf(key).kind === kind && !keys.has(key)) this.#end(key, at);
  }

  /** One object came or changed. */
  put(kind: KindName, before: KubeObject | undefined, object: KubeObject, at: number): void {
    const mark = gitopsMarkOf(object);
    const marked = before && gitopsMarkOf(before);
    if (mark === undefined && marked === undefined) return;
    this.#count(kind, marked, -1);
    this.#count(kind, mark, 1);
    this.#look(kind, before, object, mark, at);
  }

  removed(kind: KindName, before: KubeObject | undefined, at: number): void {
    if (before === undefined) return;
    this.#count(kind, gitopsMarkOf(before), -1);
    this.#end(objectKey(kind, before.metadata.namespace, before.metadata.name), at);
  }

  /** The name leads to another cluster now: nothing of the old one is taken for it. */
  forget(): void {
    this.#managed.clear();
    this.#deviations.clear();
    this.#unmet.clear();
    this.#unread.clear();
    this.#listed.clear();
    this.log.clear();
  }

  // What the journal keeps

  /** This process has taken the cluster: what is remembered of its objects is to be compared with them. */
  restore({ deviations, watchedUntil, ...steps }: RecalledDrift): void {
    this.log.restore(steps);
    this.#unmet = new Map();
    for (const [key, recalled] of deviations) {
      const { kind } = refOf(key);
      const ofKind = this.#unmet.get(kind) ?? new Map<ObjectKey, RecalledDeviation>();
      this.#unmet.set(kind, ofKind.set(key, recalled));
      this.#unread.add(kind);
    }
    this.#watchedUntil = watchedUntil;
    for (const kind of this.#listed) this.#unread.add(kind);
    for (const [key, deviation] of this.#deviations) this.log.note(key, deviation);
  }

  /** Sees what became of what is remembered, of kinds that can be seen whole now. */
  meetAgain(isVisible: (kind: KindName) => boolean, find: Find, at: number): void {
    for (const kind of this.#unread) {
      if (!isVisible(kind)) continue;
      const remembered = this.#unmet.get(kind) ?? new Map<ObjectKey, RecalledDeviation>();
      this.#unread.delete(kind);
      this.#unmet.delete(kind);
      for (const [key, recalled] of remembered) {
        const { namespace, name } = refOf(key);
        this.#meet(key, recalled, find(kind, namespace, name), at);
      }
      for (const [key, deviation] of this.#deviations) {
        if (deviation.ref.kind === kind && !remembered.has(key)) this.#miss(key, deviation, find);
      }
    }
  }

  /** Who wrote to an object last, but for Kubernetes' own controllers. */
  readonly changerOf = ({ metadata }: KubeObject): LastChanger | undefined => {
    const entries = ownEntries(metadata).filter(({ manager }) => this.#classes.of(manager) !== 'platform');
    const newest = newestOf(entries);
    const last = entries.find(({ time = '' }) => Date.parse(time) === newest);
    return last && { actor: this.#classes.actorOf([last]), manager: last.manager.slice(0, 128) };
  };

  // What publishing reads

  count(actor: Actor, scope: DriftScope): number {
    return this.log.count(actor, scope);
  }

  managed(): ReadonlyMap<GitopsTool, number> {
    return sums([...this.#managed.values()].flatMap((counts) => [...counts]));
  }

  drifted(): ReadonlyMap<GitopsTool, number> {
    return sums(Array.from(this.#deviations.values(), ({ mark }) => [mark.tool, 1] as const));
  }

  #look(
    kind: KindName,
    before: KubeObject | undefined,
    now: KubeObject,
    mark: GitopsMark | undefined,
    at: number,
  ): void {
    const key = objectKey(kind, now.metadata.namespace, now.metadata.name);
    // Another object under the same name has a history of its own.
    const known = before?.metadata.uid === now.metadata.uid ? before : undefined;
    if (known === undefined) {
      this.#end(key, at);
      if (mark !== undefined) this.#lookFirst(key, kind, now, mark, at);
      return;
    }
    const changes = changedFields(known, now);
    const fields = changes.map(({ path }) => path);
    const fresh = freshEntries(known.metadata, now.metadata);
    const classed = fresh.map((entry) => ({ entry, is: this.#classes.of(entry.manager) }));
    const byGitops = classed.filter(({ is }) => is === 'gitops').map(({ entry }) => entry);
    const outside = classed.filter(({ is }) => is !== 'gitops').map(({ entry }) => entry);
    const deviation = this.#deviations.get(key);
    if (byGitops.length > 0 && newestOf(byGitops) >= newestOf(outside)) {
      if (deviation === undefined) return;
      const values = afterGitops(deviation, now, changes);
      if (values.size > 0) return this.#deviate(key, { ...deviation, values, ...fieldsOf(values) });
      return this.#end(key, this.#tell('reconciled', kind, now, { fields, entries: byGitops, at }).at);
    }
    if (changes.length === 0) return;
    if (outside.length > 0 && classed.every(({ is }) => is === 'platform')) return;
    const entries = classed.filter(({ is }) => is !== 'platform' && is !== 'gitops').map(({ entry }) => entry);
    const values = afterOthers(deviation?.values ?? new Map<string, never>(), now, changes);
    if (values.size === 0 && deviation?.found !== true) {
      return this.#end(key, this.#tell('reverted', kind, now, { fields, entries, at }).at);
    }
    const event = this.#tell('changed', kind, now, { fields, entries, at });
    this.#deviate(key, {
      ...(deviation ?? begunBy(event, now)),
      ...this.#after(deviation, event),
      values,
      ...fieldsOf(values),
    });
  }

  /** What the last change to an object makes of its deviation. */
  #after(deviation: Deviation | undefined, event: DriftEvent) {
    const { id: _id, what: _what, notBefore: _notBefore, scope, ...change } = event;
    return { ...change, scope: deviation?.scope === 'security' ? deviation.scope : scope };
  }

  /** One object that deviated when it was last looked at, beside what it is now. */
  #meet(key: ObjectKey, { deviation, until }: RecalledDeviation, object: KubeObject | undefined, at: number): void {
    const held = this.#deviations.get(key);
    const isAnother = object === undefined || (object.metadata.uid ?? '') !== deviation.uid;
    if (until !== undefined) {
      // Whoever put everything back is the newest manager all the same.
      if (held?.found !== true || isAnother) return;
      if (held.at > until) this.#tellMissed(key, held, object);
      else this.#drop(key);
      return;
    }
    if (isAnother) {
      if (held === undefined) this.log.note(key, deviation, at);
      else if (object !== undefined) this.#miss(key, held, () => object);
      return;
    }
    const { deviation: left, step, fields, by } = metAgain(deviation, held, object, (name) => this.#classes.of(name));
    const isTold = this.log.isTold(key, deviation.at);
    let event: DriftEvent | undefined;
    if (step !== undefined && !isTold) {
      const notBefore = Math.max(deviation.at, this.#watchedUntil ?? -Infinity);
      event = this.#tell(step, deviation.ref.kind, object, {
        fields,
        entries: by,
        at,
        ...(by.length === 0 && { notBefore: Math.min(notBefore, at) }),
      });
    }
    if (left === undefined) {
      this.#drop(key);
      this.log.note(key, deviation, event?.at ?? at);
    } else {
      const change = step === 'changed' && event !== undefined ? this.#after(deviation, event) : {};
      const { fields: told, moreFields } = left;
      this.#deviate(key, { ...left, ...change, fields: told, moreFields });
    }
  }

  /** One that nothing is remembered of: somebody has written since. */
  #miss(key: ObjectKey, held: Deviation, find: Find): void {
    const { ref, at, found } = held;
    if (!found || this.#watchedUntil === undefined || at < this.#watchedUntil - toleranceMs) return;
    const object = find(ref.kind, ref.namespace, ref.name);
    if (object !== undefined) this.#tellMissed(key, held, object);
  }

  #tellMissed(key: ObjectKey, held: Deviation, object: KubeObject): void {
    const entries = ownEntries(object.metadata).filter(({ manager }) => held.managers.includes(manager));
    this.#tell('changed', held.ref.kind, object, { fields: [], entries, at: held.at });
    this.log.note(key, held);
  }

  /** Of what was there before anybody looked, managedFields say whether somebody wrote after GitOps did. */
  #lookFirst(key: ObjectKey, kind: KindName, object: KubeObject, mark: GitopsMark, at: number): void {
    const entries = ownEntries(object.metadata);
    const by = (is: string) => entries.filter(({ manager }) => this.#classes.of(manager) === is);
    const byGitops = newestOf(by('gitops'));
    const people = by('human').filter(({ time = '' }) => Date.parse(time) > byGitops);
    // Before GitOps took an object over somebody else wrote it; an object that it never wrote is only claimed.
    if (byGitops === -Infinity || people.length === 0) return;
    // What is newer than GitOps has a time.
    const since = Math.min(newestOf(people), at);
    this.#deviate(key, {
      ...described(kind, object, mark, this.#deps.teamOf(kind, object)),
      at: since,
      since,
      actor: 'human',
      managers: managersOf(people),
      scope: 'other',
      fields: [],
      moreFields: 0,
      uid: object.metadata.uid ?? '',
      values: new Map(),
      found: true,
    });
  }

  #tell(what: DriftEvent['what'], kind: KindName, object: KubeObject, told: Told): DriftEvent {
    const { fields, entries, notBefore } = told;
    const { uid, resourceVersion, namespace, name } = object.metadata;
    const writtenAt = newestOf(entries);
    // Who takes the marks off an object takes it away from GitOps; it deviates from what was applied all the same.
    const mark = gitopsMarkOf(object) ?? this.#deviations.get(objectKey(kind, namespace, name))?.mark;
    const at = Number.isFinite(writtenAt) ? Math.min(writtenAt, told.at) : told.at;
    const event: DriftEvent = {
      ...described(kind, object, mark ?? { tool: 'other', application: '' }, this.#deps.teamOf(kind, object)),
      // Every replica that sees this change calls it the same.
      id: createHash('sha256')
        .update(`${what} ${uid} ${resourceVersion ?? at}`)
        .digest('hex'),
      what,
      at,
      actor: this.#classes.actorOf(entries),
      managers: managersOf(entries),
      scope: fields.some((field) => isSecurityField(kind, field)) ? 'security' : 'other',
      fields: fields.slice(0, mostFields),
      moreFields: Math.max(0, fields.length - mostFields),
      ...(notBefore !== undefined && { notBefore }),
    };
    this.log.tell(event);
    return event;
  }

  #deviate(key: ObjectKey, deviation: Deviation): void {
    this.#deviations.delete(key);
    if (this.#deviations.size >= mostDrifted) return;
    this.#deviations.set(key, deviation);
    this.log.note(key, deviation);
  }

  /** What was never more than a guess is not told to have ended. */
  #drop(key: ObjectKey): void {
    this.#deviations.delete(key);
    this.log.unnote(key);
  }

  #end(key: ObjectKey, at: number): void {
    const deviation = this.#deviations.get(key);
    if (this.#deviations.delete(key) && deviation !== undefined) this.log.note(key, deviation, at);
  }

  #count(kind: KindName, mark: GitopsMark | undefined, by: 1 | -1): void {
    if (mark === undefined) return;
    const counts = this.#managed.get(kind) ?? new Map<GitopsTool, number>();
    this.#managed.set(kind, counts);
    counts.set(mark.tool, Math.max(0, (counts.get(mark.tool) ?? 0) + by));
  }
}

/** A deviation that begins with a change. */
function begunBy(
  { id: _id, what: _what, notBefore: _notBefore, ...change }: DriftEvent,
  object: KubeObject,
): Deviation {
  return { ...change, since: change.at, uid: object.metadata.uid ?? '', values: new Map(), found: false };
}

function described(kind: KindName, { apiVersion, metadata }: KubeObject, mark: GitopsMark, team: Team) {
  return { ref: { kind, namespace: metadata.namespace, name: metadata.name }, apiVersion, mark, team };
}

function managersOf(entries: readonly { readonly manager: string }[]): readonly string[] {
  return [...new Set(entries.map(({ manager }) => manager.slice(0, 128)))].slice(0, mostManagers);
}

function sums(counts: readonly (readonly [GitopsTool, number])[]): ReadonlyMap<GitopsTool, number> {
  const total = new Map<GitopsTool, number>(gitopsTools.map((tool) => [tool, 0]));
  for (const [tool, count] of counts) total.set(tool, (total.get(tool) ?? 0) + count);
  return total;
}
