import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import type { ScanProblem } from '../../contract/scan.ts';

/** A file to read, as people call it and where it is; `path` is undefined for standard input. */
export interface Input {
  readonly name: string;
  readonly path: string | undefined;
}

export interface ResolvedInputs {
  readonly inputs: readonly Input[];
  readonly problems: readonly ScanProblem[];
}

const manifestName = /\.(ya?ml|json)$/i;
const skippedFolders = new Set(['node_modules']);

/**
 * The files that arguments of `scan` mean, each once and in a stable order. A named file is read whatever it is called;
 * folders and patterns give `*.yaml`, `*.yml` and `*.json` outside hidden folders and node_modules.
 */
export async function resolveInputs(args: readonly string[], cwd: string): Promise<ResolvedInputs> {
  const found = new Map<string, Input>();
  const problems: ScanProblem[] = [];
  let matches = 0;
  const add = (path: string): void => {
    matches += 1;
    if (!found.has(path)) found.set(path, { name: nameOf(path, cwd), path });
  };
  for (const arg of args) {
    if (arg === '-') {
      found.set('-', { name: '-', path: undefined });
      continue;
    }
    const path = resolve(cwd, arg);
    const before = problems.length;
    matches = 0;
    const kind = await kindOf(path);
    if (kind === 'file') add(path);
    else if (kind === 'folder') await walk(path, add, problems, new Set(), cwd);
    else if (isDynamicPattern(arg)) {
      const names = await glob(arg, {
        cwd,
        absolute: true,
        followSymbolicLinks: false,
        ignore: ['**/node_modules/**', '**/.git/**'],
      });
      for (const match of names.filter((name) => manifestName.test(name)).toSorted()) add(resolve(match));
    }
    if (matches > 0 || problems.length > before) continue;
    const message = kind === 'missing' ? 'no file matches' : 'the folder holds no *.yaml, *.yml or *.json file';
    problems.push({ file: arg, message, remedy: 'Check the path; it is read relative to the current folder.' });
  }
  return { inputs: [...found.values()], problems };
}

function nameOf(path: string, cwd: string): string {
  const name = relative(cwd, path);
  return name === '' || name.startsWith('..') ? path : name;
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'missing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    // A path that exists but may not be looked at is reported when it is read, with the reason.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'file';
  }
}

/** `seen` holds the real paths of folders on the way, so that a loop of symbolic links ends. */
async function walk(
  folder: string,
  add: (path: string) => void,
  problems: ScanProblem[],
  seen: Set<string>,
  cwd: string,
): Promise<void> {
  try {
    const real = await realpath(folder);
    if (seen.has(real)) return;
    seen.add(real);
    const entries = (await readdir(folder, { withFileTypes: true })).toSorted((a, b) => compare(a.name, b.name));
    for (const entry of entries) {
      if (entry.name.startsWith('.') || skippedFolders.has(entry.name)) continue;
      const path = join(folder, entry.name);
      const kind = entry.isDirectory() ? 'folder' : entry.isSymbolicLink() ? await kindOf(path) : 'file';
      if (kind === 'folder') await walk(path, add, problems, seen, cwd);
      else if (kind === 'file' && manifestName.test(entry.name)) add(path);
    }
  } catch (error) {
    problems.push(unreadable(nameOf(folder, cwd), error));
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What to tell of a path that the file system refuses. */
export function unreadable(file: string, error: unknown): ScanProblem {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return { file, message: `cannot be read: ${code}`, remedy: 'Give this user permission to read it, or leave it out.' };
}
