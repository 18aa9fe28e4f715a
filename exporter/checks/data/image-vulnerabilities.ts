import type { Vulnerability } from './known-vulnerabilities.ts';

/** When the list was last looked through. What was published later it does not know. */
export const imageVulnerabilitiesAsOf = '2025-12-31';

/**
 * A few weaknesses that are attacked widely, by the path of the image: under whatever registry it stands, because
 * companies mirror what they use. No list of this kind stands in for a scanner of images.
 */
export const imageVulnerabilities: Readonly<Record<string, readonly Vulnerability[]>> = {
  'apache/activemq-classic': [
    {
      id: 'CVE-2023-46604',
      says: 'anybody who reaches the broker runs code in it',
      affected: [
        ['0.0.0', '5.15.16'],
        ['5.16.0', '5.16.7'],
        ['5.17.0', '5.17.6'],
        ['5.18.0', '5.18.3'],
      ],
    },
  ],
  'argoproj/argocd': [
    {
      id: 'CVE-2025-55190',
      says: 'any token of a project reads the credentials of repositories',
      affected: [
        ['2.13.0', '2.13.9'],
        ['2.14.0', '2.14.16'],
        ['3.0.0', '3.0.14'],
        ['3.1.0', '3.1.2'],
      ],
    },
  ],
  'atlassian/confluence': [
    { id: 'CVE-2023-22527', says: 'anybody who reaches it runs code in it', affected: [['8.0.0', '8.5.4']] },
  ],
  'atlassian/confluence-server': [
    { id: 'CVE-2023-22527', says: 'anybody who reaches it runs code in it', affected: [['8.0.0', '8.5.4']] },
  ],
  'gitlab/gitlab-ce': [passwordReset()],
  'gitlab/gitlab-ee': [passwordReset()],
  'grafana/grafana': [
    {
      id: 'CVE-2021-43798',
      says: 'anybody who reaches it reads its files',
      affected: [
        ['8.0.0', '8.0.7'],
        ['8.1.0', '8.1.8'],
        ['8.2.0', '8.2.7'],
        ['8.3.0', '8.3.1'],
      ],
    },
  ],
  'ingress-nginx/controller': [
    {
      id: 'CVE-2025-1974',
      says: 'any pod that reaches its webhook runs code in it and reads the Secrets of the cluster',
      affected: [
        ['0.0.0', '1.11.5'],
        ['1.12.0', '1.12.1'],
      ],
    },
  ],
  'jenkins/jenkins': [
    {
      id: 'CVE-2024-23897',
      says: 'anybody who reaches it reads its files, keys included',
      affected: [
        ['0.0', '2.426.3'],
        ['2.427', '2.440.1'],
        ['2.441', '2.442'],
      ],
    },
  ],
  'kyverno/kyverno': [
    {
      id: 'CVE-2022-47633',
      says: 'a malicious registry walks around the verification of images',
      affected: [['1.8.3', '1.8.5']],
    },
  ],
  'library/redis': [
    {
      id: 'CVE-2025-49844',
      says: 'anybody who may send it a script runs code in it',
      affected: [
        ['0.0.0', '6.2.20'],
        ['7.0.0', '7.2.11'],
        ['7.4.0', '7.4.6'],
        ['8.0.0', '8.0.4'],
        ['8.2.0', '8.2.2'],
      ],
    },
  ],
  'metabase/metabase': [
    {
      id: 'CVE-2023-38646',
      says: 'anybody who reaches it runs code in it',
      affected: [
        ['0.43.0', '0.43.7.2'],
        ['0.44.0', '0.44.7.1'],
        ['0.45.0', '0.45.4.1'],
        ['0.46.0', '0.46.6.1'],
      ],
    },
  ],
};

function passwordReset(): Vulnerability {
  return {
    id: 'CVE-2023-7028',
    says: 'anybody who reaches it takes over accounts by a reset of their passwords',
    affected: [
      ['16.1.0', '16.1.6'],
      ['16.2.0', '16.2.9'],
      ['16.3.0', '16.3.7'],
      ['16.4.0', '16.4.5'],
      ['16.5.0', '16.5.6'],
      ['16.6.0', '16.6.4'],
      ['16.7.0', '16.7.2'],
    ],
  };
}
