/** One line of the report: a figure, its baseline from the same run, and the aim it is held against. */
export interface Figure {
  readonly what: string;
  readonly value: string;
  readonly baseline?: string;
  readonly aim?: string;
  /** Whether the aim was met; undefined where there is none. */
  readonly met?: boolean;
}

/** The value below which `share` (0 to 1) of the samples lie. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** The middle of the timings of `work` in milliseconds, after one unmeasured run. */
export function medianMs(runs: number, work: () => void): number {
  work();
  const timings: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    work();
    timings.push(performance.now() - start);
  }
  return quantile(timings, 0.5);
}

export const ratio = (value: number): string => value.toFixed(2);
export const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
export const mib = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MiB`;

/** Prints figures, aims beside them; what is missed is marked and said by how much. */
export function print(title: string, figures: readonly Figure[]): void {
  console.log(`\n${title}`);
  for (const { what, value, baseline, aim, met } of figures) {
    const parts = [
      value,
      baseline && `baseline ${baseline}`,
      aim && `aim ${aim}`,
      met === undefined ? '' : met ? 'met' : 'MISSED',
    ];
    console.log(`  ${what.padEnd(52)} ${parts.filter(Boolean).join('   ')}`);
  }
}
