import { cis } from './cis.ts';
import { mitre } from './mitre.ts';
import { nsa } from './nsa.ts';
import { pss } from './pss.ts';

/** Frameworks that checks refer to: what each is called, and its controls by number or id, in our own words. */
export const frameworks = {
  cis: { title: 'CIS Kubernetes Benchmark 1.12', controls: cis },
  mitre: { title: 'MITRE ATT&CK for Containers', controls: mitre },
  nsa: { title: 'NSA/CISA Kubernetes Hardening Guide', controls: nsa },
  pss: { title: 'Pod Security Standards', controls: pss },
} as const;

export type FrameworkId = keyof typeof frameworks;

/** Controls that a check covers; an id that is not in the catalogue does not compile. */
export type FrameworkRefs = {
  readonly [F in FrameworkId]?: readonly (keyof (typeof frameworks)[F]['controls'])[];
};
