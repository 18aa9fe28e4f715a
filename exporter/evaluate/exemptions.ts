import type { Judged } from '../checks/judged.ts';
import type { KubeObject, ObjectRef } from '../model/object.ts';
import type { Offence } from '../model/verdict.ts';
import type { WaiverView } from '../model/waiver.ts';
import type { World } from '../model/world.ts';

/** Why an offence is accepted: who ships the object, and why it needs what the check objects to. */
export interface Exemption {
  readonly id: string;
  readonly reason: string;
}

/**
 * Decides whether an offence is known and accepted; undefined means that it is not. What it asks the world is remembered
 * as the questions of checks are, so that an exemption ends when what it rests on changes.
 */
export type Exempt = (check: string, judged: Judged, offence: Offence, world: World) => Exemption | undefined;

/** Accepts nothing. */
export const noExemptions: Exempt = () => undefined;

/** The first exemption that one of several gives. */
export function firstOf(...exempts: readonly Exempt[]): Exempt {
  return (check, judged, offence, world) => {
    for (const exempt of exempts) {
      const exemption = exempt(check, judged, offence, world);
      if (exemption !== undefined) return exemption;
    }
    return undefined;
  };
}

/** Whether an offence of a check at an object may be accepted now and was not, or the other way round. */
export type Touched = (check: string, ref: ObjectRef) => boolean;

/** Exemptions that people grant in one cluster: they come, change and end, which takes effect at `refresh` alone. */
export interface GrantedExemptions {
  readonly exempt: Exempt;
  /** When the next one in force ends, in milliseconds since the epoch; undefined while none does. */
  readonly nextChange: number | undefined;
  /**
   * Takes over what has changed by `now`, with all `Waiver` resources of the cluster where these have changed. Says which
   * offences have to be judged again; undefined where none has.
   */
  readonly refresh: (resources: Iterable<KubeObject> | undefined, now: number) => Touched | undefined;
  /** All of them, with what they accept by the number of uses of each exemption. */
  /** What an object asks for by annotations; `matched` is left to the caller, who has the evaluation. */
  readonly proposedAt: (object: KubeObject, ref: ObjectRef) => readonly WaiverView[];
  readonly views: (uses: ReadonlyMap<string, number>, now: number) => readonly WaiverView[];
}

/** Nothing is granted. */
export const nothingGranted: GrantedExemptions = {
  exempt: noExemptions,
  nextChange: undefined,
  refresh: () => undefined,
  proposedAt: () => [],
  views: () => [],
};
