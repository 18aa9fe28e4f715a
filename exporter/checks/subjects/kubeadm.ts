import { Document } from 'yaml';
import type { Component } from './component.ts';

/** Where kubeadm takes flags of a component from, and the phase that writes its static pod anew. */
const places: Readonly<Record<Component, { readonly keys: readonly string[]; readonly phase: string }>> = {
  'kube-apiserver': { keys: ['apiServer', 'extraArgs'], phase: 'control-plane apiserver' },
  'kube-controller-manager': { keys: ['controllerManager', 'extraArgs'], phase: 'control-plane controller-manager' },
  'kube-scheduler': { keys: ['scheduler', 'extraArgs'], phase: 'control-plane scheduler' },
  etcd: { keys: ['etcd', 'local', 'extraArgs'], phase: 'etcd local' },
};

/** A ClusterConfiguration of kubeadm (kubeadm.k8s.io/v1beta4) that starts a component with these values of flags. */
export function kubeadmArguments(component: Component, values: Readonly<Record<string, string>>): string {
  const { keys, phase } = places[component];
  const file = new Document({ apiVersion: 'kubeadm.k8s.io/v1beta4', kind: 'ClusterConfiguration' });
  file.setIn(keys, file.createNode(Object.entries(values).map(([name, value]) => ({ name, value }))));
  return [
    `# Into the configuration of each node of the control plane, then: kubeadm init phase ${phase} --config <file>`,
    `# Without kubeadm, give ${component} the same flags. Files elsewhere than under pki need a mount in its pod.`,
    file.toString({ lineWidth: 0 }),
  ].join('\n');
}
