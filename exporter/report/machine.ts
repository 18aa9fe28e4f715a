import type { ScanReport } from '../contract/scan.ts';

/** A report as one JSON document. */
export function* renderJson({ results, summary }: ScanReport): Generator<string, void> {
  // Entry by entry: a report of a large cluster is longer than a string may be.
  yield '{"results":[';
  for (const [index, result] of results.entries()) yield `${index === 0 ? '\n' : ',\n'}${JSON.stringify(result)}`;
  yield `\n],"summary":${JSON.stringify(summary, undefined, 2)}}\n`;
}

/** A report as one line per result, and a last line `{"summary":…}`. */
export function* renderNdjson({ results, summary }: ScanReport): Generator<string, void> {
  for (const result of results) yield `${JSON.stringify(result)}\n`;
  yield `${JSON.stringify({ summary })}\n`;
}
