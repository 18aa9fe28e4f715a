/** Topics of the NSA/CISA Kubernetes Hardening Guide 1.2; the guide itself numbers nothing. */
export const nsa = {
  'pod-security': 'Kubernetes pod security',
  'non-root': 'Containers that do not run as root',
  'immutable-filesystem': 'Containers with an immutable file system',
  'service-account-tokens': 'Protection of service account tokens of pods',
  'network-separation': 'Separation of the network by policies and namespaces',
  authorization: 'Role-based access control with few privileges',
  secrets: 'Secrets kept out of configuration',
} as const;
