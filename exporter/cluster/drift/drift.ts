import { createHash } from 'node:crypto';
import {
  actors,
  driftScopes,
  gitopsTools,
  type Actor,
  type DriftScope,
  type GitopsTool,
} from '../../contract/vocabulary.ts';
import type { Team } from '../../model/finding.ts';
import { gitopsMarkOf, type GitopsMark } from '../../model/gitops.ts';
import type { KindName } from '../../model/kinds.ts';
import { objectKey, refOf, type KubeObject, type ManagerDigest, type ObjectKey } from '../../model/object.ts';
import type { DriftedObject, DriftEvent, DriftView } from '../../publish/posture.ts';
import { changedFields, isWithin, valueHash, type ChangedField } from './changed-fields.ts';
import { classOf, freshEntries, newestOf, ownEntries, type KnownManagers, type ManagerClass } from './managers.ts';
import { isSecurityField } from './security-fields.ts';

export interface DriftDeps {
  readonly managers: KnownManagers;
  readonly teamOf: (kind: KindName, object: KubeObject) => Team;
}

/** Objects that deviate right now; beyond, the cluster is not managed by GitOps in any useful sense. */
const mostDrifted = 20_000;
const mostEvents = 5_000;
/** Fields that are told, and fields of one object that are watched for their return. */
const mostFields = 30;
const mostDeviating = 200;
const mostManagers = 5;
const mostNames = 1_000;

interface Deviation extends DriftedObject {
  /** Digests of what GitOps last applied, by the path of each field that has another value now. */
  readonly applied: ReadonlyMap<string, string>;
  /** It deviated before anybody looked, so that other fields may too. */
  readonly found: boolean;
}

/**
 * Changes that go past GitOps, of one cluster. Every object passes here on its way into the inventory, beside the one
 * that is held: what differs between the two is known to the field, removals included, which managedFields do not
 * show; they tell who it was. An object deviates until it says again what GitOps last applied, or GitOps applies anew.
 * Only deviations are held, so that 50,000 objects in order cost nothing.
 */
export class Drift implements DriftView {
  readonly #deps: DriftDeps;
  readonly #counts = new Map<string, number>();
  readonly #managed = new Map<KindName, Map<GitopsTool, number>>();
  readonly #deviations = new Map<ObjectKey, Deviation>();
  readonly #events: DriftEvent[] = [];
  readonly #classes = new Map<string, ManagerClass>();
  #changes = 0;

