import type { SecretClass } from '../model/secret-class.ts';
import { harmlessValue } from './secret-names.ts';
import { classOfForm, classOfValue, detectSecret } from './secret-values.ts';

/** A secret within a longer text; offsets are of the value. */
export interface SecretInText {
  readonly class: SecretClass;
  /** What the text calls it; empty where the value alone told. */
  readonly name: string;
  /** From 1. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

const longestText = 524_288;
const longestLine = 8192;
const mostFound = 100;

/** A line without any of these holds no secret: most lines are passed over at the cost of this expression. */
const telling =
  /pass|pwd|secret|token|cred|key|cookie|auth|mnemonic|psk|:\/\/|-----BEGIN|AKIA|ASIA|gh[pousr]_|xox|eyJ|glpat|AIza|[rs]k_live|sk-|npm_|hf_|SG\.|hv[sb]\.|bearer |basic |value|\bname\b|@(?:tcp|unix)\(|\$(?:2[abxy]|apr1|[156]|argon2)/i;

/** Comments explain settings in words that look like settings; only what nobody writes by accident counts there. */
const comment = /^\s{0,64}(?:#|\/\/|;|--\s|\*\s|<!--|REM\s)/;

/**
 * `name = value`, `"name": "value"`, `name => value` and `<name>value</name>`, several to a line. A colon needs the name
 * at the beginning of something, so that prose is none.
 */
const assignment =
  /(^|[\s{,;&?"'(<]|--?)([A-Za-z_][\w./-]{0,127})(["']?\s{0,16}(?:=>|:=|=(?![=~])|:(?![:/])|>)\s{0,16})("(?:[^"\\]|\\.){0,1024}"|'(?:[^'\\]|\\.){0,1024}'|`[^`]{0,1024}`|[^\s,;&}\])<>"'][^\s,;&}\])<>]{0,1023})/g;

/** The ways of Redis, HAProxy and netrc, which put nothing but a space between. */
const spaced =
  /(?:^\s{0,64}(requirepass|masterauth)|\b(auth-pass)\s{1,8}[\w.-]{1,64}|\b(insecure-password|passwd)|\blogin\s{1,8}\S{1,128}\s{1,8}(password))\s{1,8}(\S{1,1024})/;

/**
 * Finds secrets in a configuration file of any format, line by line: properties, environment files, YAML, JSON, TOML,
 * INI, XML and scripts. Bounded in what it reads and reports; every expression is linear.
 */
export function secretsInText(text: string): SecretInText[] {
  const found: SecretInText[] = [];
  const end = Math.min(text.length, longestText);
  const reader = new Reader(found);
  let line = 0;
  for (let start = 0; start < end && found.length < mostFound;) {
    const newline = text.indexOf('\n', start);
    const next = newline < 0 ? text.length : newline;
    line += 1;
    const read = text.slice(start, Math.min(next, start + longestLine));
    if (reader.isWaiting || telling.test(read)) reader.read(read, line, start);
    start = next + 1;
  }
  return found;
}

/** Lines for which a name waits for its value: after `name: X` comes `value: Y`, after `password: |` the text itself. */
const longestWait = 2;

class Reader {
  readonly #found: SecretInText[];
  /** A name that was itself a value, as in the lists of variables of a pod. */
  #named = '';
  /** A setting whose text follows on the next line. */
  #opened = '';
  #since = 0;

  constructor(found: SecretInText[]) {
    this.#found = found;
  }

  get isWaiting(): boolean {
    return this.#named !== '' || this.#opened !== '';
  }

  read(text: string, line: number, start: number): void {
    if (this.isWaiting && line - this.#since > longestWait) this.#named = this.#opened = '';
    if (comment.test(text)) {
      const secretClass = classOfForm(text);
      if (secretClass !== undefined && secretClass !== 'url-password') this.#report(secretClass, '', line, start, text);
      return;
    }
    if (this.#opened !== '' && text.trim() !== '') {
      const name = this.#opened;
      this.#opened = '';
      const secretClass = classOfForm(text) ?? (isLiteral(text.trim()) ? detectSecret(name, text.trim()) : undefined);
      if (secretClass !== undefined) this.#report(secretClass, name, line, start, text);
      return;
    }
    const before = this.#found.length;
    this.#readAssignments(text, line, start);
    if (this.#found.length > before) return;
    const secretClass = classOfForm(text);
    if (secretClass !== undefined) this.#report(secretClass, '', line, start, text);
    else this.#readSpaced(text, line, start);
  }

  #readAssignments(text: string, line: number, start: number): void {
    for (const match of text.matchAll(assignment)) {
      const [whole, before = '', written = '', sign = '', raw = ''] = match;
      if (sign.trim() === '>' ? before !== '<' : !beginsSomething(text, match.index, before, sign)) continue;
      const isQuoted = /^["'`]/.test(raw);
      const value = isQuoted ? raw.slice(1, raw.length > 1 && raw.endsWith(raw[0] ?? '') ? -1 : undefined) : raw;
      if (isBlockIndicator(value)) {
        this.#opened = written;
        this.#since = line;
        continue;
      }
      const lower = written.toLowerCase();
      let name = written;
      if (lower === 'name' || lower === 'key') {
        this.#named = value;
        this.#since = line;
        continue;
      }
      if (lower === 'value' && this.#named !== '') {
        name = this.#named;
        this.#named = '';
      }
      if (!isQuoted && !isLiteral(value)) continue;
      const rest = isQuoted ? value : restOfLine(text, match.index + whole.length - raw.length, sign) || value;
      const secretClass = detectSecret(name, value);
      if (secretClass === undefined || (secretClass === 'name' && harmlessValue(rest))) continue;
      const from = match.index + whole.length - raw.length;
      this.#report(secretClass, name, line, start + from, raw);
    }
  }

  #readSpaced(text: string, line: number, start: number): void {
    const match = spaced.exec(text);
    const value = match?.[5] ?? '';
    if (match === null || harmlessValue(value) || !isLiteral(value)) return;
    const name = match[1] ?? match[2] ?? match[3] ?? match[4] ?? '';
    this.#report('name', name, line, start + match.index + match[0].length - value.length, value);
  }

  #report(secretClass: SecretClass, name: string, line: number, start: number, text: string): void {
    if (this.#found.length >= mostFound) return;
    // A name can be hostile, or a secret that was put in the wrong place.
    const isSafe = classOfValue(name) === undefined;
    this.#found.push({ class: secretClass, name: isSafe ? name : '', line, start, end: start + text.length });
  }
}

/** Whether an assignment stands where one can: after a colon in the midst of a sentence none does. */
function beginsSomething(text: string, index: number, before: string, sign: string): boolean {
  if (!sign.includes(':') || sign.includes(':=')) return true;
  if (/["'{,(]/.test(before) || sign.startsWith('"') || sign.startsWith("'")) return true;
  return /^[\s-]*(?:["']|export\s)?$/.test(text.slice(0, index + before.length));
}

function isBlockIndicator(value: string): boolean {
  return /^[|>][+-]?\d?[+-]?$/.test(value);
}

/** What an unquoted value goes on to say where the format lets it have spaces. */
function restOfLine(text: string, from: number, sign: string): string {
  return /^\s*[:=]\s*$/.test(sign)
    ? text
        .slice(from, from + 256)
        .replace(/\s#.*$/, '')
        .trim()
    : '';
}

const typeWords =
  /^(?:string|str|text|bool|boolean|int|integer|number|object|array|bytes|any|password|optional)[!?]?$/i;

/** Whether unquoted text is a value rather than code, a type, a structure or a sign of YAML. */
function isLiteral(value: string): boolean {
  if (/^[[({&*!@%`]/.test(value) || typeWords.test(value)) return false;
  // A call, an index, or a field of something: what it yields is not here.
  return !/^[A-Za-z_$][\w$.]*\s*[([]/.test(value) && !/^[A-Za-z_]\w*(?:\??\.[A-Za-z_]\w*)+$/.test(value);
}
