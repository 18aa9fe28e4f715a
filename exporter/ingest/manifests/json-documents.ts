import type { ParsedDocument, Reading } from './document.ts';

/** Whether text may be JSON at all; document markers mean YAML that holds JSON. */
export function looksLikeJson(text: string): boolean {
  return /^\s*(?:\{(?!\{)|\[)/.test(text) && !/^---/m.test(text);
}

/** Reads one JSON value, or several after each other as `kubectl` and log shippers write them; undefined if it is neither. */
export function jsonDocuments(text: string): readonly Reading[] | undefined {
  const whole = parsed(text, { start: 0, end: text.length }, lineCounterOf(text));
  if (whole !== undefined) return [{ document: whole }];
  const line = lineCounterOf(text);
  const values = [...topLevel(text)].map((span) => parsed(text, span, line));
  if (values.length > 1 && values.every((value) => value !== undefined)) {
    return values.map((document) => ({ document }));
  }
  return undefined;
}

/** Reads JSON that is broken somewhere: what starts at the beginning of a line is a value of its own. */
export function brokenJsonDocuments(text: string): readonly Reading[] {
  const starts = [...text.matchAll(/^[ \t]*(?=[{[])/gm)]
    .filter(({ index, 0: indent }) => indent === '' || text.slice(0, index).trim() === '')
    .map(({ index }) => index);
  const line = lineCounterOf(text);
  return starts.map((start, index): Reading => {
    const span = { start, end: starts[index + 1] ?? text.length };
    const document = parsed(text, span, line);
    if (document !== undefined) return { document };
    const { offset, reason } = errorIn(text.slice(span.start, span.end).trimEnd());
    return {
      flaw: {
        line: line(span.start + offset),
        message: `not valid JSON: ${reason}`,
        remedy: 'Correct the value; the others were judged without it.',
      },
    };
  });
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function parsed(text: string, { start, end }: Span, line: (offset: number) => number): ParsedDocument | undefined {
  try {
    const value: unknown = JSON.parse(text.slice(start, end));
    let items: readonly number[] | undefined;
    return {
      line: line(start + (/\S/.exec(text.slice(start, end))?.index ?? 0)),
      value,
      itemLine: (index) => line((items ??= itemOffsets(text, start))[index] ?? start),
    };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function errorIn(text: string): { readonly offset: number; readonly reason: string } {
  try {
    JSON.parse(text);
    return { offset: 0, reason: 'several values stand in one line' };
  } catch (error) {
    const position = /at position (\d+)/.exec(String(error))?.[1];
    // The rest of the message quotes the input, which may hold a secret.
    const reason = position === undefined ? 'it ends too early' : 'a character stands where none may';
    return { offset: position === undefined ? 0 : Number(position), reason };
  }
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;

/** Index behind the string that opens at `at`. */
function skipString(text: string, at: number): number {
  for (let index = at + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === backslash) index += 1;
    else if (code === quote) return index + 1;
  }
  return text.length;
}

function* topLevel(text: string): Generator<Span, void> {
  let depth = 0;
  let start = -1;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') at = skipString(text, at) - 1;
    else if (char === '{' || char === '[') {
      if (depth === 0) start = at;
      depth += 1;
    } else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) yield { start, end: at + 1 };
    }
  }
  if (depth > 0 && start >= 0) yield { start, end: text.length };
}

/** Where each element of a list, or of the `items` of an object, begins. */
function itemOffsets(text: string, from: number): readonly number[] {
  const offsets: number[] = [];
  let depth = 0;
  let inItems = false;
  let expecting = false;
  const first = from + (/\S/.exec(text.slice(from, from + 1000))?.index ?? 0);
  const itemDepth = text[first] === '[' ? 1 : 2;
  for (let at = first; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= 0x20) continue;
    if (expecting && code !== comma && text[at] !== ']') {
      offsets.push(at);
      expecting = false;
    }
    if (code === quote) {
      const end = skipString(text, at);
      if (depth === 1 && itemDepth === 2 && text.startsWith('"items"', at))
        inItems = /^\s*:/.test(text.slice(end, end + 100));
      at = end - 1;
    } else if (text[at] === '{' || text[at] === '[') {
      depth += 1;
      if (depth === itemDepth && (itemDepth === 1 || inItems)) expecting = true;
    } else if (text[at] === '}' || text[at] === ']') {
      if (depth === itemDepth && itemDepth === 2 && inItems) return offsets;
      depth -= 1;
      if (depth <= 0) return offsets;
    } else if (code === comma) {
      if (depth === itemDepth && (itemDepth === 1 || inItems)) expecting = true;
    }
  }
  return offsets;
}

/** Maps rising offsets to lines; a falling offset starts over. */
function lineCounterOf(text: string): (offset: number) => number {
  let at = 0;
  let line = 1;
  return (offset) => {
    if (offset < at) [at, line] = [0, 1];
    for (let next = text.indexOf('\n', at); next >= 0 && next < offset; next = text.indexOf('\n', at)) {
      at = next + 1;
      line += 1;
    }
    return line;
  };
}
