/** A Deployment without pods as kubectl takes it. A privileged one is a critical offence. */
export function deployment(
  name: string,
  {
    privileged,
    namespace = 'shop',
    team = 'checkout',
  }: { readonly privileged: boolean; readonly namespace?: string; readonly team?: string },
): string {
  const container = { name: 'app', image: 'registry.example/app:1', securityContext: { privileged } };
  return JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: { team } },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [container] } },
    },
  });
}
