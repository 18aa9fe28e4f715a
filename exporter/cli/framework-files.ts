import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import type { ApiFramework } from '../contract/api.ts';
import type { Check } from '../checks/define.ts';
import { definitionOf, frameworkSchema, type FrameworkDefinition } from '../checks/frameworks/definition.ts';
import { frameworks as shipped } from '../checks/frameworks/index.ts';
import { resolveFrameworks } from '../checks/frameworks/resolve.ts';
import { ConfigError } from '../config/load.ts';
import { nearest } from '../config/nearest.ts';

/** Frameworks that ship as files, as those of companies are. */
const examples = join(import.meta.dirname, '..', 'checks', 'frameworks');

interface FrameworkFile {
  readonly path: string;
  readonly definition: FrameworkDefinition;
}

/**
 * Every framework: those that ship, then those of files or of folders with `.yaml` and `.yml` files. Throws ConfigError
 * that names file, field and the nearest known id, one problem a line.
 */
export async function loadFrameworks(
  library: readonly Check[],
  paths: readonly string[],
): Promise<readonly ApiFramework[]> {
  const files: FrameworkFile[] = [];
  for (const path of [examples, ...paths]) {
    for (const file of await filesOf(path)) files.push(await readFramework(file));
  }
  const pathOf = new Map<string, string>(Object.keys(shipped).map((id) => [id, 'the frameworks that ship']));
  for (const { path, definition } of files) {
    const other = pathOf.get(definition.id);
    if (other !== undefined)
      throw new ConfigError(`${path}: id: "${definition.id}" is taken by ${other}; choose another`);
    pathOf.set(definition.id, path);
  }
  const { frameworks, unknown } = resolveFrameworks(
    library,
    files.map(({ definition }) => definition),
  );
  const lines = unknown.map(({ framework, where, word, known }) => {
    const meant = nearest(word, known);
    const remedy =
      meant === undefined ? '"plumbline checks" and "plumbline frameworks" list ids' : `did you mean ${meant}?`;
    return `${pathOf.get(framework)}: ${where}: "${word}" is not known; ${remedy}`;
  });
  if (lines.length > 0) throw new ConfigError(lines.join('\n'));
  return frameworks;
}

const keysOfFile = Object.keys(frameworkSchema.shape);
const keysOfControl = Object.keys(frameworkSchema.shape.controls.element.shape);

function problemsOf(issue: z.core.$ZodIssue, file: string): readonly string[] {
  const where = `${file}: ${issue.path.join('.') || 'the document'}`;
  if (issue.code !== 'unrecognized_keys') return [`${where}: ${issue.message}`];
  const known = issue.path.length === 0 ? keysOfFile : keysOfControl;
  return issue.keys.map((key) => {
    const meant = nearest(key, known);
    return `${where}: "${key}" is not a key; ${meant === undefined ? `there are ${known.join(', ')}` : `did you mean ${meant}?`}`;
  });
}

async function filesOf(path: string): Promise<readonly string[]> {
  const about = await stat(path).catch((error: unknown) => unreadable(path, error));
  if (!about.isDirectory()) return [path];
  const names = (await readdir(path).catch((error: unknown) => unreadable(path, error))).filter((name) =>
    ['.yaml', '.yml'].includes(extname(name)),
  );
  if (names.length === 0)
    throw new ConfigError(`${path}: holds no .yaml or .yml file; add one, or leave the folder out`);
  return names.sort().map((name) => join(path, name));
}

async function readFramework(path: string): Promise<FrameworkFile> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => unreadable(path, error));
  const document = parseDocument(text, { uniqueKeys: true });
  const [problem] = document.errors;
  if (problem !== undefined) throw new ConfigError(`${path}: ${problem.message}`);
  const parsed = frameworkSchema.safeParse(document.toJS());
  if (parsed.success) return { path, definition: definitionOf(parsed.data) };
  throw new ConfigError(parsed.error.issues.flatMap((issue) => problemsOf(issue, path)).join('\n'));
}

function unreadable(path: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
  throw new ConfigError(
    `${path}: cannot be read (${code}); check \`checks.frameworks\` and the permissions of the file`,
    {
      cause: error,
    },
  );
}