  constructor(deps: DriftDeps) {
    this.#deps = deps;
    for (const actor of actors) for (const scope of driftScopes) this.#counts.set(`${actor}|${scope}`, 0);
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
    for (const key of this.#deviations.keys()) if (refOf(key).kind === kind && !keys.has(key)) this.#forget(key);
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

  removed(kind: KindName, before: KubeObject | undefined): void {
    if (before === undefined) return;
    this.#count(kind, gitopsMarkOf(before), -1);
    this.#forget(objectKey(kind, before.metadata.namespace, before.metadata.name));
  }

  /** The name leads to another cluster now: nothing of the old one is shown, and counts go on. */
  forget(): void {
    this.#managed.clear();
    this.#deviations.clear();
    this.#events.length = 0;
    this.#changes += 1;
  }

  // What publishing reads

  get revision(): number {
    return this.#changes;
  }

  count(actor: Actor, scope: DriftScope): number {
    return this.#counts.get(`${actor}|${scope}`) ?? 0;
  }

  managed(): ReadonlyMap<GitopsTool, number> {
    return sums([...this.#managed.values()].flatMap((counts) => [...counts]));
  }

  drifted(): ReadonlyMap<GitopsTool, number> {
    return sums(Array.from(this.#deviations.values(), ({ mark }) => [mark.tool, 1] as const));
  }

  driftedObjects(): readonly DriftedObject[] {
    return [...this.#deviations.values()];
  }

  events(): readonly DriftEvent[] {
    return this.#events;
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
      this.#forget(key);
      if (mark !== undefined) this.#lookFirst(key, kind, now, mark, at);
      return;
    }
    const changes = changedFields(known, now);
    const fresh = freshEntries(known.metadata, now.metadata);
    const classed = fresh.map((entry) => ({ entry, is: this.#classOf(entry.manager) }));
    const byGitops = classed.filter(({ is }) => is === 'gitops').map(({ entry }) => entry);
    const outside = classed.filter(({ is }) => is !== 'gitops').map(({ entry }) => entry);
    const deviation = this.#deviations.get(key);
    if (byGitops.length > 0 && newestOf(byGitops) >= newestOf(outside)) {
      if (deviation === undefined) return;
      const applied = afterGitops(deviation, now, changes);
      if (applied.size > 0) return this.#deviate(key, { ...deviation, applied, ...fieldsOf(applied) });
      this.#tell('reconciled', kind, now, mark, changes, byGitops, at);
      return this.#forget(key);
    }
    if (changes.length === 0) return;
    if (outside.length > 0 && classed.every(({ is }) => is === 'platform')) return;
    const actors = classed.filter(({ is }) => is !== 'platform' && is !== 'gitops').map(({ entry }) => entry);
    const applied = afterOthers(deviation?.applied ?? new Map<string, string>(), changes);
    if (applied.size === 0 && deviation?.found !== true) {
      this.#tell('reverted', kind, now, mark, changes, actors, at);
      return this.#forget(key);
    }
    const event = this.#tell('changed', kind, now, mark, changes, actors, at);
    this.#counts.set(`${event.actor}|${event.scope}`, this.count(event.actor, event.scope) + 1);
    const scope = deviation?.scope === 'security' ? 'security' : event.scope;
    const { since = event.at, found = false } = deviation ?? {};
    this.#deviate(key, { ...event, scope, since, found, applied, ...fieldsOf(applied) });
  }

  /** Of what was there before anybody looked, managedFields say whether somebody wrote after GitOps did. */
  #lookFirst(key: ObjectKey, kind: KindName, object: KubeObject, mark: GitopsMark, at: number): void {
    const entries = ownEntries(object.metadata);
    const by = (is: string) => entries.filter(({ manager }) => this.#classOf(manager) === is);
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
      applied: new Map(),
      found: true,
    });
  }

  #tell(
    what: DriftEvent['what'],
    kind: KindName,
    object: KubeObject,
    mark: GitopsMark | undefined,
    changes: readonly ChangedField[],
    entries: readonly ManagerDigest[],
    receivedAt: number,
  ): DriftEvent {
    const fields = changes.map(({ path }) => path);
    const writtenAt = newestOf(entries);
    // Who takes the marks off an object takes it away from GitOps; it deviates from what was applied all the same.
    const from = mark ?? this.#deviations.get(objectKey(kind, object.metadata.namespace, object.metadata.name))?.mark;
    const at = Number.isFinite(writtenAt) ? Math.min(writtenAt, receivedAt) : receivedAt;
    const event: DriftEvent = {
      ...described(kind, object, from ?? { tool: 'other', application: '' }, this.#deps.teamOf(kind, object)),
      id: createHash('sha256')
        .update(`${what} ${object.metadata.uid} ${object.metadata.resourceVersion} ${at}`)
        .digest('hex'),
      what,
      at,
      actor: this.#actorOf(entries),
      managers: managersOf(entries),
      scope: fields.some((field) => isSecurityField(kind, field)) ? 'security' : 'other',
      fields: fields.slice(0, mostFields),
      moreFields: Math.max(0, fields.length - mostFields),
    };
    this.#events.push(event);
    if (this.#events.length > mostEvents) this.#events.shift();
    this.#changes += 1;
    return event;
  }

  /** The same few names stand on tens of thousands of objects. */
  #classOf(manager: string): ManagerClass {
    let known = this.#classes.get(manager);
    if (known === undefined) {
      if (this.#classes.size >= mostNames) this.#classes.clear();
      this.#classes.set(manager, (known = classOf(manager, this.#deps.managers)));
    }
    return known;
  }

  /** People before machines: what both changed at once, somebody is to be asked about. */
  #actorOf(entries: readonly ManagerDigest[]): Actor {
    const classes = new Set<string>(entries.map(({ manager }) => this.#classOf(manager)));
    if (classes.has('human')) return 'human';
    return classes.has('automation') || classes.has('gitops') ? 'automation' : 'unknown';
  }

  #deviate(key: ObjectKey, deviation: Deviation): void {
    this.#deviations.delete(key);
    if (this.#deviations.size >= mostDrifted) return;
    this.#deviations.set(key, deviation);
    this.#changes += 1;
  }

  #forget(key: ObjectKey): void {
    if (this.#deviations.delete(key)) this.#changes += 1;
  }

  #count(kind: KindName, mark: GitopsMark | undefined, by: 1 | -1): void {
    if (mark === undefined) return;
    const counts = this.#managed.get(kind) ?? new Map<GitopsTool, number>();
    this.#managed.set(kind, counts);
    counts.set(mark.tool, Math.max(0, (counts.get(mark.tool) ?? 0) + by));
  }
}

/**
 * What still deviates after GitOps wrote. Tools leave alone what they do not declare, so an added variable or container
 * outlives every later release. Nothing is left where the tool took all over: those who wrote are no managers any more,
 * or it had nothing to change.
 */
function afterGitops(
  { applied, managers }: Deviation,
  now: KubeObject,
  changes: readonly ChangedField[],
): ReadonlyMap<string, string> {
  const writers = new Set(ownEntries(now.metadata).map(({ manager }) => manager));
  const isTakenOver = managers.length > 0 && !managers.some((manager) => writers.has(manager));
  if (isTakenOver || changes.length === 0) return new Map();
  const isWritten = (field: string) => changes.some(({ path }) => path === field || isWithin(field, path));
  return new Map([...applied].filter(([field]) => !isWritten(field)));
}

/** What deviates after somebody else wrote: other values than those applied come in, those applied go out. */
function afterOthers(
  applied: ReadonlyMap<string, string>,
  changes: readonly ChangedField[],
): ReadonlyMap<string, string> {
  const after = new Map(applied);
  for (const { path, before, now } of changes) {
    const known = after.get(path);
    if (known !== undefined) {
      if (known === valueHash(now)) after.delete(path);
    } else if (after.size < mostDeviating && ![...after.keys()].some((field) => isWithin(path, field))) {
      after.set(path, valueHash(before));
    }
  }
  return after;
}

function fieldsOf(applied: ReadonlyMap<string, string>): Pick<DriftedObject, 'fields' | 'moreFields'> {
  return { fields: [...applied.keys()].slice(0, mostFields), moreFields: Math.max(0, applied.size - mostFields) };
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
