import { createHash } from 'node:crypto';
import type { KubeObject } from '../../model/object.ts';
import { isRecord } from '../../model/record.ts';

/**
 * By path, what below it nobody declares: identity and status, what API servers and Kubernetes' own controllers write,
 * and the number of replicas, which autoscalers own.
 */
const undeclared: Readonly<Record<string, RegExp>> = {
  '': /^(?:apiVersion|kind|status)$/,
  metadata:
    /^(?:resourceVersion|generation|managers|uid|creationTimestamp|deletionTimestamp|deletionGracePeriodSeconds)$/,
  'metadata.annotations':
    /^(?:deployment\.kubernetes\.io\/|deprecated\.daemonset\.template\.generation$|pv\.kubernetes\.io\/|volume\.kubernetes\.io\/|control-plane\.alpha\.kubernetes\.io\/)/,
  spec: /^replicas$/,
};
/** Longest path that is told, and how deep is looked. */
const longestPath = 256;
const deepest = 40;

/** A field with another value than before; undefined where it is, or was, not there. */
export interface ChangedField {
  /** For example `spec.template.spec.containers[app].image`; at most 256 characters. */
  readonly path: string;
  readonly before: unknown;
  readonly now: unknown;
}

/**
 * The fields in which two versions of an object differ, what is not there any more included: a removed field leaves no
 * trace in managedFields. List items are named by their `name` where all have one. Status, the number of replicas
 * (autoscalers own it) and what API servers write are passed over.
 */
export function changedFields(before: KubeObject, now: KubeObject): readonly ChangedField[] {
  const found: ChangedField[] = [];
  compare(before, now, '', 0, found);
  return found;
}

/** What a version of an object has at a path that `changedFields` gave; undefined for nothing, and for a path that was cut. */
export function valueAt(object: KubeObject, path: string): unknown {
  let value: unknown = object;
  for (const [, plain, bracketed] of path.matchAll(/([^.[\]]+)|\[([^\]]*)\]/g)) {
    const key = plain ?? bracketed ?? '';
    if (Array.isArray(value)) value = itemsOf(value).get(key);
    else if (isRecord(value) && Object.hasOwn(value, key)) value = value[key];
    else return undefined;
  }
  return value;
}

/** A digest of a value of a field, the same for none and for an empty map. */
export function valueHash(value: unknown): string {
  if (isNothing(value)) return '';
  return createHash('sha256').update(canonical(value, 0)).digest('base64url').slice(0, 22);
}

/** Whether a field lies within another one. */
export function isWithin(path: string, outer: string): boolean {
  return path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
}

function compare(before: unknown, now: unknown, path: string, depth: number, found: ChangedField[]): void {
  // Equal parts are mostly the very same object, see normalize/share.ts.
  if (before === now) return;
  // Most updates change the status alone: whole parts are compared before paths are worked out.
  if (depth === 1 && isSame(before, now, depth)) return;
  if (depth < deepest) {
    const passedOver = Object.hasOwn(undeclared, path) ? undeclared[path] : undefined;
    if (isRecord(before) && isRecord(now)) {
      for (const key of keysOf(before, now)) {
        if (passedOver?.test(key) !== true) compare(before[key], now[key], joined(path, key), depth + 1, found);
      }
      return;
    }
    // A map that came or went with nothing in it but what is passed over.
    const whole = isRecord(before) ? before : isRecord(now) ? now : {};
    if (passedOver !== undefined && Object.keys(whole).every((key) => passedOver.test(key))) return;
    if (Array.isArray(before) && Array.isArray(now)) {
      const [old, current] = [itemsOf(before), itemsOf(now)];
      for (const name of new Set([...old.keys(), ...current.keys()])) {
        compare(old.get(name), current.get(name), `${path}[${name}]`, depth + 1, found);
      }
      return;
    }
    // An empty map and none are the same declaration.
    if (isNothing(before) && isNothing(now)) return;
  }
  found.push({ path: path.length <= longestPath ? path : `${path.slice(0, longestPath - 1)}…`, before, now });
}

/** Whether two values are surely the same: what is too deep to look at is not. */
function isSame(one: unknown, other: unknown, depth: number): boolean {
  if (one === other) return true;
  if (depth >= deepest) return false;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isSame(item, other[index], depth + 1));
  }
  if (!isRecord(one) || !isRecord(other)) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key], depth + 1));
}

function keysOf(before: Record<string, unknown>, now: Record<string, unknown>): Set<string> {
  return new Set([...Object.keys(before), ...Object.keys(now)]);
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (isRecord(value) && Object.keys(value).length === 0);
}

/** Keys with dots of their own, such as labels, stand in brackets. */
function joined(path: string, key: string): string {
  if (key.includes('.') || key.includes('/')) return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** Items by name where every one has its own, else by place. */
function itemsOf(list: readonly unknown[]): Map<string, unknown> {
  const named = new Map<string, unknown>();
  for (const item of list) {
    const name = isRecord(item) ? item['name'] : undefined;
    if (typeof name !== 'string' || named.has(name)) return new Map(list.map((one, index) => [String(index), one]));
    named.set(name, item);
  }
  return named;
}

function canonical(value: unknown, depth: number): string {
  if (depth >= deepest) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join()}]`;
  if (!isRecord(value)) return JSON.stringify(value) ?? 'null';
  const fields = Object.keys(value)
    .filter((key) => !isNothing(value[key]))
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key], depth + 1)}`);
  return `{${fields.join()}}`;
}
