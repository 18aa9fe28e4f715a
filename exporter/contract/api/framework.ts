/** How far checks answer a control: by themselves, by a person, by nothing within reach, or by nothing yet. */
export const controlStates = ['covered', 'manual', 'not_automatable', 'not_covered'] as const;
export type ControlState = (typeof controlStates)[number];

export interface ApiControl {
  readonly id: string;
  readonly title: string;
  readonly section: string;
  readonly state: ControlState;
  /** Why no check answers it. */
  readonly reason?: string;
  /** Ids of the checks that answer it, in the library's order. */
  readonly checks: readonly string[];
  /** Those of them that run only where they are asked for; without them the others answer all the same. */
  readonly optional: readonly string[];
}

/** A framework with all its controls, in our own words. */
export interface ApiFramework {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  /** Where the original can be read; empty where it is not public. */
  readonly source: string;
  readonly controls: readonly ApiControl[];
}

/** A framework in a list: how many controls there are of each state. */
export interface ApiFrameworkSummary extends Omit<ApiFramework, 'controls'> {
  readonly controls: number;
  readonly states: Readonly<Record<ControlState, number>>;
  /** Checks that answer at least one control. */
  readonly checks: number;
}

/** What a cluster shows for a control: `manual` means that no check answers it, so somebody has to look. */
export const controlResults = ['pass', 'fail', 'exempt', 'unknown', 'not_applicable', 'manual'] as const;
export type ControlResult = (typeof controlResults)[number];

export interface ApiControlResult extends ApiControl {
  readonly result: ControlResult;
  /** Results of its checks on objects; unknown includes checks that threw and kinds that cannot be seen. */
  readonly counts: Readonly<Record<'pass' | 'fail' | 'exempt' | 'unknown', number>>;
  /** Those of its checks that do not run here: what they would say is unknown. */
  readonly off: readonly string[];
}

/** A framework as one cluster stands to it. */
export interface ApiFrameworkResult extends Omit<ApiFramework, 'controls'> {
  readonly cluster: string;
  /** Posture score over the checks of the framework, 0 to 1; absent while none of them has a verdict. */
  readonly score?: number;
  readonly results: Readonly<Record<ControlResult, number>>;
  readonly controls: readonly ApiControlResult[];
}
