/** One thing that a check objects to. */
export interface Offence {
  /** Path below the object, in the notation `spec.template.spec.containers[0].image`. */
  readonly path: string;
  readonly container?: string;
  /** One sentence that says what is wrong here; it never carries the value of a secret. */
  readonly message: string;
  /** Tells apart offences at one owner whose paths may move; defaults to the container, else the path. */
  readonly part?: string;
}

/** Part of the offence that stands for those beyond the most that a check reports of one object. */
export const morePart = 'more';

/** What tells an offence apart at its object: its part, else its container, else its path. */
export function partOf({ part, container, path }: Offence): string {
  return part ?? container ?? path;
}
