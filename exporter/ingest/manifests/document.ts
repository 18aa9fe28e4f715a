/** A document of a file, parsed; lines count from 1. */
export interface ParsedDocument {
  readonly line: number;
  readonly value: unknown;
  /** Path of the Helm template that rendered the document. */
  readonly template?: string;
  /** Line of one element of the document's `items`, or of the document itself when it is a list. */
  readonly itemLine: (index: number) => number;
}

/** Why a document, or a part of it, could not be read as written. */
export interface Flaw {
  readonly line: number;
  readonly message: string;
  readonly remedy: string;
}

/** What a parser makes of one document: a value, a flaw, or both where it can be read in spite of the flaw. */
export interface Reading {
  readonly document?: ParsedDocument;
  readonly flaw?: Flaw;
}

/** The remedy for a template that was not rendered. */
export const renderFirst =
  'Render the chart first and scan the result: `helm template RELEASE CHART | plumbline scan -`.';

/** Whether a name holds an action of a Go template. */
export function isTemplate(name: string): boolean {
  return name.includes('{{');
}

/** Whether a text cannot be YAML before it is rendered: an action stands where a value or a line begins. */
export function isUnrendered(text: string): boolean {
  return /^[ \t]*(?:-[ \t]+)*(?:[\w./-]+:[ \t]+)?\{\{/m.test(text);
}
