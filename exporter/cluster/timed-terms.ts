import type { Engine } from '../evaluate/engine.ts';
import type { Evaluator } from '../evaluate/evaluator.ts';
import type { GrantedExemptions } from '../evaluate/exemptions.ts';
import type { ClusterWindows } from '../findings/windows.ts';
import type { Inventory } from '../model/inventory.ts';
import type { KindName } from '../model/kinds.ts';
import { refOf } from '../model/object.ts';

export interface TimedTermsDeps {
  readonly inventory: Inventory;
  readonly waivers: GrantedExemptions;
  readonly windows: ClusterWindows;
  readonly engine: Engine;
  readonly evaluator: Evaluator;
  readonly clock: () => number;
}

/** What people agreed on for a time: waivers and deploy windows. They take effect between two cycles, never within one. */
export class TimedTerms {
  readonly #deps: TimedTermsDeps;
  #hasOtherWaivers = true;
  #hasOtherNamespaces = true;

  constructor(deps: TimedTermsDeps) {
    this.#deps = deps;
  }

  /** An object of this kind came, changed or went. */
  changed(kind: KindName): void {
    if (kind === 'Waiver') this.#hasOtherWaivers = true;
    if (kind === 'Namespace') this.#hasOtherNamespaces = true;
  }

  /** Takes over what is in force and open now; objects that a changed waiver is about are due. */
  refresh(): void {
    const { inventory, windows, clock } = this.#deps;
    this.#refreshWaivers();
    const namespaces = this.#hasOtherNamespaces ? inventory.list('Namespace') : undefined;
    this.#hasOtherNamespaces = false;
    windows.refresh(namespaces, clock());
  }

  /** When any of it changes by the passing of time alone; milliseconds since the epoch. */
  get nextChange(): number | undefined {
    const { waivers, windows } = this.#deps;
    const changes = [waivers.nextChange, windows.nextChange].filter((at) => at !== undefined);
    return changes.length === 0 ? undefined : Math.min(...changes);
  }

  #refreshWaivers(): void {
    const { inventory, waivers, engine, evaluator, clock } = this.#deps;
    const resources = this.#hasOtherWaivers ? inventory.list('Waiver') : undefined;
    this.#hasOtherWaivers = false;
    const touched = waivers.refresh(resources, clock());
    if (touched === undefined) return;
    for (const [key, { violations }] of engine.evaluations()) {
      const ref = refOf(key);
      if (violations.some(({ check }) => touched(evaluator.checks[check]?.id ?? '', ref))) engine.dueAt(key);
    }
  }
}
