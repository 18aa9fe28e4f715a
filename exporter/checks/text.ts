const longestName = 80;
const longestMessage = 400;

/** Characters that could move a cursor, hide text or turn it round: controls, format marks, lone surrogates, unassigned. */
const invisible = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Text that a cluster's users control, made safe for a message: no control or invisible characters, cut at `longest`. */
export function plain(text: string, longest = longestName): string {
  const visible = text.slice(0, 2 * longest).replace(invisible, '');
  return visible.length > longest || text.length > 2 * longest ? `${visible.slice(0, longest)}…` : visible;
}

/** A cluster-controlled value, made safe for a message: strings between quotes, numbers as they are, the rest by its shape. */
export function quoted(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(plain(value)) : word(value);
}

/** A value of any shape as one word, for the parts of offences; objects are not looked into, however deep they are. */
export function word(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object';
  return `${value as number | boolean | bigint}`;
}

/** The first few of some phrases, and how many more there are: `a, b and 3 more`. */
export function listed(phrases: readonly string[], most = 4): string {
  if (phrases.length <= most) return phrases.join(', ');
  return `${phrases.slice(0, most).join(', ')} and ${phrases.length - most} more`;
}

/** A whole message, cut where it grows beyond what a line of output can bear. */
export function clipped(message: string): string {
  return message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message;
}
