import type { Mutant } from './mutants.ts';
import { owed } from './owed.ts';

/** Mutants that nobody can tell from the rule, by their id, and why that is so. */
export const equivalent: Readonly<Record<string, string>> = {};

/** Survivors by what is known of them. */
export interface ToldApart {
  readonly equivalent: number;
  readonly owed: number;
  readonly surprising: readonly Mutant[];
}

/** Splits survivors into those with a reason, those that a case is still to be written for, and the rest. */
export function toldApart(survivors: readonly Mutant[]): ToldApart {
  const without = survivors.filter(({ id }) => !(id in equivalent));
  const surprising = without.filter(({ id }) => !owed.includes(id));
  return {
    equivalent: survivors.length - without.length,
    owed: without.length - surprising.length,
    surprising,
  };
}

/** What is wrong after a run: survivors that no list has, and equivalent ones that a case tells apart after all. */
export function unexpected(shown: readonly Mutant[], survivors: readonly Mutant[]): readonly string[] {
  const alive = new Set(survivors.map(({ id }) => id));
  const dead = shown.filter(({ id }) => !alive.has(id) && id in equivalent);
  return [
    ...toldApart(survivors).surprising.map(({ id }) => id),
    ...dead.map(({ id }) => `${id}: is killed now; take it from the list`),
  ];
}
