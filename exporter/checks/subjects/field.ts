const nothing: readonly never[] = [];

/** Whether a field says anything: the API server reads null as if the field were absent. */
export function isSet<T>(value: T): value is NonNullable<T> {
  return value !== undefined && value !== null;
}

/** A list of a manifest, or an empty one where something else stands; entries may still be of any shape. */
export function entries<T>(list: readonly T[] | null | undefined): readonly (T | null | undefined)[] {
  return Array.isArray(list) ? (list as readonly T[]) : nothing;
}

/** The strings of a list of a manifest. */
export function strings(list: readonly string[] | null | undefined): string[] {
  return entries(list).filter((entry) => typeof entry === 'string');
}

/** The texts of a list, where anything may stand in place of one. */
export function texts(list: unknown): string[] {
  return strings(list as readonly string[] | null | undefined);
}
