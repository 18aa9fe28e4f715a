import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import picomatch from 'picomatch';
import { parse } from 'yaml';
import { isRecord } from '../model/record.ts';

/** A kubeconfig that cannot be used; the message names file, entry and remedy, never a secret. */
export class KubeconfigError extends Error {
  override readonly name = 'KubeconfigError';
}

/** An entry of a kubeconfig and the file it is from: paths in it are relative to that file. */
export interface Entry {
  readonly name: string;
  readonly file: string;
  readonly directory: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A context with the cluster and user that it joins. */
export interface ContextSpec {
  readonly name: string;
  readonly namespace?: string;
  readonly cluster: Entry;
  readonly user: Entry | undefined;
}

/** Which contexts to use; patterns are globs over their names. */
export type ContextChoice = 'current' | 'all' | readonly string[];

interface Merged {
  readonly files: readonly string[];
  readonly contexts: ReadonlyMap<string, Entry>;
  readonly clusters: ReadonlyMap<string, Entry>;
  readonly users: ReadonlyMap<string, Entry>;
  readonly current: string | undefined;
}

/**
 * Reads the files as kubectl merges them (the first to define a name wins) and picks contexts. `required`: every
 * file must exist; otherwise at least one. Throws KubeconfigError.
 */
export function readContexts(files: readonly string[], required: boolean, choice: ContextChoice): ContextSpec[] {
  const merged = merge(files, required);
  return chosen(merged, choice).map((context) => join(merged, context));
}

function merge(files: readonly string[], required: boolean): Merged {
  const read: string[] = [];
  const sections = {
    contexts: new Map<string, Entry>(),
    clusters: new Map<string, Entry>(),
    users: new Map<string, Entry>(),
  };
  let current: string | undefined;
  for (const file of files) {
    const text = textOf(file, required);
    if (text === undefined) continue;
    read.push(file);
    const config = parsed(file, text);
    if (typeof config['current-context'] === 'string') current ||= config['current-context'];
    for (const [section, inner] of [
      ['contexts', 'context'],
      ['clusters', 'cluster'],
      ['users', 'user'],
    ] as const) {
      for (const entry of entries(file, config[section], section, inner)) {
        if (!sections[section].has(entry.name)) sections[section].set(entry.name, entry);
      }
    }
  }
  if (read.length === 0) {
    throw new KubeconfigError(
      `no kubeconfig found at ${files.join(', ')}: set KUBECONFIG or pass --kubeconfig with the path of one`,
    );
  }
  return { files: read, ...sections, current: current === '' ? undefined : current };
}

function textOf(file: string, required: boolean): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' && !required) return undefined;
    throw new KubeconfigError(
      code === 'ENOENT'
        ? `kubeconfig ${file} does not exist: check the path`
        : `kubeconfig ${file} cannot be read (${code}): check its permissions`,
      { cause: error },
    );
  }
}

function parsed(file: string, text: string): Record<string, unknown> {
  try {
    const config: unknown = parse(text, { logLevel: 'error' });
    if (config === null) return {};
    if (isRecord(config)) return config;
  } catch (error) {
    // The parser's own message quotes the line, which may be a token.
    const [position] = (error as { linePos?: readonly { line: number }[] }).linePos ?? [];
    throw new KubeconfigError(
      `kubeconfig ${file}${position === undefined ? '' : ` line ${position.line}`} is not valid YAML: ` +
        'compare with `kubectl config view`',
    );
  }
  throw new KubeconfigError(`kubeconfig ${file} is not a mapping: compare with \`kubectl config view\``);
}

function* entries(file: string, list: unknown, section: string, inner: string): Generator<Entry> {
  if (list === undefined || list === null) return;
  if (!Array.isArray(list)) throw new KubeconfigError(`kubeconfig ${file}: ${section} is not a list`);
  for (const [index, item] of (list as unknown[]).entries()) {
    const name = isRecord(item) ? item['name'] : undefined;
    if (!isRecord(item) || typeof name !== 'string' || name === '') {
      throw new KubeconfigError(`kubeconfig ${file}: ${section}[${index}].name is missing`);
    }
    const body = item[inner] ?? {};
    if (!isRecord(body)) {
      throw new KubeconfigError(`kubeconfig ${file}: ${inner} of ${section} "${name}" is not a mapping`);
    }
    yield { name, file, directory: dirname(file), body };
  }
}

function chosen(merged: Merged, choice: ContextChoice): Entry[] {
  const { contexts, current } = merged;
  const where = merged.files.join(', ');
  if (contexts.size === 0) {
    throw new KubeconfigError(`kubeconfig ${where} has no contexts: add one with \`kubectl config set-context\``);
  }
  if (choice === 'all') return [...contexts.values()];
  if (choice === 'current') {
    if (current === undefined) {
      throw new KubeconfigError(
        `kubeconfig ${where} has no current-context: run \`kubectl config use-context\` with one of ` +
          `${listed(contexts.keys())}, or name one with --context`,
      );
    }
    return [contexts.get(current) ?? unknownContext(where, current, contexts)];
  }
  const picked = new Set<Entry>();
  for (const pattern of choice) {
    // A name that is there is meant literally: EKS names contain characters that globs give a meaning.
    const exact = contexts.get(pattern);
    const matches = picomatch(pattern, { dot: true, bash: true });
    const found = exact === undefined ? [...contexts.values()].filter(({ name }) => matches(name)) : [exact];
    if (found.length === 0) unknownContext(where, pattern, contexts);
    for (const entry of found) picked.add(entry);
  }
  return [...picked];
}

function join(merged: Merged, context: Entry): ContextSpec {
  const at = `kubeconfig ${context.file}, context "${context.name}"`;
  const { cluster: clusterName, user: userName, namespace } = context.body;
  const cluster = merged.clusters.get(String(clusterName));
  if (cluster === undefined) {
    throw new KubeconfigError(
      `${at} names the cluster "${String(clusterName)}", which no file defines: have ${listed(merged.clusters.keys())}`,
    );
  }
  const user = typeof userName === 'string' ? merged.users.get(userName) : undefined;
  if (user === undefined && typeof userName === 'string' && userName !== '') {
    throw new KubeconfigError(
      `${at} names the user "${userName}", which no file defines: have ${listed(merged.users.keys())}`,
    );
  }
  return {
    name: context.name,
    ...(typeof namespace === 'string' && namespace !== '' ? { namespace } : {}),
    cluster,
    user,
  };
}

function unknownContext(where: string, wanted: string, contexts: ReadonlyMap<string, Entry>): never {
  const nearest = [...contexts.keys()].sort((a, b) => distance(a, wanted) - distance(b, wanted));
  throw new KubeconfigError(
    `kubeconfig ${where} has no context that matches "${wanted}": did you mean ${listed(nearest)}?`,
  );
}

function listed(names: Iterable<string>): string {
  const all = [...names];
  const shown = all.slice(0, 3).map((name) => `"${name}"`);
  return (shown.join(', ') || 'none') + (all.length > 3 ? ` or ${all.length - 3} more` : '');
}

/** Edits from one name to the other, counted on a single row. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
