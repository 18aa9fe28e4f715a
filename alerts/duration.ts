const units = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/** Seconds of a PromQL duration of one unit such as `90s`, `15m` or `7d`; undefined for anything else, and for nothing. */
export function secondsOf(text: string): number | undefined {
  const match = /^([1-9]\d*)([smhd])$/.exec(text);
  return match === null ? undefined : Number(match[1]) * units[match[2] as keyof typeof units];
}

/** A PromQL duration of whole seconds, in its largest whole unit. */
export function durationOf(seconds: number): string {
  const [unit, size] = Object.entries(units)
    .toReversed()
    .find(([, one]) => seconds % one === 0) ?? ['s', 1];
  return `${seconds / size}${unit}`;
}
