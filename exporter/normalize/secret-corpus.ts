import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A labelled line of the corpus. */
export interface Sample {
  readonly isSecret: boolean;
  readonly form: 'env' | 'arg' | 'file';
  readonly text: string;
  /** From 1, in the file of the corpus. */
  readonly line: number;
}

/** The labelled samples of a corpus file; throws on a line that it cannot read. */
export function readCorpus(file: string): Sample[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((text, index) => (text === '' || text.startsWith('#') ? [] : [sampleOf(text, index + 1)]));
}

function sampleOf(text: string, line: number): Sample {
  const [, label, form, written] = /^([+-])\t(env|arg|file)\t(.*)$/.exec(text) ?? [];
  if (written === undefined) throw new Error(`corpus line ${line}: expected "+|-", a form and a text between tabs`);
  return { isSecret: label === '+', form: form as Sample['form'], text: filledIn(written, line), line };
}

/** Replaces words in guillemets by made-up values, always the same on the same line. */
function filledIn(text: string, line: number): string {
  let place = 0;
  return text
    .replaceAll(/«([a-z]+)(?: (\d+))?»/g, (_, word: string, length = '0') =>
      made(word, Number(length), `${line}.${place++}`),
    )
    .replaceAll('\\n', '\n');
}

function made(word: string, length: number, seed: string): string {
  const text = letters(seed, Math.max(length, 512));
  const hex = createHash('sha512').update(seed).digest('hex').repeat(2);
  switch (word) {
    case 'hex':
      return hex.slice(0, length);
    case 'text':
      return text.slice(0, length);
    case 'uuid':
      return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    case 'jwt':
      return ['eyJ', text.slice(0, 30), '.', 'eyJ', text.slice(30, 90), '.', text.slice(90, 133)].join('');
    case 'pem':
      return ['-----BEGIN', ' PRIVATE KEY-----\\n', text.slice(0, 64), '\\n-----END', ' PRIVATE KEY-----'].join('');
    case 'aws':
      return ['AK', 'IA', text.slice(0, 16).toUpperCase()].join('');
    case 'github':
      return ['gh', 'p_', text.slice(0, 36)].join('');
    case 'gitlab':
      return ['gl', 'pat-', text.slice(0, 20)].join('');
    case 'slack':
      return ['xo', 'xb-', text.slice(0, 40)].join('');
    case 'stripe':
      return ['sk_', 'live_', text.slice(0, 24)].join('');
    case 'google':
      return ['AI', 'za', text.slice(0, 35)].join('');
    case 'bcrypt':
      return ['$2', 'b$12$', text.slice(0, 53)].join('');
    default:
      throw new Error(`corpus: «${word}» is not a word that can be filled in`);
  }
}

function letters(seed: string, length: number): string {
  let text = '';
  for (let part = 0; text.length < length; part++) {
    text += createHash('sha512').update(`${seed}/${part}`).digest('base64').replaceAll(/[+/=]/g, '');
  }
  return text;
}
