import { severities, type ApiNodePool } from '#contract';

type Failing = ApiNodePool['failing'][number];

/** Checks that fail in any of these pools, the most severe first and then by how many nodes; each once. */
export function failingAnywhere(pools: readonly ApiNodePool[]): readonly Failing[] {
  const sums = new Map<string, Failing>();
  for (const one of pools.flatMap(({ failing }) => failing)) {
    sums.set(one.check, { ...one, nodes: one.nodes + (sums.get(one.check)?.nodes ?? 0) });
  }
  const rank = ({ severity }: Failing) => severities.indexOf(severity);
  return [...sums.values()].sort((a, b) => rank(a) - rank(b) || b.nodes - a.nodes || a.title.localeCompare(b.title));
}

/** On how many nodes of a pool a check fails. */
export function nodesFailing({ failing }: ApiNodePool, check: string): number {
  return failing.find((one) => one.check === check)?.nodes ?? 0;
}
