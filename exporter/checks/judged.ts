import { componentsOf, type ComponentView } from './subjects/component.ts';
import { podView, type PodView } from './subjects/pod-view.ts';
import type { KindName } from '../model/kinds.ts';
import type { KubeObject } from '../model/object.ts';
import type { World } from '../model/world.ts';
import type { Check, Outcome } from './define.ts';

const none: readonly never[] = [];
const noSlots: ReadonlyMap<string, number> = new Map();

/** One object under judgement, with what several checks would otherwise work out again. */
export class Judged {
  readonly kind: KindName;
  readonly object: KubeObject;
  #pod: PodView | undefined;
  #components: readonly ComponentView[] | undefined;
  #self: readonly [Judged] | undefined;
  readonly #slotOf: ReadonlyMap<string, number>;
  readonly #slots: (Outcome | undefined)[] = [];
  /** Outcomes of checks that have no slot. */
  #others: Map<string, Outcome> | undefined;

  /** `slotOf` gives each check that will judge the object a number: an outcome in a list costs less than one in a map. */
  constructor(kind: KindName, object: KubeObject, slotOf: ReadonlyMap<string, number> = noSlots) {
    this.kind = kind;
    this.object = object;
    this.#slotOf = slotOf;
  }

  /** The pod that the object is or makes; empty for kinds without one. */
  get pod(): PodView {
    return (this.#pod ??= podView(this.kind, this.object));
  }

  /** What of the control plane the object runs; nothing for everything but static pods of `kube-system`. */
  get components(): readonly ComponentView[] {
    return (this.#components ??= this.kind === 'Pod' ? componentsOf(this.pod) : none);
  }

  /** This object as the only candidate of a composite check; none when its pod has no container. */
  get whole(): readonly Judged[] {
    return this.pod.containers.length === 0 ? none : (this.#self ??= [this]);
  }

  /** What a check says of this object, worked out once: composite checks ask for their parts here. */
  outcome(check: Check, world: World): Outcome {
    const slot = this.#slotOf.get(check.id);
    if (slot !== undefined) return this.outcomeIn(slot, check, world);
    let outcome = this.#others?.get(check.id);
    if (outcome === undefined) {
      outcome = check.judge(this, world);
      (this.#others ??= new Map()).set(check.id, outcome);
    }
    return outcome;
  }

  /** The same for the check of a slot. */
  outcomeIn(slot: number, check: Check, world: World): Outcome {
    return (this.#slots[slot] ??= check.judge(this, world));
  }

  /** What a check said of this object, if it was asked. */
  known(check: Check): Outcome | undefined {
    const slot = this.#slotOf.get(check.id);
    return slot === undefined ? this.#others?.get(check.id) : this.#slots[slot];
  }
}
