import { isNode, LineCounter, parseAllDocuments, type Document } from 'yaml';
import { z } from 'zod';
import { ConfigError } from './load.ts';
import { nearest } from './nearest.ts';

/** One document of a YAML file, and where in the file its fields stand. */
export interface YamlDocument {
  readonly value: unknown;
  /** Line of a field, counted from 1; of what holds it where it is missing. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/** Documents of a YAML file, empty ones left out. Throws ConfigError that names file and line. */
export function yamlDocuments(file: string, text: string): readonly YamlDocument[] {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { uniqueKeys: true, lineCounter: lines, prettyErrors: false });
  const documents = Array.isArray(parsed) ? parsed : [];
  const broken = documents.flatMap(({ errors }) => errors);
  if (broken.length > 0) {
    const told = broken.map(
      ({ message, pos: [start] }) => `${file}:${lines.linePos(start).line}: ${message}; correct the YAML`,
    );
    throw new ConfigError(told.join('\n'));
  }
  return documents.flatMap((document: Document) => {
    const value: unknown = document.toJS();
    if (value === null || value === undefined) return [];
    return [{ value, lineOf: (path: readonly PropertyKey[]) => lines.linePos(startOf(document, path)).line }];
  });
}

function startOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

/** Reads a document by a schema. Throws ConfigError with a line for each problem: file, line, field and remedy. */
export function readBy<S extends z.ZodType>(schema: S, file: string, { value, lineOf }: YamlDocument): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = fieldProblems(schema, parsed.error).map(
    ({ path, problem }) => `${file}:${lineOf(path)}: ${path.map(String).join('.') || 'the document'}: ${problem}`,
  );
  throw new ConfigError(problems.join('\n'));
}

/** A field that a schema refuses; `problem` ends with what to do. */
export interface FieldProblem {
  readonly path: readonly PropertyKey[];
  readonly problem: string;
}

/** What a schema objects to, field by field; an unknown key is told with the nearest known one. */
export function fieldProblems(schema: z.ZodType, error: z.ZodError): readonly FieldProblem[] {
  return error.issues.flatMap((issue): readonly FieldProblem[] => {
    if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, problem: sentence(issue) }];
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => {
      const meant = nearest(key, known);
      const remedy = meant === undefined ? `there are ${known.join(', ')}` : `did you mean ${meant}?`;
      return { path: [...issue.path, key], problem: `is not a key; ${remedy}` };
    });
  });
}

function sentence(issue: z.core.$ZodIssue): string {
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return missing ? `is missing; write a ${issue.expected}` : issue.message;
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
}

function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let at: JsonSchema | undefined = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  for (const step of path) {
    const further: JsonSchema | boolean | undefined =
      typeof step === 'number' ? at?.items : (at?.properties?.[String(step)] ?? at?.additionalProperties);
    at = typeof further === 'object' ? further : undefined;
  }
  return Object.keys(at?.properties ?? {});
}
