import { profiles, type Profile } from '../contract/vocabulary.ts';
import type { Check } from './define.ts';

/** Checks of the critical-posture set whatever their severity. */
const alwaysCritical: ReadonlySet<string> = new Set([
  'pod-hostpath-volume',
  'svc-loadbalancer-public',
  'rbac-cluster-admin-binding',
]);

/** Whether the check decides if a cluster is clean. */
export function isCriticalPosture({ id, severity, optional }: Check): boolean {
  return alwaysCritical.has(id) || (severity === 'critical' && !optional);
}

const holds: Readonly<Record<Profile, (check: Check) => boolean>> = {
  'critical-posture': isCriticalPosture,
  baseline: ({ frameworks }) => frameworks.pss?.includes('baseline') ?? false,
  // The restricted standard holds everything of the baseline.
  restricted: ({ frameworks }) => frameworks.pss !== undefined,
  cis: ({ frameworks }) => frameworks.cis !== undefined,
  nsa: ({ frameworks }) => frameworks.nsa !== undefined,
  default: ({ optional }) => !optional,
  all: () => true,
};

/** The profiles that hold a check. */
export function profilesOf(check: Check): readonly Profile[] {
  return profiles.filter((profile) => holds[profile](check));
}

/** Whether a profile holds a check. */
export function isInProfile(profile: Profile, check: Check): boolean {
  return holds[profile](check);
}
