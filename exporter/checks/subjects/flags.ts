/** The flags with which a program was started, by the names that its documentation gives them. */
export interface Flags {
  /** The value that counts, which is the last; undefined where it is not set, or set to nothing. */
  text(name: string): string | undefined;
  /** The entries of a list; a flag that is given again adds to it. */
  list(name: string): readonly string[];
  /** As `strconv.ParseBool` of Go reads it; `preset` where the flag is not set. */
  isOn(name: string, preset: boolean): boolean;
  /** A whole number; undefined where the flag is not set or is none. */
  number(name: string): number | undefined;
}

/** How a command line is read: `pflag` takes `--a_b` for `--a-b`, Go's own package (etcd) takes `-a` for `--a`. */
export type Dialect = 'pflag' | 'go';

/** Flags that take a value only after `=`: the word behind them is not theirs. Those that checks read. */
const booleans = new Set([
  'anonymous-auth',
  'auto-tls',
  'client-cert-auth',
  'peer-auto-tls',
  'peer-client-cert-auth',
  'profiling',
  'service-account-extend-token-expiration',
  'service-account-lookup',
  'use-service-account-credentials',
]);

/** Reads the words after the name of a program. */
export function flagsOfWords(words: readonly string[], dialect: Dialect): Flags {
  const given = new Map<string, string[]>();
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '--') break;
    const match = (dialect === 'go' ? /^--?([A-Za-z][\w-]*)(?:=([^]*))?$/ : /^--([A-Za-z][\w-]*)(?:=([^]*))?$/).exec(
      word,
    );
    if (match === null) continue;
    const [, written = '', assigned] = match;
    const name = dialect === 'pflag' ? written.replaceAll('_', '-') : written;
    const values = given.get(name) ?? [];
    given.set(name, values);
    if (assigned !== undefined) values.push(assigned);
    else if (booleans.has(name)) values.push('true');
    else {
      const next = words[index + 1];
      if (next === undefined || next.startsWith('-')) values.push('true');
      else {
        values.push(next);
        index += 1;
      }
    }
  }
  return flagsOf((name) => given.get(name) ?? none);
}

/** Reads flags as Go prints their values: lists between brackets. */
export function flagsAsPrinted(printed: Readonly<Record<string, unknown>>): Flags {
  return flagsOf((name) => {
    const value = Object.hasOwn(printed, name) ? printed[name] : undefined;
    return typeof value === 'string' ? [value.replace(/^\[([^]*)\]$/, '$1')] : none;
  });
}

const none: readonly never[] = [];
const on = /^(?:1|t|T|true|TRUE|True)$/;

function flagsOf(given: (name: string) => readonly string[]): Flags {
  const text = (name: string) => given(name).at(-1)?.trim() || undefined;
  return {
    text,
    list: (name) =>
      given(name)
        .flatMap((value) => value.split(','))
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ''),
    isOn(name, preset) {
      const value = text(name);
      return value === undefined ? preset : on.test(value);
    },
    number(name) {
      const value = text(name);
      return value !== undefined && /^[+-]?\d{1,15}$/.test(value) ? Number(value) : undefined;
    },
  };
}
