import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { nearest } from './nearest.ts';
import { configSchema, type Config } from './schema.ts';

/** A configuration that cannot be used; the message names source, key and remedy, one problem a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export interface LoadedConfig {
  readonly config: Config;
  /** 32-bit hash of the effective configuration, to compare replicas. */
  readonly hash: number;
  readonly file: string | undefined;
  /** Where a key such as `checks.enable.0` was set, for messages about its value. */
  readonly sourceOf: (path: string) => string;
}

/** What Kubernetes injects into pods for a Service whose name starts with ours; none of it is a setting. */
const serviceLink = /_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$/;

function isServiceLink(name: string, value: string): boolean {
  return serviceLink.test(name) || (name.endsWith('_PORT') && /^(tcp|udp|sctp):/.test(value));
}

/** Values given on the command line, as paths of the schema; they win over the environment and the file. */
export type Overrides = Readonly<Record<string, string | readonly string[] | undefined>>;

const prefix = 'PLUMBLINE_';
/** Variables that are ours, and not keys of the configuration. */
const reserved = new Set(['PLUMBLINE_CONFIG', 'PLUMBLINE_TOOLS']);

/** Keys whose values are more than a variable holds. */
export const fileOnly: ReadonlySet<string> = new Set([
  'clusters.retired',
  'auth.tokens',
  'checks.severity',
  'checks.parameters',
]);

/** Reads the file if one is named, then the environment, then flags; throws ConfigError. */
export function loadConfig(input: {
  readonly file?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly overrides?: Overrides;
}): LoadedConfig {
  const file = input.file ?? input.env['PLUMBLINE_CONFIG'];
  const raw = file === undefined ? {} : readFile(file);
  const sources = new Map<string, string>();
  const sourceOf = (path: string): string => {
    for (const [set, source] of sources) if (path === set || path.startsWith(`${set}.`)) return source;
    return file ?? 'configuration';
  };
  for (const [path, value, source] of environment(input.env)) {
    assign(raw, path, value);
    sources.set(path, source);
  }
  for (const [path, value] of Object.entries(input.overrides ?? {})) {
    if (value === undefined) continue;
    assign(raw, path, value);
    sources.set(path, 'command line');
  }
  const parsed = configSchema.safeParse(raw);
  if (!parsed.success) throw new ConfigError(describe(parsed.error, sourceOf));
  const hash = createHash('sha256').update(JSON.stringify(parsed.data)).digest().readUInt32BE(0);
  return { config: parsed.data, hash, file, sourceOf };
}

function readFile(file: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new ConfigError(`${file}: cannot be read (${code}); check the path and its permissions`, { cause: error });
  }
  const document = parseDocument(text, { uniqueKeys: true });
  const [problem] = document.errors;
  if (problem !== undefined) throw new ConfigError(`${file}: ${problem.message}`);
  const value: unknown = document.toJS();
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new ConfigError(`${file}: the document is not a mapping; see README for an example`);
  }
  return value as Record<string, unknown>;
}

/** Every leaf of the schema as a path such as `clusters.staleAfter`; lists are leaves. */
export function configPaths(): readonly string[] {
  const json = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const paths: string[] = [];
  const visit = (schema: JsonSchema, path: readonly string[]): void => {
    if (schema.properties === undefined) paths.push(path.join('.'));
    else for (const [key, inner] of Object.entries(schema.properties)) visit(inner, [...path, key]);
  };
  visit(json, []);
  return paths;
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

/** `clusters.staleAfter` is set by PLUMBLINE_CLUSTERS_STALE_AFTER. */
export function variableOf(path: string): string {
  return (
    prefix +
    path
      .replaceAll('.', '_')
      .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
      .toUpperCase()
  );
}

function* environment(
  env: NodeJS.ProcessEnv,
): Generator<[path: string, value: string | string[], source: string], void> {
  const pathOf = new Map(configPaths().map((path) => [variableOf(path), path]));
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith(prefix) || reserved.has(name) || value === undefined) continue;
    if (isServiceLink(name, value)) continue;
    const path = pathOf.get(name);
    if (path === undefined) {
      const meant = nearest(name, pathOf.keys());
      throw new ConfigError(
        `environment: ${name} is not a setting${meant ? `; did you mean ${meant}?` : '; unset it, or see README for the settings'}`,
      );
    }
    if (fileOnly.has(path)) throw new ConfigError(`environment: ${name} cannot be set here; write ${path} in the file`);
    const isList =
      /(contexts|snapshots|expected|profiles|only|enable|disable|frameworks|keys|paths|annotations)$/.test(path) &&
      !['current', 'all'].includes(value);
    yield [path, isList ? value.split(',').map((item) => item.trim()) : value, `environment variable ${name}`];
  }
}

function assign(target: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop() as string;
  let at = target;
  for (const key of keys) {
    const inner = at[key];
    if (typeof inner !== 'object' || inner === null) at[key] = {};
    at = at[key] as Record<string, unknown>;
  }
  at[last] = value;
}

function describe(error: z.ZodError, sourceOf: (path: string) => string): string {
  return error.issues
    .map((issue) => {
      const path = issue.path.join('.');
      const where = sourceOf(path);
      if (issue.code === 'unrecognized_keys') {
        const parent = path === '' ? '' : `${path}.`;
        const siblings = configPaths().filter((key) => key.startsWith(parent));
        const known = siblings.map((key) => key.slice(parent.length).split('.', 1)[0] ?? '');
        return issue.keys
          .map((key) => {
            const meant = nearest(key, known);
            const full = [...issue.path, key].join('.');
            return `${where}: ${full} is not a setting${meant ? `; did you mean ${[...issue.path, meant].join('.')}?` : '; remove it'}`;
          })
          .join('\n');
      }
      return `${where}: ${path || 'the document'}: ${issue.message}`;
    })
    .join('\n');
}
