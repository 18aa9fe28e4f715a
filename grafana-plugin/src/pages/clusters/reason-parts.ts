/** A reason why a cluster is not clean, with the check that it is about. */
export interface ReasonParts {
  readonly text: string;
  /** Id of the check, where the reason ends in one. */
  readonly check?: string;
}

/** Finds the id of the check that a reason of the exporter ends with, in brackets. */
export function reasonParts(reason: string): ReasonParts {
  const found = /^(.*) \(([a-z0-9]+(?:-[a-z0-9]+)+)\)\.$/.exec(reason);
  const [, text, check] = found ?? [];
  return text === undefined || check === undefined ? { text: reason } : { text, check };
}
