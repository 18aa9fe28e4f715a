/** Controls of the CIS EKS Benchmark 1.8 that the generic benchmark lacks; titles are ours. */
export const eks = {
  '2.1.1': 'Logs of the control plane are switched on',
  '2.1.2': 'Audit logs are collected and watched over',
  '4.1.7': 'Who may enter the cluster is managed by access entries',
  '5.1.1': 'Images are scanned for vulnerabilities',
  '5.1.2': 'Few people may change the image registry',
  '5.1.3': 'The cluster may read the image registry but not write to it',
  '5.1.4': 'Images come from approved registries only',
  '5.2.1': 'Workloads have cloud identities of their own',
  '5.3.1': 'Secrets are encrypted with a key of the customer',
  '5.4.1': 'Access to the endpoint of the control plane is restricted',
  '5.4.2': 'The endpoint of the control plane is private',
  '5.4.3': 'Nodes have private addresses only',
  '5.4.4': 'Network policies are enforced',
  '5.4.5': 'Traffic to load balancers is encrypted',
  '5.5.1': 'People sign in through the identities of the cloud',
} as const;
