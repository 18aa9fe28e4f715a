export const nsa = {
  'pod-security': 'Kubernetes pod security',
} as const;
