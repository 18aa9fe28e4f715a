import { createHash } from 'node:crypto';

const day = 86_400;

/** A figure over time that ends at what is known now: from `before`, `back` seconds ago, on a path that is not quite straight. */
export interface Trend {
  readonly name: string;
  readonly end: number;
  readonly back: number;
  readonly before: number;
  readonly now: number;
}

/** The value of a trend at a moment. The same name gives the same path; whoever counts rounds. */
export function trendAt({ name, end, back, before, now }: Trend, at: number): number {
  const progress = Math.min(1, Math.max(0, 1 - (end - at) / back));
  // Waves that vanish at both ends, so that the present is met exactly.
  const wave =
    Math.sin((at / day / 9 + phase(name)) * 2 * Math.PI) + Math.sin((at / day / 23 + phase(`${name} `)) * 2 * Math.PI);
  const room = 0.18 * Math.min(progress, 1 - progress);
  return before + (now - before) * progress + Math.abs(now - before) * wave * room;
}

/** A number in [0, 1) that belongs to a name. */
export function phase(name: string): number {
  return createHash('sha256').update(name).digest().readUInt32BE(0) / 2 ** 32;
}
