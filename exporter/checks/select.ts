import type { Check } from './define.ts';

/** The checks that remain after `only` (empty: all) and `disable`; unknown ids are returned, not ignored. */
export function selectChecks<C extends Check>(
  all: readonly C[],
  { only, disable }: { readonly only: readonly string[]; readonly disable: readonly string[] },
): { readonly selected: readonly C[]; readonly unknown: readonly string[] } {
  const known = new Set<string>(all.map(({ id }) => id));
  const unknown = [...only, ...disable].filter((id) => !known.has(id));
  const selected = all.filter(({ id }) => (only.length === 0 || only.includes(id)) && !disable.includes(id));
  return { selected, unknown };
}
