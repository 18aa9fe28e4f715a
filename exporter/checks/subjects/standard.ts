import type { World } from '../../model/world.ts';
import type { Offence } from '../../model/verdict.ts';
import type { Check } from '../define.ts';
import type { Judged } from '../judged.ts';
import { listed } from '../text.ts';
import type { PodView } from './pod-view.ts';

/** A control of a Pod Security Standard: a check, and since which minor release of Kubernetes 1 the standard has it. */
export interface Control {
  readonly check: Check;
  readonly since?: number;
  /** The minor release in which another control takes its place. */
  readonly until?: number;
  /** What this standard forbids although the check by itself lets it pass. */
  readonly alsoForbids?: (pod: PodView) => boolean;
}

/** Whether Pod Security of the world's release holds a pod to a control. */
function isInForce({ since = 0, until }: Control, { version: { major, minor } }: World): boolean {
  const release = major > 1 ? Infinity : minor;
  return release >= since && (until === undefined || release < until);
}

/** The checks that an object fails, among the controls in force; undefined when there is none. */
export function failedControls(judged: Judged, controls: readonly Control[], world: World): Check[] | undefined {
  let failed: Check[] | undefined;
  for (const control of controls) {
    if (isInForce(control, world) && isViolated(judged, control, world)) (failed ??= []).push(control.check);
  }
  return failed;
}

function isViolated(judged: Judged, { check, alsoForbids }: Control, world: World): boolean {
  const outcome = judged.outcome(check, world);
  if (outcome !== 'not_applicable' && outcome.length > 0) return true;
  return alsoForbids !== undefined && alsoForbids(judged.pod);
}

/** The offence of a pod against a standard as a whole; false when it meets every control in force. */
export function standardOffence(
  judged: Judged,
  standard: 'baseline' | 'restricted',
  controls: readonly Control[],
  world: World,
): Offence | false {
  const failed = failedControls(judged, controls, world);
  if (failed === undefined) return false;
  const ids = failed.map(({ id }) => id);
  return {
    path: judged.pod.path,
    message: `the pod does not meet the ${standard} standard: ${listed(ids, controls.length)}`,
  };
}
