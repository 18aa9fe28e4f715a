import { z } from 'zod';

/** Where a check leaves something to policy: the schemas of its parameters by name, each with a default. */
export type Parameters = Readonly<Record<string, z.ZodType>>;

/** The values of parameters after defaults. */
export type Settings<P extends Parameters> = { readonly [K in keyof P]: z.output<P[K]> };

/** A parameter whose values are a list of words. */
export function words(preset: readonly string[], description: string) {
  return z
    .array(z.string().min(1))
    .readonly()
    .default([...preset])
    .describe(description);
}

/** A parameter that is a whole number within bounds. */
export function count(
  preset: number,
  { min, max }: { readonly min: number; readonly max: number },
  description: string,
) {
  return z.coerce.number().int().min(min).max(max).default(preset).describe(description);
}

/** Namespaces of the platform, shared by every check that leaves them alone; `*` at the end matches any rest. */
export const systemNamespaces = words(
  ['kube-system', 'kube-public', 'kube-node-lease'],
  'Namespaces that the platform made for its own use; `openshift-*` matches by prefix.',
);

/** Whether a name is one of these, or begins like one that ends in `*`. */
export function matchesName(patterns: readonly string[], name: string): boolean {
  for (const pattern of patterns) {
    if (pattern === name || (pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1)))) return true;
  }
  return false;
}

/** Every parameter at its default. */
export function presets<P extends Parameters>(parameters: P): Settings<P> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, schema]) => [name, schema.parse(undefined)]),
  ) as Settings<P>;
}
