import { aks } from './aks.ts';
import { cis } from './cis.ts';
import { eks } from './eks.ts';
import { gke } from './gke.ts';
import { microsoft } from './microsoft.ts';
import { mitre } from './mitre.ts';
import { nsa } from './nsa.ts';
import { pss } from './pss.ts';

/** Frameworks that checks refer to: what each is called, and the controls that a check may name, in our own words. */
export const frameworks = {
  cis: {
    title: 'CIS Kubernetes Benchmark',
    version: '1.12',
    source: 'https://www.cisecurity.org/benchmark/kubernetes',
    controls: cis,
  },
  eks: {
    title: 'CIS EKS Benchmark',
    version: '1.8',
    source: 'https://www.cisecurity.org/benchmark/kubernetes',
    controls: eks,
  },
  gke: {
    title: 'CIS GKE Benchmark',
    version: '1.9',
    source: 'https://www.cisecurity.org/benchmark/kubernetes',
    controls: gke,
  },
  aks: {
    title: 'CIS AKS Benchmark',
    version: '1.8',
    source: 'https://www.cisecurity.org/benchmark/kubernetes',
    controls: aks,
  },
  pss: {
    title: 'Pod Security Standards',
    version: '1.37',
    source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
    controls: pss,
  },
  nsa: {
    title: 'NSA/CISA Kubernetes Hardening Guide',
    version: '1.2',
    source:
      'https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF',
    controls: nsa,
  },
  mitre: {
    title: 'MITRE ATT&CK for Containers',
    version: '17',
    source: 'https://attack.mitre.org/matrices/enterprise/containers/',
    controls: mitre,
  },
  microsoft: {
    title: 'Microsoft threat matrix for Kubernetes',
    version: '3',
    source: 'https://microsoft.github.io/Threat-Matrix-for-Kubernetes/',
    controls: microsoft,
  },
} as const;

export type FrameworkId = keyof typeof frameworks;

/** Controls that a check covers; an id that is not in the catalogue does not compile. */
export type FrameworkRefs = {
  readonly [F in FrameworkId]?: readonly (keyof (typeof frameworks)[F]['controls'])[];
};
