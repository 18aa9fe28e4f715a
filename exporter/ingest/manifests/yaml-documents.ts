import { isMap, isSeq, LineCounter, parseDocument, type Document, type ParseOptions, type Tags } from 'yaml';
import type { DocumentOptions, SchemaOptions } from 'yaml';
import { isUnrendered, renderFirst, type Flaw, type ParsedDocument, type Reading } from './document.ts';

// Tools around Kubernetes read YAML 1.1: `yes` and `on` are booleans and 0644 is octal, so that
// `privileged: yes` is privileged. They know neither sexagesimal numbers nor dates: those stay strings.
const plainTags = new Set(['omap', 'pairs', 'set', 'timestamp', 'binary'].map((name) => `tag:yaml.org,2002:${name}`));
const options: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.1',
  schema: 'yaml-1.1',
  stringKeys: true,
  logLevel: 'silent',
  prettyErrors: false,
  customTags: (tags: Tags): Tags =>
    tags.filter((tag) => typeof tag === 'string' || !(plainTags.has(tag.tag) || tag.format === 'TIME')),
};

// Far above what people write, far below what expands to gigabytes.
const mostAliases = 10_000;

interface Chunk {
  readonly text: string;
  /** Line of the chunk's first character, from 1. */
  readonly line: number;
}

/** Reads every document of a YAML text; a broken one costs only itself. */
export function* yamlDocuments(text: string): Generator<Reading, void> {
  for (const chunk of chunksOf(text)) yield read(chunk);
}

/**
 * Splits at document markers, which no YAML construct can hold at the start of a line. Chunks of comments and
 * directives only are left out.
 */
function* chunksOf(text: string): Generator<Chunk, void> {
  const marker = /^(?:---(?=[ \t\r\n]|$)|\.\.\.(?=[ \t\r\n]|$).*)/gm;
  let start = 0;
  let line = 1;
  for (const match of text.matchAll(marker)) {
    const chunk = { text: text.slice(start, match.index), line };
    if (hasContent(chunk.text)) yield chunk;
    line += countLines(chunk.text);
    start = match.index;
    if (match[0].startsWith('.')) start += match[0].length;
  }
  const last = { text: text.slice(start), line };
  if (hasContent(last.text)) yield last;
}

const content = /^(?!---[ \t]*(?:#.*)?\r?$|[ \t]*(?:#.*)?\r?$|%.*$)/m;

function hasContent(text: string): boolean {
  return content.test(text);
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

const helmSource = /^# Source: (.+?)\s*$/m;

/** The comment that `helm template` writes above what it renders. */
function templateOf(text: string): string | undefined {
  return helmSource.exec(text.slice(0, bodyOf(text)))?.[1];
}

/** Where the first line stands that is neither marker nor comment. */
function bodyOf(text: string): number {
  return content.exec(text)?.index ?? 0;
}

function read({ text, line }: Chunk): Reading {
  const lines = new LineCounter();
  const lineAt = (offset: number): number => line + Math.max(lines.linePos(offset).line, 1) - 1;
  try {
    const document = parseDocument(text, { ...options, lineCounter: lines });
    const fatal = document.errors.find((error) => error.code !== 'DUPLICATE_KEY');
    if (fatal !== undefined)
      return { flaw: broken(text, lineAt(Math.min(fatal.pos[0], text.trimEnd().length)), fatal.message) };
    const duplicate = document.errors[0];
    const template = templateOf(text);
    const parsed: ParsedDocument = {
      line: lineAt(document.contents?.range?.[0] ?? 0),
      value: document.toJS({ maxAliasCount: mostAliases }),
      itemLine: (index) => lineAt(offsetOfItem(document, index)),
      ...(template !== undefined && { template }),
    };
    if (duplicate === undefined) return { document: parsed };
    return {
      document: parsed,
      flaw: {
        line: lineAt(duplicate.pos[0]),
        message: 'a key stands twice in one mapping; the later value was judged',
        remedy: 'Remove one of the two, or part the documents with `---`.',
      },
    };
  } catch (error) {
    const start = line + countLines(text.slice(0, bodyOf(text)));
    return { flaw: broken(text, start, error instanceof Error ? error.message : String(error)) };
  }
}

function broken(text: string, line: number, reason: string): Flaw {
  if (isUnrendered(text)) return { line, message: 'this is a template, not YAML yet', remedy: renderFirst };
  if (/alias count/.test(reason)) {
    return { line, message: 'aliases multiply beyond reason', remedy: 'Write the values out, or remove the aliases.' };
  }
  if (/call stack/.test(reason)) {
    return { line, message: 'values are nested too deeply', remedy: 'Nest less; no Kubernetes object is this deep.' };
  }
  const message = `not valid YAML: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`;
  return { line, message, remedy: 'Correct the document; the others were judged without it.' };
}

function offsetOfItem(document: Document.Parsed, index: number): number {
  const { contents } = document;
  const items = isMap(contents) ? contents.get('items', true) : contents;
  if (!isSeq(items)) return contents?.range?.[0] ?? 0;
  const item = items.items[index];
  const range = typeof item === 'object' && item !== null && 'range' in item ? item.range : undefined;
  return Array.isArray(range) ? range[0] : (contents?.range?.[0] ?? 0);
}
