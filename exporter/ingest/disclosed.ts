import type { KindName } from '../model/kinds.ts';
import type { KubeObject } from '../model/object.ts';
import { isRecord } from '../model/record.ts';
import { isSecretClass, secretClasses } from '../model/secret-class.ts';
import { detectSecret } from '../normalize/secret-values.ts';
import { sealed } from './snapshot/seal.ts';

type Json = Record<string, unknown>;

/** What stands in place of a value that is not shown whatever it is. */
export const withheld = '[withheld]';

/** Fields of Secrets and ConfigMaps that hold what their authors keep in them. */
const contents = new Set(['data', 'stringData', 'binaryData']);
/** Lists of names with a literal each: nobody can tell which of them is a secret, so none is shown. */
const literals = new Set(['env', 'httpHeaders']);

/**
 * A copy of a projected object that people may be shown: as it may leave the cluster, and without contents of Secrets
 * and ConfigMaps, literals of variables and headers, and whatever the name of its field promises to be a secret.
 */
export function disclosed(kind: KindName, object: KubeObject): Json {
  const copy = sealed(kind, object) as unknown as Json;
  const isContainer = kind === 'Secret' || kind === 'ConfigMap';
  return Object.fromEntries(
    Object.entries(copy).map(([key, value]) => [
      key,
      isContainer && contents.has(key) && isRecord(value) ? emptied(value) : shown(key, value),
    ]),
  );
}

function emptied(record: Json): Json {
  return Object.fromEntries(Object.keys(record).map((key) => [key, withheld]));
}

function shown(key: string, value: unknown): unknown {
  if (typeof value === 'string') return detectSecret(key, value) === undefined ? legible(value) : named(key, value);
  if (Array.isArray(value)) {
    const list = value as readonly unknown[];
    return list.map((element) => (literals.has(key) ? withoutLiteral(element) : shown('', element)));
  }
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([inner, below]) => [inner, shown(inner, below)]));
}

function withoutLiteral(pair: unknown): unknown {
  if (!isRecord(pair)) return withheld;
  return Object.fromEntries(
    Object.entries(pair).map(([key, value]) => [key, key === 'value' ? withheldAs(value) : shown(key, value)]),
  );
}

/** The class of what looked like a secret is worth knowing, and says nothing of it. */
function withheldAs(value: unknown): string {
  const text = typeof value === 'string' ? legible(value) : '';
  return /^\[redacted: [^\]]*\]$/.test(text) ? text : withheld;
}

function named(key: string, value: string): string {
  const secretClass = detectSecret(key, value) ?? 'name';
  return `[redacted: ${secretClasses[secretClass]}]`;
}

/** A text with words in place of the marks that normalization left. */
function legible(text: string): string {
  return text.replaceAll(
    /\u2063secret:([a-z-]{1,32})/g,
    (_, word: string) => `[redacted: ${isSecretClass(word) ? secretClasses[word] : 'a secret'}]`,
  );
}
