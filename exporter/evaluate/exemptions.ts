import type { Judged } from '../checks/judged.ts';
import type { Offence } from '../model/verdict.ts';
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
