/** Findings that databases count at most: a total of so many means that many at least. */
const mostCounted = 10_000;

/** A total of a page of findings, as honest as it is: `9,999`, `10,000+`. */
export function totalOf(total: number): string {
  return total >= mostCounted ? `${numberOf(total)}+` : numberOf(total);
}

/** A whole number with its thousands apart. */
export function numberOf(count: number): string {
  return count.toLocaleString('en-US');
}

/** A number and what it counts: `1 finding`, `2 findings`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${numberOf(count)} ${count === 1 ? one : many}`;
}

/** A ratio of 0 to 1 in percent; never 100 % while anything is missing, never 0 % while there is something. */
export function percentOf(ratio: number): string {
  const percent = ratio * 100;
  if (ratio < 1 && percent > 99.9) return '>99.9 %';
  if (ratio > 0 && percent < 0.1) return '<0.1 %';
  return `${Number(percent.toFixed(1))} %`;
}
