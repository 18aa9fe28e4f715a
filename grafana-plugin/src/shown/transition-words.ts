import type { Transition, TransitionReason } from '#contract';

/** Why something became of a finding, in the words of the one who looks for the cause. */
export const reasonWords: Readonly<Record<TransitionReason, string>> = {
  new: 'new',
  baseline: 'found at the first look',
  fixed: 'fixed',
  deleted: 'object deleted',
  exempted: 'exempted',
  check_changed: 'check changed',
};

/** What became of a finding. */
export const transitionWords: Readonly<Record<Transition | 'updated', string>> = {
  opened: 'Opened',
  resolved: 'Resolved',
  reopened: 'Opened again',
  updated: 'Changed',
};
