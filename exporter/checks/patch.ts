/** What an example changes about a sound subject; `undefined` removes the field, a list replaces the list. */
export type Patch<T> = T extends readonly (infer E)[]
  ? readonly Patch<E>[]
  : T extends object
    ? { readonly [K in keyof T]?: Patch<T[K]> | null | undefined }
    : T;

/** A manifest as a person would write it. */
export type Manifest = { readonly apiVersion: string; readonly kind: string } & Readonly<Record<string, unknown>>;

/** `base` with a patch applied; neither is changed. */
export function patched<T extends object>(base: T, patch: Patch<T>): T {
  return merge(base, patch) as T;
}

function merge(base: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const merged: Record<string, unknown> =
    typeof base === 'object' && base !== null && !Array.isArray(base) ? { ...base } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) delete merged[key];
    else merged[key] = merge(merged[key], value);
  }
  return merged;
}

/** An example that needs more than a patch: other objects in the cluster, a Kubernetes version, parameters. */
export class Given<E> {
  readonly patch: Patch<E>;
  readonly others: readonly Manifest[];
  readonly version: string | undefined;
  readonly settings: Readonly<Record<string, unknown>> | undefined;
  constructor(
    patch: Patch<E>,
    others: readonly Manifest[],
    version?: string,
    settings?: Readonly<Record<string, unknown>>,
  ) {
    this.patch = patch;
    this.others = others;
    this.version = version;
    this.settings = settings;
  }
}

/** An example beside other objects of its cluster. */
export function given<E>(patch: Patch<E>, ...others: readonly Manifest[]): Given<E> {
  return new Given(patch, others);
}

/** An example on a given Kubernetes release such as `1.30`. */
export function onVersion<E>(version: string, patch: Patch<E>, ...others: readonly Manifest[]): Given<E> {
  return new Given(patch, others, version);
}

/** An example with parameters of the check set. */
export function setTo<E>(
  settings: Readonly<Record<string, unknown>>,
  patch: Patch<E>,
  ...others: readonly Manifest[]
): Given<E> {
  return new Given(patch, others, undefined, settings);
}
