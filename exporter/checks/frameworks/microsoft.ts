/** Tactics of Microsoft's threat matrix for Kubernetes. */
export const microsoft = {
  'credential-access': 'Credential access',
  execution: 'Execution',
  persistence: 'Persistence',
} as const;
