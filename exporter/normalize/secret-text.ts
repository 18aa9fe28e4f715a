import type { SecretClass } from '../model/secret-class.ts';
import { harmlessValue } from './harmless-values.ts';
import { promiseOf } from './secret-names.ts';
import { classOfValue, detectSecret } from './secret-values.ts';

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
/** Values of one line that are looked into once more. */
const mostInner = 50;

/** A line without any of these holds no secret: most lines are passed over at the cost of this expression. */
const telling =
  /pass|pwd|secret|token|cred|key|cookie|auth|mnemonic|psk|salt|pw\b|identified|:\/\/|-----BEGIN|AKIA|ASIA|gh[pousr]_|xox|eyJ|glpat|AIza|[rs]k_live|sk-|npm_|hf_|SG\.|hv[sb]\.|bearer |basic |@(?:tcp|unix)\(|\$(?:2[abxy]|apr1|[156]|argon2)/gi;

/** Comments explain settings in words that look like settings; only what nobody writes by accident counts there. */
const comment = /^\s{0,64}(?:#|\/\/\s|;|--\s|\*\s|<!--|REM\s)/;

/**
 * `name = value`, `"name": "value"`, `name => value`, `map["name"] = "value"` and `<name>value</name>`, several to a
 * line. A colon needs the name at the beginning of something, so that prose is none.
 */
const assignment =
  /(^|[\s{,;&?"'(<>[=:$]|--?)([A-Za-z_][\w./-]{0,127})(["']?\]?\s{0,16}(?:=>|:=|=(?![=~])|:(?![:/])|>)\s{0,16})("""[^"]{0,1024}"""|"(?:[^"\\]|\\.){0,1024}"|'(?:[^'\\]|\\.){0,1024}'|`[^`]{0,1024}`|[|>][+-]?\d?[+-]?(?=\s{0,16}$)|[^\s,;&}\])<>"'][^\s,;&}\])<>"']{0,1023})/g;

/** Words that have nothing but a space, or an option of its own, between them and their secret. */
const spaced: readonly RegExp[] = [
  // Redis, HAProxy, netrc, the AWS command line
  /^\s{0,64}(requirepass|masterauth)\s{1,8}(\S{1,1024})/,
  /\b(auth-pass)\s{1,8}[\w.-]{1,64}\s{1,8}(\S{1,1024})/,
  /\b(insecure-password|aws_secret_access_key)\s{1,8}([^\s=]\S{0,1023})/,
  /\blogin\s{1,8}\S{1,128}\s{1,8}(password)\s{1,8}(\S{1,1024})/,
  // properties, where a space parts a name from its value; long options of whatever program
  /^\s{0,64}([\w-]{1,64}\.[\w.-]{0,64}(?:password|secret|token))\s{1,8}([^\s=:]\S{0,1023})\s{0,8}$/,
  /\s(--[\w.-]{0,64}(?:password|passwd|passphrase|secret|token|api-?key|secret-?key|access-?key))\s{1,8}["']?([^\s"'$-][^\s"']{0,255})/,
  // statements of SQL, calls of PHP
  /\b(password|identified\s{1,8}by)\s{1,8}'([^']{1,1024})'/i,
  /\b(?:define|putenv|setenv)\(\s{0,8}["']([A-Za-z_]\w{0,127})["']\s{0,8},\s{0,8}["']([^"']{1,1024})["']/,
  // options that only their program knows
  /\bcurl\s(?:[^|;&]{0,256}\s)?(-u|--user)[\s=]{0,4}["']?[^\s"':$]{1,128}:([^\s"'$]{1,256})/,
  /\bmysql\w{0,16}\s(?:[^|;&]{0,256}\s)?(-p)([^\s$"'-][^\s"']{0,255})/,
  /\bredis-cli\s(?:[^|;&]{0,256}\s)?(-a)\s{1,8}["']?([^\s"'$-][^\s"']{0,255})/,
  /\bsshpass\s{1,8}(-p)\s{0,8}["']?([^\s"'$-][^\s"']{0,255})/,
  /\b(?:docker|podman|helm|crane|skopeo)\s[^|;&]{0,256}\blogin\s[^|;&]{0,256}(-p)\s{1,8}["']?([^\s"'$-][^\s"']{0,255})/,
];

/** What each of them contains. */
const spacing =
  /requirepass|masterauth|auth-pass|password|passwd|passphrase|secret|token|login|identified|define\(|putenv|setenv|curl|mysql|redis-cli|sshpass|(?:api|access)-?key/i;

/** The first secret that stands after a word or option of those, with its place in the text. */
export function spacedSecret(
  text: string,
): { readonly name: string; readonly value: string; start: number } | undefined {
  if (!spacing.test(text)) return undefined;
  for (const form of spaced) {
    const match = form.exec(text);
    const [whole = '', name = '', value = ''] = match ?? [];
    if (match === null || harmlessValue(value)) continue;
    if (name.startsWith('--') && name !== '--user' && promiseOf(name) === undefined) continue;
    // SQL and PHP say what it is by a word of their own, which has to promise a secret.
    if (/^\w+$/.test(name) && name.includes('_') && detectSecret(name, value) === undefined) continue;
    return { name, value, start: match.index + whole.lastIndexOf(value) };
  }
  return undefined;
}

/** The class of a secret that a named value is, or that it contains, as in options and JSON; undefined when harmless. */
export function secretIn(name: string, value: string): SecretClass | undefined {
  const secretClass = detectSecret(name, value);
  // Nothing is named within a value without a sign or a space.
  if (secretClass !== undefined || !/[=:>\s]/.test(value)) return secretClass;
  return secretsInText(value)[0]?.class;
}

/**
 * Finds secrets in a configuration file of any format, line by line: properties, environment files, YAML, JSON, TOML,
 * INI, XML and scripts. Bounded in what it reads and reports; every expression is linear.
 */
export function secretsInText(text: string): SecretInText[] {
  const found: SecretInText[] = [];
  const end = Math.min(text.length, longestText);
  const reader = new Reader(found);
  let line = 1;
  for (let start = 0; start < end && found.length < mostFound; line++) {
    if (!reader.isWaiting) {
      telling.lastIndex = start;
      const hit = telling.exec(text)?.index ?? end;
      if (hit >= end) break;
      for (let newline = text.indexOf('\n', start); newline >= 0 && newline < hit; line++) {
        start = newline + 1;
        newline = text.indexOf('\n', start);
      }
    }
    const newline = text.indexOf('\n', start);
    const stop = Math.min(newline < 0 ? text.length : newline, end);
    // A long line, as of minified JSON, is read in pieces.
    for (let from = start; from < stop; from += longestLine) {
      reader.read(text.slice(from, Math.min(stop, from + longestLine)), line, from);
    }
    start = stop + 1;
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
  /** What the value that is being read is called, where its setting is just `value`. */
  #valueName = '';

  constructor(found: SecretInText[]) {
    this.#found = found;
  }

  get isWaiting(): boolean {
    return this.#named !== '' || this.#opened !== '';
  }

  read(text: string, line: number, start: number): void {
    if (this.isWaiting && line - this.#since > longestWait) this.#named = this.#opened = '';
    if (comment.test(text)) {
      const secretClass = classOfValue(text);
      if (secretClass !== undefined && secretClass !== 'url-password') this.#report(secretClass, '', line, start, text);
      return;
    }
    if (this.#opened !== '' && text.trim() !== '') {
      const name = this.#opened;
      this.#opened = '';
      const secretClass =
        classOfValue(text) ?? (isCode(text.trim(), false) ? undefined : detectSecret(name, text.trim()));
      if (secretClass !== undefined) this.#report(secretClass, name, line, start, text);
      return;
    }
    const before = this.#found.length;
    this.#readAssignments(text, line, start);
    if (this.#found.length > before) return;
    const secretClass = classOfValue(text);
    if (secretClass !== undefined) this.#report(secretClass, '', line, start, text);
    else this.#readSpaced(text, line, start);
  }

  #readAssignments(text: string, line: number, start: number): void {
    let inner = 0;
    assignment.lastIndex = 0;
    for (let match = assignment.exec(text); match !== null; match = assignment.exec(text)) {
      const [whole, before = '', written = '', sign = '', raw = ''] = match;
      const from = match.index + whole.length - raw.length;
      const isTag = sign.trim() === '>';
      const isElement = before === '<' && text.startsWith('</', from + raw.length);
      if (isTag ? !isElement : !beginsSomething(text, match.index, before, sign)) {
        assignment.lastIndex = Math.max(from - 1, match.index + 1);
        continue;
      }
      const quotes = /^(?:"""|["'`])/.exec(raw)?.[0].length ?? 0;
      const isQuoted = quotes > 0;
      const value = isQuoted ? raw.slice(quotes, -quotes) : raw;
      // The argument of a call that is named like its parameter.
      if (value === written && text[from + raw.length] === ')') continue;
      // What a shell runs, and a type with parameters.
      if (raw.startsWith('`') || (!isQuoted && !isTag && text[from + raw.length] === '<')) continue;
      const secretClass = this.#classOf(written, value, { line, isQuoted, rest: () => restOfLine(text, from, sign) });
      if (secretClass !== undefined) this.#report(secretClass, this.#valueName || written, line, start + from, raw);
      // What is no secret may contain one: `--env=TOKEN=x`, a command line in quotes.
      else if (raw.includes('=') && inner++ < mostInner) assignment.lastIndex = isQuoted ? from : from - 1;
    }
  }

  #classOf(
    written: string,
    value: string,
    { line, isQuoted, rest }: { readonly line: number; readonly isQuoted: boolean; readonly rest: () => string },
  ): SecretClass | undefined {
    this.#valueName = '';
    if (isBlockIndicator(value)) {
      this.#opened = written;
      this.#since = line;
      return undefined;
    }
    const lower = written.toLowerCase();
    if (lower === 'name' || lower === 'key') {
      this.#named = value;
      this.#since = line;
      return undefined;
    }
    if (lower === 'value') {
      this.#valueName = this.#named;
      this.#named = '';
    }
    if (isCode(value, isQuoted)) return undefined;
    // The accounts of Docker and npm: a name and a password in base64.
    if ((written === 'auth' ? isQuoted : written === '_auth') && /^[A-Za-z0-9+/]{16,}={0,2}$/.test(value))
      return 'name';
    const secretClass = detectSecret(this.#valueName || written, value);
    return secretClass === 'name' && !isQuoted && harmlessRest(rest()) ? undefined : secretClass;
  }

  #readSpaced(text: string, line: number, start: number): void {
    const found = spacedSecret(text);
    if (found !== undefined) this.#report('name', found.name, line, start + found.start, found.value);
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

/** Whether the whole line, where a value can have spaces, says something harmless although its first word does not. */
function harmlessRest(rest: string): boolean {
  return /\s/.test(rest) && harmlessValue(rest);
}

const keywords =
  /^(?:string|str|text|bool|boolean|int|integer|number|object|array|bytes|any|password|optional|await|async|new|lambda|function|this|self|not|is|in)[!?]?$/i;

/** Whether text is code, a type, a structure or a sign of YAML rather than a value. */
function isCode(value: string, isQuoted: boolean): boolean {
  if (isQuoted) return false;
  if (/^(?:[[({&*!]|<%|\$[({])/.test(value) || keywords.test(value)) return true;
  // A call, an index, or a field of something: what it yields is not here.
  return /^[A-Za-z_$][\w$.]*\s*[([]/.test(value) || /^[A-Za-z_]\w*(?:\??\.[A-Za-z_]\w*)+$/.test(value);
}
