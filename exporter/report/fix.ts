import { kindNamed, kinds } from '../model/kinds.ts';
import type { ScanResult } from '../contract/scan.ts';
import { isRecord } from '../model/record.ts';
import { harmless, shellQuote } from './text.ts';

/**
 * The command that applies patches to the object of a result, ready to be pasted into a POSIX shell. Undefined for an
 * object whose name no shell should see.
 */
export function patchCommand(
  { object }: ScanResult,
  patches: readonly object[],
  kubectl: readonly string[],
): string | undefined {
  const { apiVersion, kind, namespace, name } = object;
  if (harmless(name) !== name || harmless(namespace ?? '') !== (namespace ?? '')) return undefined;
  const known = kindNamed(apiVersion, kind);
  if (known === undefined) return undefined;
  // Only Kubernetes' own kinds know how to merge lists by name.
  const isCustom = kinds[known].custom === true;
  const words = [
    'kubectl',
    'patch',
    isCustom ? `${kind.toLowerCase()}.${kinds[known].group}` : kind.toLowerCase(),
    name,
    ...(namespace === undefined ? [] : ['-n', namespace]),
    ...kubectl,
    ...(isCustom ? ['--type', 'merge'] : []),
    '-p',
    ascii(JSON.stringify(mergedPatches(patches))),
  ];
  return words.map(shellQuote).join(' ');
}

/** What to write into a file, one `path: value` per line. */
export function edits(patches: readonly object[]): readonly string[] {
  const lines: string[] = [];
  const visit = (value: unknown, path: string): void => {
    if (isRecord(value) && Object.keys(value).length > 0) {
      for (const [key, inner] of Object.entries(value)) visit(inner, path === '' ? key : `${path}.${key}`);
    } else if (isNamedList(value)) {
      for (const { name, ...rest } of value) visit(rest, `${path}[name=${String(name)}]`);
    } else if (value === null) lines.push(`remove ${path}`);
    else lines.push(`set ${path} to ${ascii(JSON.stringify(value))}`);
  };
  visit(mergedPatches(patches), '');
  return lines;
}

/** One patch that does what several do; lists of named elements are merged by name, as the API server would. */
export function mergedPatches(patches: readonly object[]): object {
  return patches.reduce<object>((merged, patch) => merge(merged, patch) as object, {});
}

function merge(base: unknown, patch: unknown): unknown {
  if (isRecord(base) && isRecord(patch)) {
    const merged = { ...base };
    for (const [key, value] of Object.entries(patch)) merged[key] = key in base ? merge(base[key], value) : value;
    return merged;
  }
  if (isNamedList(base) && isNamedList(patch)) {
    const byName = new Map(base.map((element) => [element['name'], element]));
    for (const element of patch) {
      byName.set(element['name'], merge(byName.get(element['name']), element) as Record<string, unknown>);
    }
    return [...byName.values()];
  }
  return patch;
}

function isNamedList(value: unknown): value is readonly Record<string, unknown>[] {
  return Array.isArray(value) && value.length > 0 && value.every((element) => isRecord(element) && 'name' in element);
}

function ascii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
