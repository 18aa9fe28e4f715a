import type { ControlResult, ControlState } from '#contract';

/** How results of controls read, and what each means. */
export const resultWords: Readonly<Record<ControlResult, { readonly label: string; readonly means: string }>> = {
  fail: { label: 'fail', means: 'A check that answers it fails on something.' },
  unknown: { label: 'unknown', means: 'Nothing fails, and not all of what was asked could be seen.' },
  manual: { label: 'manual', means: 'No check answers it: somebody has to look.' },
  exempt: { label: 'exempt', means: 'What fails is accepted, by a waiver or as part of the platform.' },
  pass: { label: 'pass', means: 'Everything that its checks look at passes.' },
  not_applicable: { label: 'not applicable', means: 'There is nothing here that it is about.' },
};

/** How far checks answer controls, and what each means. */
export const stateWords: Readonly<Record<ControlState, { readonly label: string; readonly means: string }>> = {
  covered: { label: 'covered', means: 'Checks answer it. Whether they pass is told cluster by cluster.' },
  manual: { label: 'manual', means: 'Somebody has to look: no check can tell.' },
  not_automatable: {
    label: 'not automatable',
    means: 'What it asks is out of reach of anything that only reads an API.',
  },
  not_covered: { label: 'not covered', means: 'A check could answer it, and none does yet.' },
};
