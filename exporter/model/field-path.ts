import { isRecord } from './record.ts';

/** What stands at a path: a value, nothing, or `elsewhere` where the path leads through a list without saying where. */
export type AtPath = { readonly found: 'value'; readonly value: unknown } | { readonly found: 'nothing' | 'elsewhere' };

/**
 * Reads an object at a path in the notation of offences: `spec.containers[0].image`, `metadata.labels[team]`. Names with
 * dots in them are taken as far as the object has them.
 */
export function readPath(object: unknown, path: string): AtPath {
  let value = object;
  let rest = path;
  while (rest !== '') {
    if (value === undefined || value === null) return { found: 'nothing' };
    const inner = rest.startsWith('[') ? bracketed(value, rest) : dotted(value, rest);
    if (inner === undefined) return { found: Array.isArray(value) ? 'elsewhere' : 'nothing' };
    [value, rest] = inner;
  }
  return value === undefined ? { found: 'nothing' } : { found: 'value', value };
}

type Step = readonly [value: unknown, rest: string];

function bracketed(value: unknown, path: string): Step | undefined {
  const end = path.indexOf(']');
  if (end < 0) return undefined;
  const key = path.slice(1, end);
  const rest = path.slice(end + 1).replace(/^\./, '');
  if (Array.isArray(value)) {
    const list = value as readonly unknown[];
    return /^\d{1,6}$/.test(key) ? [list[Number(key)], rest] : undefined;
  }
  return isRecord(value) && Object.hasOwn(value, key) ? [value[key], rest] : undefined;
}

function dotted(value: unknown, path: string): Step | undefined {
  if (!isRecord(value)) return undefined;
  let longest: string | undefined;
  for (const key of Object.keys(value)) {
    const after = path.charAt(key.length);
    const leads = path.startsWith(key) && (after === '' || after === '.' || after === '[');
    if (leads && key.length > (longest?.length ?? -1)) longest = key;
  }
  if (longest === undefined) return undefined;
  return [value[longest], path.slice(longest.length).replace(/^\./, '')];
}
