import type { FrameworkId, frameworks } from './index.ts';

/** Why no check answers a control: a person has to judge, or what decides is out of reach of the Kubernetes API. */
export interface Unanswered {
  readonly state: 'manual' | 'not_automatable';
  readonly reason: string;
}

const files: Unanswered = {
  state: 'not_automatable',
  reason: 'Owners and permissions of files on nodes: needs an agent on the host, which would be a larger risk.',
};
const cloud: Unanswered = {
  state: 'not_automatable',
  reason: 'Answered by the API of the cloud provider, which takes an identity there; the cluster itself does not tell.',
};
const registry: Unanswered = {
  state: 'manual',
  reason: 'Kept in the registry: review who and what may push to it.',
};
const runtime: Unanswered = {
  state: 'not_automatable',
  reason: 'Behaviour that shows only while it happens: detection at runtime, not posture.',
};
const people = (reason: string): Unanswered => ({ state: 'manual', reason });

type Reasons<F extends FrameworkId> = Readonly<
  Partial<Record<keyof (typeof frameworks)[F]['controls'] | `${number}.${number}.*`, Unanswered>>
>;

/** By framework and control; `1.1.*` stands for every control of the section 1.1. A control that checks cover has none. */
export const unanswered: { readonly [F in FrameworkId]?: Reasons<F> } = {
  cis: {
    '1.1.*': files,
    '4.1.*': files,
    '3.1.1': people(
      'Who holds client certificates is known to those who issued them; look for users in the audit log that are neither components nor nodes.',
    ),
    '3.2.2': people(
      'The policy is a file on the hosts of the control plane: compare its rules with what must be told.',
    ),
    '5.4.2': people('Whether an external store is worth its keep depends on the secrets: decide, and write it down.'),
  },
  eks: {
    '2.1.1': cloud,
    '2.1.2': people(
      'Who collects audit logs and looks at them is outside the cluster: show the pipeline and its alerts.',
    ),
    '5.1.1': registry,
    '5.1.2': registry,
    '5.1.3': registry,
    '5.3.1': cloud,
    '5.4.1': cloud,
    '5.4.2': cloud,
    '5.5.1': cloud,
  },
  aks: {
    '2.1.1': cloud,
    '3.1.3': files,
    '3.1.4': files,
    '4.4.1': people(
      'The provider installs the network plugin with the version of the node pool: compare both with its notes.',
    ),
    '5.1.1': registry,
    '5.1.2': registry,
    '5.1.3': registry,
    '5.3.1': cloud,
    '5.4.1': cloud,
    '5.4.2': cloud,
    '5.5.1': cloud,
    '5.5.2': cloud,
  },
  gke: {
    '5.1.1': registry,
    '5.1.2': registry,
    '5.1.3': registry,
    '5.2.1': cloud,
    '5.3.1': cloud,
    '5.5.1': people(
      'Node pools are compared by the systems of their nodes (`osImage`): look whether each is one made for containers.',
    ),
    '5.5.2': cloud,
    '5.5.3': cloud,
    '5.5.4': cloud,
    '5.5.5': cloud,
    '5.5.6': cloud,
    '5.5.7': cloud,
    '5.6.1': cloud,
    '5.6.2': cloud,
    '5.6.3': cloud,
    '5.6.4': cloud,
    '5.6.6': cloud,
    '5.6.7': people('Look whether each Ingress that faces the internet names a managed certificate.'),
    '5.7.1': cloud,
    '5.7.2': people(
      'Audit logs of the operating system are collected by a DaemonSet of your choice: show that it runs on every node.',
    ),
    '5.8.1': cloud,
    '5.8.2': people('How the directory groups people is known there: compare subjects of bindings with its groups.'),
    '5.9.1': people(
      'A StorageClass names the key of new disks in `disk-encryption-kms-key`: look at those in use; of disks that exist the cloud tells.',
    ),
    '5.9.2': cloud,
    '5.10.2': cloud,
    '5.10.4': cloud,
  },
  nsa: {
    kubeconfig: people('Kubeconfig files lie with people and pipelines: review who has one and how it is stored.'),
    'workload-logging': people(
      'What applications log is theirs: review that logs of nodes and containers are collected.',
    ),
    'log-forwarding': people(
      'Where logs go, and who looks at them, is outside the cluster: show the pipeline and its alerts.',
    ),
    'threat-detection': runtime,
  },
  mitre: {
    T1036: runtime,
    T1069: runtime,
    T1490: people(
      'Whether data can be restored shows only by restoring it: keep backups out of reach of the cluster, and try them.',
    ),
    T1110: runtime,
    T1498: runtime,
  },
  microsoft: {
    'cloud-credentials': people('Credentials of the cloud are kept outside the cluster: review who may use them.'),
    'kubeconfig-file': people(
      'Kubeconfig files lie with people and pipelines: review who has one and how it is stored.',
    ),
    'name-similarity': runtime,
    'proxy-server': runtime,
    'data-from-pod': runtime,
    'private-registry-images': registry,
    'data-manipulation': runtime,
  },
};
