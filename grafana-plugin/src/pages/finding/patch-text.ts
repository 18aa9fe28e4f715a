import type { ApiObjectRef, ApiPatch } from '#contract';
import { lineOf } from '../../shown/safe-text.ts';

/** The command that applies a patch, ready for a POSIX shell; undefined for an object whose name no shell should see. */
export function patchCommand(
  { apiVersion, kind, namespace, name }: ApiObjectRef,
  { type, body }: ApiPatch,
): string | undefined {
  const seen = [apiVersion, kind, namespace ?? '', name];
  if (seen.some((text) => lineOf(text) !== text || text.startsWith('-'))) return undefined;
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const words = [
    'kubectl',
    'patch',
    // Names of Kubernetes' own kinds are known everywhere; those of others may be taken twice.
    type === 'merge' ? `${kind.toLowerCase()}.${group}` : kind.toLowerCase(),
    name,
    ...(namespace === undefined ? [] : ['-n', namespace]),
    ...(type === 'merge' ? ['--type', 'merge'] : []),
    '-p',
    ascii(JSON.stringify(body)),
  ];
  return words.map(quoted).join(' ');
}

/** A patch as YAML; text is quoted as JSON is, which YAML takes as it is. */
export function patchYaml({ body }: ApiPatch): string {
  return `${blockOf(body).join('\n')}\n`;
}

function blockOf(value: object): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap((element: unknown) => {
      if (!isBranch(element)) return [`- ${leafOf(element)}`];
      const [first = '', ...rest] = blockOf(element);
      return [`- ${first}`, ...rest.map(indented)];
    });
  }
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    isBranch(inner) ? [`${keyOf(key)}:`, ...blockOf(inner).map(indented)] : [`${keyOf(key)}: ${leafOf(inner)}`],
  );
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function leafOf(value: unknown): string {
  return ascii(JSON.stringify(value));
}

/** Words that YAML takes for something else than text would need quotes, and every other key may have them. */
function keyOf(key: string): string {
  return /^[a-z][A-Za-z]{3,}$/.test(key) && key !== 'true' && key !== 'null' && key !== 'false' ? key : leafOf(key);
}

function indented(line: string): string {
  return `  ${line}`;
}

/** JSON without a letter that could look like another one. */
function ascii(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function quoted(word: string): string {
  return /^[A-Za-z0-9_./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
