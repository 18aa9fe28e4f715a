import { styleText } from 'node:util';
import type { Severity } from '../contract/vocabulary.ts';

/** How a report looks: whether it has colours, and how many columns it may take. */
export interface Look {
  readonly color: boolean;
  /** Columns of the terminal; rows are cut to it. Undefined writes rows out in full. */
  readonly width: number | undefined;
}

type Format = Parameters<typeof styleText>[0];

/** Marks up text, or leaves it alone. */
export type Mark = (format: Format, text: string) => string;

/** The pen of a report. */
export function markFor({ color }: Look): Mark {
  return (format, text) => (color && text !== '' ? styleText(format, text, { validateStream: false }) : text);
}

/** Colours that stay readable on light and dark terminals. */
export const severityFormats: Readonly<Record<Severity, Format>> = {
  critical: ['red', 'bold'],
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  info: 'gray',
};

const proseWidth = 100;

/** Columns for prose: never wider than is pleasant to read. */
export function proseColumns({ width }: Look, indent: number): number {
  return Math.max(30, Math.min(width ?? proseWidth, proseWidth) - indent);
}
