import { whole } from './whole.ts';

/** The parts of a Namespace that checks read. */
export interface NamespaceFields {
  readonly metadata?: { readonly name?: string; readonly labels?: Readonly<Record<string, string>> };
}

/** Namespaces. */
export const namespace = whole<NamespaceFields>('namespace', ['Namespace'], {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
});

const systemNamespaces: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease']);

/** Whether Kubernetes itself made the namespace for its own use. */
export function isSystemNamespace(name: string): boolean {
  return systemNamespaces.has(name);
}
