export const mitre = {
  T1611: 'Escape to host',
} as const;
