import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { ConfigError } from '../config/load.ts';
import { readBy, yamlDocuments } from '../config/yaml-file.ts';
import type { Waiver } from '../model/waiver.ts';
import { compileWaiver, type CompiledWaiver } from './compile.ts';
import { waiverOf, waiverSchema, type WaiverTerms } from './schema.ts';

/** The text of a file of waivers. */
export interface WaiverText {
  readonly file: string;
  readonly text: string;
}

/**
 * Texts of files, of the `.yaml` and `.yml` files of folders, and of what patterns match. Throws ConfigError for what
 * cannot be read; `setting` is what named the paths.
 */
export async function readWaiverTexts(paths: readonly string[], setting: string): Promise<readonly WaiverText[]> {
  const files = new Set<string>();
  for (const path of paths) for (const file of await filesOf(path, setting)) files.add(file);
  return Promise.all(
    [...files].sort().map(async (file) => ({
      file,
      text: await readFile(file, 'utf8').catch((error: unknown) => unreadable(file, setting, error)),
    })),
  );
}

/** Tells versions of texts apart. */
export function digestOfTexts(texts: readonly WaiverText[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}

/** Reads waivers, any number to a file. Throws ConfigError with all problems, a line each: file, line, field and remedy. */
export function parseWaivers(texts: readonly WaiverText[], terms: WaiverTerms): readonly CompiledWaiver[] {
  const schema = waiverSchema(terms);
  const found = new Map<string, Waiver>();
  const problems: string[] = [];
  for (const { file, text } of texts) {
    try {
      for (const document of yamlDocuments(file, text)) {
        try {
          const { metadata, spec } = readBy(schema, file, document);
          const { name } = metadata;
          const line = document.lineOf(['metadata', 'name']);
          const other = found.get(name)?.source;
          if (other?.kind === 'file') {
            problems.push(
              `${file}:${line}: metadata.name: "${name}" is taken by ${other.file}:${other.line}; choose another`,
            );
          } else found.set(name, waiverOf(name, spec, { kind: 'file', file, line }));
        } catch (error) {
          problems.push(told(error));
        }
      }
    } catch (error) {
      problems.push(told(error));
    }
  }
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return [...found.values()].map((waiver) => compileWaiver(waiver, terms));
}

function told(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  throw error;
}

async function filesOf(path: string, setting: string): Promise<readonly string[]> {
  const about = await stat(path).catch((error: unknown) => {
    if (isDynamicPattern(path)) return undefined;
    return unreadable(path, setting, error);
  });
  if (about === undefined) return glob(path, { absolute: false, dot: false });
  if (!about.isDirectory()) return [path];
  const names = await readdir(path).catch((error: unknown) => unreadable(path, setting, error));
  // A folder without waivers is one in which there are none yet.
  return names.filter((name) => ['.yaml', '.yml'].includes(extname(name))).map((name) => join(path, name));
}

function unreadable(path: string, setting: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
  throw new ConfigError(`${setting}: ${path} cannot be read (${code}); check the path and its permissions`, {
    cause: error,
  });
}
