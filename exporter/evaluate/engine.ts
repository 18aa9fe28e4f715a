import type { KindStatus } from '../contract/vocabulary.ts';
import { controllersOf } from '../model/controllers.ts';
import { allKinds, type Change, type Inventory, type InventoryListener } from '../model/inventory.ts';
import type { KindName } from '../model/kinds.ts';
import { controllerOf, objectKey, refOf, type KubeObject, type ObjectKey } from '../model/object.ts';
import { templateOwnerOf } from '../model/template-owner.ts';
import { dayDependency, objectDependency, statusDependency, touchedBy, type Dependency } from './dependency.ts';
import type { Evaluation, Evaluator } from './evaluator.ts';
import { subjecthoodOf } from './subjecthood.ts';
import { Tally } from './tally.ts';

/** One object whose evaluation is new; `after` is undefined once it is gone or its controller answers for it. */
export interface Step {
  readonly key: ObjectKey;
  readonly object: KubeObject | undefined;
  readonly after: Evaluation | undefined;
  /** It cannot be seen now who answers for the object: nothing new is known of it. */
  readonly isUnclear: boolean;
}

/**
 * Keeps the evaluation of every judged object current. Changes mark objects as due: the object itself, and those whose
 * last judgement asked for what changed. After any sequence of changes, draining gives what a full pass would.
 */
export class Engine implements InventoryListener {
  readonly #inventory: Inventory;
  readonly #evaluator: Evaluator;
  readonly #evaluations = new Map<ObjectKey, Evaluation>();
  readonly #dependents = new Map<Dependency, Set<ObjectKey>>();
  readonly #dependencies = new Map<ObjectKey, ReadonlySet<Dependency>>();
  /** What changed, and what depends on it: judged first. */
  readonly #due = new Set<ObjectKey>();
  /** The rest of a full pass. */
  readonly #later = new Set<ObjectKey>();
  readonly tally: Tally;

  constructor(inventory: Inventory, evaluator: Evaluator) {
    this.#inventory = inventory;
    this.#evaluator = evaluator;
    this.tally = new Tally(evaluator.checks);
    inventory.listen(this);
    evaluator.onStale((value) => this.#wake(value));
  }

  /** Objects waiting to be judged because something changed. */
  get due(): number {
    return this.#due.size;
  }

  /** Objects waiting to be judged again by a full pass. */
  get later(): number {
    return this.#later.size;
  }

  evaluation(key: ObjectKey): Evaluation | undefined {
    return this.#evaluations.get(key);
  }

  evaluations(): IterableIterator<[ObjectKey, Evaluation]> {
    return this.#evaluations.entries();
  }

  changed(change: Change): void {
    this.#due.add(change.key);
    for (const dependency of touchedBy(change)) this.#wake(dependency);
  }

  statusChanged(kind: KindName, _status: KindStatus): void {
    this.#wake(statusDependency(kind));
    for (const object of this.#inventory.list(kind)) this.#due.add(keyOf(kind, object));
  }

  versionChanged(): void {
    this.dueAll();
  }

  dayChanged(): void {
    this.#wake(dayDependency);
  }

  /** Starts a full pass over every object, behind what changes meanwhile. */
  dueAll(): void {
    this.#evaluator.forget();
    for (const kind of allKinds) for (const object of this.#inventory.list(kind)) this.#later.add(keyOf(kind, object));
    for (const key of this.#evaluations.keys()) this.#later.add(key);
  }

  /** Whether something changed that the evaluation of an object does not know of yet. */
  isDue(key: ObjectKey): boolean {
    return this.#due.has(key);
  }

  /** Drops every evaluation, and what is due, without a step: the objects of an inventory that was emptied are not gone. */
  forget(): void {
    for (const before of this.#evaluations.values()) this.tally.replace(before, undefined);
    for (const held of [this.#evaluations, this.#dependents, this.#dependencies, this.#due, this.#later]) held.clear();
    this.#evaluator.forget();
  }

  /** Makes one object due again. */
  dueAt(key: ObjectKey): void {
    this.#due.add(key);
  }

  /** Makes the objects of a namespace due. */
  dueIn(namespace: string): void {
    for (const kind of allKinds) {
      for (const object of this.#inventory.list(kind, namespace)) this.#due.add(keyOf(kind, object));
    }
  }

  /** Judges what is due, then what a full pass left, until nothing is left or `pause()` says to stop. */
  *drain(pause: () => boolean = () => false): Generator<Step, void> {
    for (const queue of [this.#due, this.#later]) {
      for (const key of queue) {
        this.#due.delete(key);
        this.#later.delete(key);
        yield this.#judge(key);
        if (pause()) return;
      }
    }
  }

  #judge(key: ObjectKey): Step {
    const { kind, namespace, name } = refOf(key);
    const object = this.#inventory.find(kind, namespace, name);
    const before = this.#evaluations.get(key);
    const isLookedAt = object !== undefined && this.#evaluator.checksOf(kind).length > 0;
    const standing = isLookedAt ? subjecthoodOf(kind, object, this.#inventory) : 'none';
    const isUnclear = standing === 'unclear';
    const after =
      object === undefined || standing === 'none' || isUnclear ? undefined : this.#evaluator.evaluate(kind, object);
    if (after === undefined) this.#evaluations.delete(key);
    else this.#evaluations.set(key, after);
    this.#depend(key, object === undefined ? undefined : this.#dependenciesOf(kind, object, after));
    this.tally.replace(before, after);
    return { key, object, after, isUnclear };
  }

  /** Beside what the judgement asked: whether the object is judged at all, and who answers for it, may hang on its controllers. */
  #dependenciesOf(
    kind: KindName,
    object: KubeObject,
    after: Evaluation | undefined,
  ): ReadonlySet<Dependency> | undefined {
    if (controllerOf(object.metadata) === undefined) return after?.dependencies;
    const { namespace } = object.metadata;
    const dependencies = new Set(after?.dependencies);
    const owner = templateOwnerOf(kind, object);
    if (owner !== undefined) {
      dependencies.add(statusDependency(owner.kind));
      dependencies.add(objectDependency(owner.kind, namespace, owner.name));
    }
    if (after !== undefined) {
      for (const controller of controllersOf(object, (...ref) => this.#inventory.find(...ref)))
        dependencies.add(objectDependency(controller.kind, namespace, controller.name));
    }
    return dependencies;
  }

  #depend(key: ObjectKey, after: ReadonlySet<Dependency> | undefined): void {
    for (const dependency of this.#dependencies.get(key) ?? []) {
      if (after?.has(dependency)) continue;
      const dependents = this.#dependents.get(dependency);
      dependents?.delete(key);
      if (dependents?.size === 0) this.#dependents.delete(dependency);
    }
    if (after === undefined) {
      this.#dependencies.delete(key);
      return;
    }
    this.#dependencies.set(key, after);
    for (const dependency of after) {
      let dependents = this.#dependents.get(dependency);
      if (dependents === undefined) this.#dependents.set(dependency, (dependents = new Set()));
      dependents.add(key);
    }
  }

  #wake(dependency: Dependency): void {
    for (const key of this.#dependents.get(dependency) ?? []) this.#due.add(key);
  }
}

function keyOf(kind: KindName, object: KubeObject): ObjectKey {
  return objectKey(kind, object.metadata.namespace, object.metadata.name);
}
