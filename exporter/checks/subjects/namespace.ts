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
