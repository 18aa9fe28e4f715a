import * as z from 'zod';

/** How far a time may lie from the epoch, in milliseconds: what a `Date` holds, so whatever was parsed from a text fits. */
const furthest = 8_640_000_000_000_000;

/**
 * Whether a stored value is a time in milliseconds since the epoch. Whoever may write one cluster of a store may leave
 * any number there, and a time that no calendar has would break the lists of all.
 */
export function isInstant(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= furthest;
}

/** A time in the body of an entry of the journal, in milliseconds since the epoch. */
export const instant: z.ZodNumber = z.number().min(-furthest).max(furthest);
