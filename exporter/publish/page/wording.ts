import { html, type Html } from './html.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time as people say it: `42 s`, `5 min`, `3 h`, `12 d`. */
export function duration(milliseconds: number): string {
  const length = Math.max(0, milliseconds);
  if (length < MINUTE) return `${Math.floor(length / 1000)} s`;
  if (length < HOUR) return `${Math.floor(length / MINUTE)} min`;
  if (length < 2 * DAY) return `${Math.floor(length / HOUR)} h`;
  return `${Math.floor(length / DAY)} d`;
}

/** A moment: how long ago, with the exact time behind it. Milliseconds since the epoch. */
export function ago(at: number, now: number): Html {
  const exact = new Date(at).toISOString();
  return html`<time datetime="${exact}" title="${exact}">${duration(now - at)} ago</time>`;
}

/** A ratio in hundredths with one decimal, rounded down: only what is whole reads 100. */
export function ofHundred(ratio: number): string {
  return (Math.floor(ratio * 1000) / 10).toFixed(1);
}

/** A ratio as a percentage, rounded down. */
export function percent(ratio: number): string {
  return `${ofHundred(ratio)} %`;
}

/** Part lost of the score, in points of a hundred; what is too small to show still costs something. */
export function points(ratio: number): string {
  const hundredths = ratio * 100;
  return hundredths > 0 && hundredths < 0.05 ? '<0.1' : hundredths.toFixed(1);
}

/** `1 object`, `2 objects`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? singular : plural}`;
}
