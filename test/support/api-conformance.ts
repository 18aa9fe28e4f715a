import { z } from 'zod';
import { at, isRecord } from '../../exporter/model/record.ts';

type Json = Readonly<Record<string, unknown>>;

/** A parameter of an operation. */
export interface DocumentedParameter {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly required?: boolean;
  readonly schema: Json & { readonly type?: string; readonly enum?: readonly string[]; readonly items?: Json };
}

/** One operation of a document. */
export interface DocumentedOperation {
  readonly path: string;
  readonly method: 'get' | 'post' | 'delete';
  readonly operationId: string;
  readonly scope: string;
  readonly parameters: readonly DocumentedParameter[];
  /** Schema of what is sent. */
  readonly body: Json | undefined;
  /** By status and media type. */
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Json }>> }>
  >;
}

export interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
}

/** Every operation of a document. */
export function operationsIn({ paths }: Document): readonly DocumentedOperation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    (['get', 'post', 'delete'] as const).flatMap((method): readonly DocumentedOperation[] => {
      const operation = item[method];
      if (operation === undefined) return [];
      return [
        {
          path,
          method,
          operationId: String(operation['operationId']),
          scope: String(operation['x-scope']),
          parameters: (operation['parameters'] ?? []) as readonly DocumentedParameter[],
          body: at(operation, 'requestBody', 'content', 'application/json', 'schema') as Json | undefined,
          responses: operation['responses'] as DocumentedOperation['responses'],
        },
      ];
    }),
  );
}

/** What is wrong with a value by a schema of the document; members that nobody documented are. */
export function complaintsOf(value: unknown, schema: Json, { components }: Document): string | undefined {
  const local = JSON.stringify({ ...schema, $defs: components.schemas }).replaceAll(
    '#/components/schemas/',
    '#/$defs/',
  );
  const { success, error } = z.fromJSONSchema(closed(JSON.parse(local)) as never).safeParse(value);
  return success ? undefined : z.prettifyError(error);
}

/** Problems may have members of their own, as RFC 9457 says; nothing else may. */
function closed(schema: unknown, name = ''): unknown {
  if (Array.isArray(schema)) return (schema as unknown[]).map((inner) => closed(inner));
  if (!isRecord(schema)) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, inner]) => [key, closed(inner, key)]));
  const isOpen = name === 'ApiProblem' || 'additionalProperties' in copy || !isRecord(copy['properties']);
  return copy['type'] === 'object' && !isOpen ? { ...copy, additionalProperties: false } : copy;
}

/** Values of a query parameter that its schema allows, `known` by the name where it says nothing else of them. */
export function validValues(
  { name, schema }: DocumentedParameter,
  known: Readonly<Record<string, string>>,
): readonly string[] {
  const allowed = (schema.enum ?? schema.items?.['enum']) as readonly string[] | undefined;
  if (allowed !== undefined) return schema.type === 'array' ? [...allowed, allowed.join(',')] : allowed;
  if (schema.type === 'integer') return [String(schema['minimum']), String(schema['maximum'])];
  const value = known[name];
  if (value === undefined) throw new Error(`give a value of the parameter ${name}`);
  return [value];
}

/** Values of a query parameter that its schema forbids. */
export function invalidValues({ schema }: DocumentedParameter): readonly string[] {
  const values: string[] = [];
  const items = schema.type === 'array' ? (schema.items ?? {}) : schema;
  if (items['enum'] !== undefined) values.push('no-such-value');
  if (schema.type === 'integer')
    values.push(String(Number(schema['minimum']) - 1), String(Number(schema['maximum']) + 1), 'x');
  if (schema['format'] === 'date-time') values.push('yesterday', '2026-13-01T00:00:00Z');
  if (typeof items['maxLength'] === 'number') values.push('x'.repeat(items['maxLength'] + 1));
  if (items['minLength'] === 1) values.push('');
  if (schema.type === 'array') values.push(Array.from({ length: 101 }, (_, index) => `v${index}`).join(','));
  return values;
}
