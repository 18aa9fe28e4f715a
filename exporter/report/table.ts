import { findingsTable } from './findings-table.ts';
import type { Scan } from './scan.ts';
import { markFor, type Look } from './style.ts';
import { explainedSection, unseenSection } from './unseen.ts';
import { waivedSection } from './waived.ts';
import { verdictLine } from './verdict.ts';
import { worstSection } from './worst.ts';

/** A scan as a person reads it; `all` lists every result. */
export function renderTable(scan: Scan, look: Look, all = false): string {
  const mark = markFor(look);
  const lines = [
    ...worstSection(scan, look, mark),
    ...findingsTable(scan, look, mark, all),
    ...explainedSection(scan, look, mark),
    ...waivedSection(scan, look, mark),
    ...unseenSection(scan, look, mark),
    verdictLine(scan, mark),
  ];
  return `${lines.join('\n')}\n`;
}
