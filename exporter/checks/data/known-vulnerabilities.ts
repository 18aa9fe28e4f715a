/** A weakness of a component, and the releases that have it. */
export interface Vulnerability {
  readonly id: string;
  /** What is in it for an attacker. */
  readonly says: string;
  /** Releases from the first inclusive to the second exclusive, which has the fix. */
  readonly affected: readonly (readonly [from: string, fixed: string])[];
  /** Only on nodes of this system. */
  readonly only?: 'windows';
}

/** When the lists of this file were last looked through. What was published later they do not know. */
export const vulnerabilitiesAsOf = '2025-12-31';

/** Of kube-apiserver (kubernetes.io/docs/reference/issues-security/official-cve-feed). */
export const apiServerVulnerabilities: readonly Vulnerability[] = [
  {
    id: 'CVE-2022-3172',
    says: 'an aggregated API server sends clients, with their credentials, wherever it likes',
    affected: [
      ['0.0.0', '1.22.14'],
      ['1.23.0', '1.23.11'],
      ['1.24.0', '1.24.5'],
      ['1.25.0', '1.25.1'],
    ],
  },
  {
    id: 'CVE-2022-3162',
    says: 'who may list one custom resource reads others of its group',
    affected: [
      ['0.0.0', '1.22.16'],
      ['1.23.0', '1.23.14'],
      ['1.24.0', '1.24.8'],
      ['1.25.0', '1.25.4'],
    ],
  },
  {
    id: 'CVE-2023-2728',
    says: 'ephemeral containers mount Secrets that their service account may not',
    affected: [
      ['0.0.0', '1.24.15'],
      ['1.25.0', '1.25.11'],
      ['1.26.0', '1.26.6'],
      ['1.27.0', '1.27.3'],
    ],
  },
  {
    id: 'CVE-2024-3177',
    says: 'containers take Secrets as environment that their service account may not mount',
    affected: [
      ['0.0.0', '1.27.13'],
      ['1.28.0', '1.28.9'],
      ['1.29.0', '1.29.4'],
    ],
  },
  {
    id: 'CVE-2025-5187',
    says: 'a node deletes itself and comes back with labels and taints of its choice',
    affected: [
      ['1.31.0', '1.31.12'],
      ['1.32.0', '1.32.8'],
      ['1.33.0', '1.33.4'],
    ],
  },
];

/** Of the kubelet. */
export const kubeletVulnerabilities: readonly Vulnerability[] = [
  {
    id: 'CVE-2021-25741',
    says: 'a container reaches files of the host through a sub-path of a volume',
    affected: [
      ['0.0.0', '1.19.15'],
      ['1.20.0', '1.20.11'],
      ['1.21.0', '1.21.5'],
      ['1.22.0', '1.22.2'],
    ],
  },
  {
    id: 'CVE-2023-3676',
    says: 'who may create pods becomes administrator of Windows nodes',
    only: 'windows',
    affected: [
      ['0.0.0', '1.24.17'],
      ['1.25.0', '1.25.13'],
      ['1.26.0', '1.26.8'],
      ['1.27.0', '1.27.5'],
      ['1.28.0', '1.28.1'],
    ],
  },
  {
    id: 'CVE-2023-5528',
    says: 'who may create pods and volumes becomes administrator of Windows nodes',
    only: 'windows',
    affected: [
      ['0.0.0', '1.25.16'],
      ['1.26.0', '1.26.11'],
      ['1.27.0', '1.27.8'],
      ['1.28.0', '1.28.4'],
    ],
  },
  {
    id: 'CVE-2024-10220',
    says: 'a gitRepo volume runs commands on the node',
    affected: [
      ['0.0.0', '1.28.12'],
      ['1.29.0', '1.29.7'],
      ['1.30.0', '1.30.3'],
    ],
  },
  {
    id: 'CVE-2024-9042',
    says: 'who may query the logs of Windows nodes runs commands on them',
    only: 'windows',
    affected: [
      ['0.0.0', '1.29.13'],
      ['1.30.0', '1.30.9'],
      ['1.31.0', '1.31.5'],
      ['1.32.0', '1.32.1'],
    ],
  },
];

/** Of container runtimes, by the name before `://` in the status of a node. */
export const runtimeVulnerabilities: Readonly<Record<string, readonly Vulnerability[]>> = {
  containerd: [
    {
      id: 'CVE-2020-15257',
      says: 'a container in the network of its host commands the runtime',
      affected: [
        ['0.0.0', '1.3.9'],
        ['1.4.0', '1.4.3'],
      ],
    },
    {
      id: 'CVE-2022-23648',
      says: 'an image reads any file of the host',
      affected: [
        ['0.0.0', '1.4.13'],
        ['1.5.0', '1.5.10'],
        ['1.6.0', '1.6.1'],
      ],
    },
    {
      id: 'CVE-2024-40635',
      says: 'an image runs as root whatever its user is set to',
      affected: [
        ['0.0.0', '1.6.38'],
        ['1.7.0', '1.7.27'],
        ['2.0.0', '2.0.4'],
      ],
    },
  ],
  'cri-o': [
    {
      id: 'CVE-2022-0811',
      says: 'a pod sets any kernel parameter of the node and breaks out',
      affected: [
        ['1.19.0', '1.19.6'],
        ['1.20.0', '1.20.7'],
        ['1.21.0', '1.21.6'],
        ['1.22.0', '1.22.3'],
        ['1.23.0', '1.23.2'],
      ],
    },
  ],
};
