export type MetricType = 'gauge' | 'counter' | 'histogram';
export type Plane = 'posture' | 'self';

/** One published metric family. `plane` tells which of the two listeners serves it. */
export interface MetricSpec<Label extends string = string> {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly labels: readonly Label[];
  readonly plane: Plane;
  /** Upper bounds of a histogram's buckets, in the unit of the name, without +Inf. */
  readonly buckets?: readonly number[];
  /** +Inf is a value of it, not a fault. */
  readonly unbounded?: true;
}

export type LabelOf<M> = M extends { readonly labels: readonly (infer L)[] } ? L & string : never;

type OnPlane<M, P extends Plane> = { readonly [K in keyof M]: M[K] & { readonly plane: P } };

/** Declares the families of one listener; names and labels stay literal types. */
export function families<P extends Plane, const M extends Record<string, Omit<MetricSpec, 'plane'>>>(
  plane: P,
  declared: M,
): OnPlane<M, P> {
  const entries = Object.entries(declared).map(([key, spec]) => [key, { ...spec, plane }]);
  return Object.fromEntries(entries) as OnPlane<M, P>;
}
