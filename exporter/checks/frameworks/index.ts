import { aks } from './aks.ts';
import { cis } from './cis.ts';
import { eks } from './eks.ts';
import { gke } from './gke.ts';
import { microsoft } from './microsoft.ts';
import { mitre } from './mitre.ts';
import { nsa } from './nsa.ts';
import { pss } from './pss.ts';

/** Frameworks that checks refer to: what each is called, and its controls by number or id, in our own words. */
export const frameworks = {
  aks: { title: 'CIS AKS Benchmark 1.8', controls: aks },
  cis: { title: 'CIS Kubernetes Benchmark 1.12', controls: cis },
  eks: { title: 'CIS EKS Benchmark 1.8', controls: eks },
  gke: { title: 'CIS GKE Benchmark 1.9', controls: gke },
  microsoft: { title: 'Microsoft threat matrix for Kubernetes', controls: microsoft },
  mitre: { title: 'MITRE ATT&CK for Containers', controls: mitre },
  nsa: { title: 'NSA/CISA Kubernetes Hardening Guide', controls: nsa },
  pss: { title: 'Pod Security Standards', controls: pss },
} as const;

export type FrameworkId = keyof typeof frameworks;

/** Controls that a check covers; an id that is not in the catalogue does not compile. */
export type FrameworkRefs = {
  readonly [F in FrameworkId]?: readonly (keyof (typeof frameworks)[F]['controls'])[];
};
