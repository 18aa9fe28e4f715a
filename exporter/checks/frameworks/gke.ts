/** Sections of the CIS GKE Benchmark 1.9 that the generic benchmark lacks. */
export const gke = {
  '4.1.8': 'Nothing is bound to system:anonymous',
  '4.1.9': 'Nothing beyond the defaults is bound to system:unauthenticated',
  '4.1.10': 'Nothing beyond the defaults is bound to system:authenticated',
  '4.2.1': 'Every namespace enforces the baseline standard or a stricter one',
} as const;
