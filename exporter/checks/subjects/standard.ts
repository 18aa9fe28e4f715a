import type { World } from '../../model/world.ts';
import type { Offence } from '../../model/verdict.ts';
import type { Check } from '../define.ts';
import type { Judged } from '../judged.ts';
import { listed } from '../text.ts';

/** A control of a Pod Security Standard: a check, and since which minor release of Kubernetes 1 the standard has it. */
export interface Control {
  readonly check: Check;
  readonly since?: number;
  /** The minor release in which another control takes its place. */
  readonly until?: number;
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
    if (!isInForce(control, world)) continue;
    const outcome = judged.outcome(control.check, world);
    if (outcome !== 'not_applicable' && outcome.length > 0) (failed ??= []).push(control.check);
  }
  return failed;
}

/** The offence of a pod against a standard as a whole. */
export function standardOffence({ pod }: Judged, standard: string, failed: readonly string[]): Offence {
  return {
    path: pod.path,
    message: `the pod does not meet the ${standard} standard: ${listed(failed, 20)}`,
  };
}
