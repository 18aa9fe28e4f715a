import type { KubeObject } from '../model/object.ts';

/** Keeps equal parts of objects once. What it returns is shared and must never be changed. */
export type Share = (object: KubeObject) => KubeObject;

/** Longer strings, and parts with more fields, are rarely equal and cost more to compare than they save. */
const longestString = 256;
const mostFields = 16;
/** A table starts over before it can grow without bound; what was shared stays shared. */
const mostEntries = 50_000;
/** Deeper parts are left alone: nothing of Kubernetes nests like this, and garbage must not exhaust the stack. */
const deepest = 32;

/** A kept value and the number that stands for it in the hashes of what holds it. */
interface Kept {
  readonly hash: number;
  readonly value: unknown;
}

/**
 * Objects of a cluster repeat each other: the same probes, limits, labels and variables in thousands of pods. Parts are
 * compared from the leaves up. Children of equal parts are the same already, so that equality is a look at each field,
 * and a hash that collides costs sharing, never correctness.
 */
export function createShare(): Share {
  const scalars = new Map<unknown, Kept>();
  const composites = new Map<number, Kept>();
  const names = new Map<string, number>();
  let numbers = 0;

  function scalar(value: unknown): Kept {
    const found = scalars.get(value);
    if (found !== undefined) return found;
    if (scalars.size >= mostEntries) scalars.clear();
    const kept = { hash: nextNumber(), value };
    scalars.set(value, kept);
    return kept;
  }

  function nameHash(name: string): number {
    let hash = names.get(name);
    if (hash === undefined) {
      if (names.size >= mostEntries) names.clear();
      hash = nextNumber();
      names.set(name, hash);
    }
    return hash;
  }

  function composite(hash: number, value: object): Kept | undefined {
    const found = composites.get(hash);
    if (found !== undefined) return sameShallow(found.value as object, value) ? found : undefined;
    if (composites.size >= mostEntries) composites.clear();
    const kept = { hash, value };
    composites.set(hash, kept);
    return kept;
  }

  function nextNumber(): number {
    numbers = (numbers + 1) | 0;
    return numbers;
  }

  /** What is kept in place of a value; undefined when it is not shared as a whole. */
  function visit(value: unknown, depth: number): Kept | undefined {
    if (typeof value === 'string') return value.length > longestString ? undefined : scalar(value);
    // A map takes -0 for 0, which JSON tells apart.
    if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? undefined : scalar(value);
    if (depth > deepest) return undefined;
    return Array.isArray(value) ? list(value, depth) : map(value as Record<string, unknown>, depth);
  }

  function list(values: unknown[], depth: number): Kept | undefined {
    let hash = mixed(1, values.length);
    let whole = values.length <= mostFields;
    for (let index = 0; index < values.length; index++) {
      const kept = visit(values[index], depth + 1);
      if (kept === undefined) whole = false;
      else {
        values[index] = kept.value;
        hash = mixed(hash, kept.hash);
      }
    }
    return whole ? composite(hash, values) : undefined;
  }

  function map(fields: Record<string, unknown>, depth: number): Kept | undefined {
    let hash = 2;
    let count = 0;
    let whole = true;
    for (const name of Object.keys(fields)) {
      const kept = name === '__proto__' ? undefined : visit(fields[name], depth + 1);
      count += 1;
      if (kept === undefined) whole = false;
      else {
        fields[name] = kept.value;
        hash = mixed(mixed(hash, nameHash(name)), kept.hash);
      }
    }
    return whole && count <= mostFields ? composite(hash, fields) : undefined;
  }

  return (object) => {
    visit(object, 0);
    return object;
  };
}

/** 32-bit mix of a hash and a number. */
function mixed(hash: number, number: number): number {
  const product = Math.imul(hash ^ (number + 0x9e37_79b9), 0x85eb_ca6b);
  return product ^ (product >>> 15);
}

/** Whether two lists, or two maps with the same order of names, hold the very same children. */
function sameShallow(one: object, other: object): boolean {
  if (Array.isArray(one) || Array.isArray(other)) {
    return Array.isArray(one) && Array.isArray(other) && sameItems(one, other);
  }
  const names = Object.keys(one);
  const others = Object.keys(other);
  if (!sameItems(names, others)) return false;
  for (const name of names) {
    if ((one as Record<string, unknown>)[name] !== (other as Record<string, unknown>)[name]) return false;
  }
  return true;
}

function sameItems(one: readonly unknown[], other: readonly unknown[]): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false;
  return true;
}
