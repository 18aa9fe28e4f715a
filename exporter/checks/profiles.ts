import type { Check } from './define.ts';

/** Named sets of checks: what M1 counts, and the two Pod Security Standards. */
export const profiles = ['critical-posture', 'pss-baseline', 'pss-restricted'] as const;
export type Profile = (typeof profiles)[number];

/** Checks of the critical-posture set whatever their severity. */
const alwaysCritical: ReadonlySet<string> = new Set([
  'pod-hostpath-volume',
  'svc-loadbalancer-public',
  'rbac-cluster-admin-binding',
]);

/** Whether the check decides if a cluster is clean. */
export function isCriticalPosture({ id, severity }: Check): boolean {
  return severity === 'critical' || alwaysCritical.has(id);
}

/** The profiles that hold a check; restricted includes baseline. */
export function profilesOf(check: Check): readonly Profile[] {
  const levels = check.frameworks.pss ?? [];
  const held: Profile[] = [];
  if (isCriticalPosture(check)) held.push('critical-posture');
  if (levels.includes('baseline')) held.push('pss-baseline');
  if (levels.length > 0) held.push('pss-restricted');
  return held;
}
