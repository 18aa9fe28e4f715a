/** A command of a script as far as it can be told without running it. */
export interface ShellCommand {
  /** Name and arguments with quotes removed and variables filled in; redirections are left out. */
  readonly words: readonly string[];
  /** Variables that it reads. */
  readonly reads: readonly string[];
  /** Variables that it sets before it, or instead of a command. */
  readonly sets: ReadonlyMap<string, string>;
}

/** What the shell cannot know before it runs. */
const unknown = 'x';

/**
 * The commands of a script of pipelines and assignments, in order, those inside `$(…)` before the one around them.
 * Variables are filled in from `known`, to which assignments are added. Throws on what a runbook has no need for.
 */
export function shellCommands(script: string, known: Map<string, string> = new Map()): readonly ShellCommand[] {
  const commands: ShellCommand[] = [];
  let at = 0;
  let words: string[] = [];
  let word: string | undefined;
  let reads: string[] = [];
  let sets = new Map<string, string>();
  let redirects = false;

  function endWord(): void {
    if (word === undefined) return;
    const assignment = /^([A-Z][A-Z0-9_]*)=([\s\S]*)$/.exec(word);
    if (redirects) redirects = false;
    else if (words.length === 0 && assignment !== null) {
      const [, name = '', value = ''] = assignment;
      sets.set(name, value);
      known.set(name, value === '' ? unknown : value);
    } else words.push(word);
    word = undefined;
  }

  function endCommand(): void {
    endWord();
    if (words.length > 0 || sets.size > 0) commands.push({ words, reads, sets });
    [words, reads, sets] = [[], [], new Map()];
  }

  /** What stands at a dollar sign, filled in. */
  function expanded(): string {
    if (script[at + 1] === '(') {
      const end = closing(script, at + 1);
      commands.push(...shellCommands(script.slice(at + 2, end), known));
      at = end + 1;
      return unknown;
    }
    const [whole = '', braced, bare] =
      /^\$(?:\{([A-Z][A-Z0-9_]*)(?:[^}]*)\}|([A-Z][A-Z0-9_]*))/.exec(script.slice(at)) ?? [];
    const name = braced ?? bare;
    if (name === undefined) throw new Error(`what is this: ${script.slice(at, at + 20)}`);
    at += whole.length;
    reads.push(name);
    return known.get(name) ?? unknown;
  }

  function quoted(): string {
    const quote = script[at];
    let text = '';
    at += 1;
    while (script[at] !== quote) {
      const sign = script[at];
      if (sign === undefined) throw new Error(`a quote is not closed: ${script}`);
      if (quote === '"' && sign === '$') text += expanded();
      else if (quote === '"' && sign === '\\') {
        text += /["\\$`]/.test(script[at + 1] ?? '') ? script[at + 1] : `\\${script[at + 1]}`;
        at += 2;
      } else {
        text += sign;
        at += 1;
      }
    }
    at += 1;
    return text;
  }

  while (at < script.length) {
    const sign = script[at] ?? '';
    if (sign === '\\' && script[at + 1] === '\n') at += 2;
    else if (sign === '#' && word === undefined) at = (script + '\n').indexOf('\n', at);
    else if (sign === "'" || sign === '"') word = (word ?? '') + quoted();
    else if (sign === '$') word = (word ?? '') + expanded();
    else if (sign === ' ') {
      endWord();
      at += 1;
    } else if (sign === '\n' || sign === ';' || sign === '|') {
      endCommand();
      at += 1;
    } else if (sign === '>' || sign === '<') {
      endWord();
      redirects = true;
      at += 1;
    } else {
      if (/[&`(){}]/.test(sign) && word === undefined) throw new Error(`too clever for a runbook: ${script}`);
      word = (word ?? '') + sign;
      at += 1;
    }
  }
  endCommand();
  return commands;
}

/** Where the parenthesis closes that opens at a position; quotes inside hide others. */
function closing(script: string, from: number): number {
  let depth = 0;
  let quote = '';
  for (let at = from; at < script.length; at++) {
    const sign = script[at] ?? '';
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if (sign === "'" || sign === '"') quote = sign;
    else if (sign === '(') depth += 1;
    else if (sign === ')' && --depth === 0) return at;
  }
  throw new Error(`a parenthesis is not closed: ${script}`);
}
