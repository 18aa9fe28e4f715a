export const pss = {
  baseline: 'Prevents known privilege escalations',
  restricted: 'Follows current best practice for hardening pods',
} as const;
