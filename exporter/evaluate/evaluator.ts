import type { Result } from '../contract/vocabulary.ts';
import type { Check, Outcome } from '../checks/define.ts';
import { Judged } from '../checks/judged.ts';
import type { Inventory } from '../model/inventory.ts';
import type { KindName } from '../model/kinds.ts';
import type { KubeObject } from '../model/object.ts';
import type { Offence } from '../model/verdict.ts';
import { Unseen } from '../model/world.ts';
import type { Exempt, Exemption } from './exemptions.ts';
import { statusDependency, type Dependency } from './dependency.ts';
import { isAddition, subjecthoodOf } from './subjecthood.ts';
import { TrackedWorld } from './tracked-world.ts';

/** Results in a byte; 0 means that the check does not look at the kind. */
export const codes = ['none', 'pass', 'not_applicable', 'fail', 'exempt', 'unknown', 'error'] as const;
export const codeOf: Readonly<Record<Result, number>> = {
  pass: 1,
  not_applicable: 2,
  fail: 3,
  exempt: 4,
  unknown: 5,
  error: 6,
};

/** An offence with the check that found it, and the exemption that accepts it. */
export interface Violation extends Offence {
  /** Index into the evaluator's checks. */
  readonly check: number;
  readonly exemption?: Exemption;
}

/** What all checks say of one object. */
export interface Evaluation {
  /** One code per check, in the order of the evaluator's checks. */
  readonly results: Uint8Array;
  readonly violations: readonly Violation[];
  /** Why results are unknown or errors, per index of a check. */
  readonly reasons: ReadonlyMap<number, string> | undefined;
  readonly dependencies: ReadonlySet<Dependency> | undefined;
}

const noViolations: readonly Violation[] = [];

/** Judges objects of one inventory; holds no results itself. */
export class Evaluator {
  readonly checks: readonly Check[];
  readonly #byKind = new Map<KindName, readonly number[]>();
  /** Per kind the position of each check, by id, among those that look at it. */
  readonly #slotOf = new Map<KindName, ReadonlyMap<string, number>>();
  readonly #inventory: Inventory;
  readonly #world: TrackedWorld;
  readonly #exempt: Exempt;
  readonly #onError: (check: Check, object: KubeObject, error: unknown) => void;

  constructor(deps: {
    readonly checks: readonly Check[];
    readonly inventory: Inventory;
    readonly exempt: Exempt;
    readonly onError: (check: Check, object: KubeObject, error: unknown) => void;
  }) {
    this.checks = deps.checks;
    this.#inventory = deps.inventory;
    this.#world = new TrackedWorld(deps.inventory);
    this.#exempt = deps.exempt;
    this.#onError = deps.onError;
    deps.checks.forEach((check, index) => {
      for (const kind of check.kinds) this.#byKind.set(kind, [...(this.#byKind.get(kind) ?? []), index]);
    });
    for (const [kind, indexes] of this.#byKind) {
      this.#slotOf.set(kind, new Map(indexes.map((index, slot) => [deps.checks[index]?.id ?? '', slot])));
    }
  }

  /** Indexes of the checks that look at a kind. */
  checksOf(kind: KindName): readonly number[] {
    return this.#byKind.get(kind) ?? [];
  }

  /** Tells of derived values that are no longer true: what depends on one has to be judged again. */
  onStale(listener: (value: Dependency) => void): void {
    this.#world.derivedValues.onStale(listener);
  }

  /** Drops what was derived; the caller judges everything again. */
  forget(): void {
    this.#world.derivedValues.forget();
  }

  evaluate(kind: KindName, object: KubeObject): Evaluation {
    const results = new Uint8Array(this.checks.length);
    const applicable = this.checksOf(kind);
    if (!this.#inventory.isVisible(kind)) {
      for (const index of applicable) results[index] = codeOf.unknown;
      const reason = `${kind} objects cannot be seen now`;
      return {
        results,
        violations: noViolations,
        reasons: new Map(applicable.map((index) => [index, reason])),
        dependencies: new Set([statusDependency(kind)]),
      };
    }
    this.#world.begin();
    const additionsOnly = subjecthoodOf(kind, object, this.#inventory) === 'additions';
    const judged = new Judged(kind, object, this.#slotOf.get(kind));
    let violations: Violation[] | undefined;
    let reasons: Map<number, string> | undefined;
    for (let slot = 0; slot < applicable.length; slot++) {
      const index = applicable[slot] as number;
      const check = this.checks[index] as Check;
      try {
        const judgedWhole = judged.outcomeIn(slot, check, this.#world);
        const outcome = additionsOnly ? ofAdditions(judgedWhole) : judgedWhole;
        if (outcome === 'not_applicable') results[index] = codeOf.not_applicable;
        else if (outcome.length === 0) results[index] = codeOf.pass;
        else {
          let failing = false;
          for (const offence of outcome) {
            const exemption = this.#exempt(check.id, judged, offence, this.#world);
            failing ||= exemption === undefined;
            (violations ??= []).push({ ...offence, check: index, ...(exemption && { exemption }) });
          }
          results[index] = failing ? codeOf.fail : codeOf.exempt;
        }
      } catch (error) {
        const unseen = error instanceof Unseen;
        if (unseen && additionsOnly) {
          results[index] = codeOf.not_applicable;
          continue;
        }
        results[index] = unseen ? codeOf.unknown : codeOf.error;
        (reasons ??= new Map()).set(index, error instanceof Error ? error.message : String(error));
        if (!unseen) this.#onError(check, object, error);
      }
    }
    return { results, violations: violations ?? noViolations, reasons, dependencies: this.#world.asked() };
  }
}

/** What an outcome says of containers that were added to a running pod; the template answers for everything else. */
function ofAdditions(outcome: Outcome): Outcome {
  if (outcome === 'not_applicable') return outcome;
  const offences = outcome.filter(isAddition);
  return offences.length > 0 ? offences : 'not_applicable';
}
