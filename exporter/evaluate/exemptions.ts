import type { Judged } from '../checks/judged.ts';
import type { Offence } from '../model/verdict.ts';

/** Why an offence is accepted: who ships the object, and why it needs what the check objects to. */
export interface Exemption {
  readonly id: string;
  readonly reason: string;
}

/** Decides whether an offence is known and accepted; undefined means that it is not. */
export type Exempt = (check: string, judged: Judged, offence: Offence) => Exemption | undefined;

/** Accepts nothing. */
export const noExemptions: Exempt = () => undefined;
