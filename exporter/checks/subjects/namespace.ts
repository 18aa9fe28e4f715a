import type { Manifest } from '../patch.ts';
import { soundPod } from './pod.ts';
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

/** A namespace with a pod in it, for examples: its labels are patched in, and `enforce` is absent unless they set it. */
export function usedNamespace(name = 'shop', labels: Readonly<Record<string, string>> = {}): readonly Manifest[] {
  const pod = soundPod({});
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } },
    { ...pod, metadata: { name: 'app', namespace: name } },
  ];
}
