import type { Severity } from '../contract/vocabulary.ts';

/** What an attacker or an accident gains where the check fails, from the widest reach to the narrowest. */
export const impacts = {
  cluster: 'control of the cluster, or of the identity of everybody in it',
  node: 'control of a node and of everything that runs on it',
  workload: 'control of single workloads, or their data and credentials',
  operations: 'loss of availability, evidence or order; nobody gains access by it alone',
} as const;
export type Impact = keyof typeof impacts;

/** How far it is from the failing state to that gain. */
export const eases = {
  direct: 'one step for whoever holds the workload, the subject or the network path',
  conditional: 'one more condition has to hold that is common but not given',
  contributing: 'it only helps once another weakness has been used',
} as const;
export type Ease = keyof typeof eases;

/** Why a check is as severe as it is. */
export interface Risk {
  readonly impact: Impact;
  readonly ease: Ease;
}

/** Severity is impact × ease, so that two checks of one severity are comparable. */
export const severityTable: Readonly<Record<Impact, Readonly<Record<Ease, Severity>>>> = {
  cluster: { direct: 'critical', conditional: 'high', contributing: 'medium' },
  node: { direct: 'critical', conditional: 'high', contributing: 'medium' },
  workload: { direct: 'high', conditional: 'medium', contributing: 'low' },
  operations: { direct: 'medium', conditional: 'low', contributing: 'info' },
};

/** The severity that a risk has. */
export function severityOf({ impact, ease }: Risk): Severity {
  return severityTable[impact][ease];
}
