/** ClusterRoles that Kubernetes gives to everybody: what the API serves, who one is, and how tokens are verified. */
export const discoveryRoles: ReadonlySet<unknown> = new Set([
  'system:basic-user',
  'system:cluster-trust-bundle-discovery',
  'system:discovery',
  'system:public-info-viewer',
  'system:service-account-issuer-discovery',
]);
