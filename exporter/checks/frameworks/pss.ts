/** Levels of the Pod Security Standards; privileged allows everything and so is no level to check. */
export const pss = {
  baseline: 'Prevents known privilege escalations',
  restricted: 'Follows current best practice for hardening pods',
} as const;

/** The standards have no sections. */
export const pssSections: Readonly<Record<string, readonly (keyof typeof pss)[]>> = {
  Levels: ['baseline', 'restricted'],
};
