import { once } from 'node:events';
import type { Request, Response } from 'express';
import type { ApiFinding } from '../../contract/index.ts';
import { csvLine } from './csv.ts';
import type { ListPage, ListPosition } from './finding-list.ts';
import { goneSignal } from './gone.ts';

const pageSize = 500;

/** How findings are written one after another. */
export interface ExportFormat {
  readonly mediaType: string;
  /** What comes before the first. */
  readonly head: string;
  readonly line: (finding: ApiFinding) => string;
}

/** One JSON document per line. */
export const ndjson: ExportFormat = {
  mediaType: 'application/x-ndjson',
  head: '',
  line: (finding) => `${JSON.stringify(finding)}\n`,
};

const columns: Readonly<Record<string, (finding: ApiFinding) => string | undefined>> = {
  id: ({ id }) => id,
  cluster: ({ cluster }) => cluster,
  check: ({ check }) => check,
  title: ({ title }) => title,
  severity: ({ severity }) => severity,
  state: ({ state }) => state,
  apiVersion: ({ object }) => object.apiVersion,
  kind: ({ object }) => object.kind,
  namespace: ({ object }) => object.namespace,
  name: ({ object }) => object.name,
  team: ({ owner }) => owner.team,
  teamSource: ({ owner }) => owner.teamSource,
  path: ({ path }) => path,
  container: ({ container }) => container,
  message: ({ message }) => message,
  remedy: ({ remedy }) => remedy,
  firstSeen: ({ firstSeen }) => firstSeen,
  lastChange: ({ lastChange }) => lastChange,
  reason: ({ reason }) => reason,
  exemption: ({ exemption }) => exemption,
  exemptedBy: ({ exemptedBy }) => exemptedBy,
  windows: ({ windows }) => windows?.join(' '),
  estimated: ({ estimated }) => (estimated === true ? 'true' : undefined),
};

/** A header and one line per finding, safe to open in a spreadsheet. */
export const csv: ExportFormat = {
  mediaType: 'text/csv',
  head: csvLine(Object.keys(columns)),
  line: (finding) => csvLine(Object.values(columns).map((valueOf) => valueOf(finding) ?? '')),
};

export interface ExportSource {
  readonly pageOf: (size: number, from: ListPosition | undefined, gone: AbortSignal) => Promise<ListPage>;
  /** How many findings at most. */
  readonly most: number;
  readonly from: ListPosition | undefined;
}

/** Writes findings page by page, as fast as the client reads and no further than it stays. */
export async function exportFindings(
  request: Request,
  response: Response,
  format: ExportFormat,
  { pageOf, most, from }: ExportSource,
): Promise<void> {
  const start = () => response.set('Content-Type', `${format.mediaType}; charset=utf-8`);
  if (request.method === 'HEAD') {
    start().end();
    return;
  }
  const gone = goneSignal(response);
  let position = from;
  let left = most;
  let text = format.head;
  do {
    const page = await pageOf(Math.min(pageSize, left), position, gone);
    if (gone.aborted) return;
    // Not before the store has answered once: until then a failure can still be told as such.
    if (!response.headersSent) start();
    text += page.items.map(format.line).join('');
    left -= page.items.length;
    position = page.next;
    if (text !== '' && !response.write(text)) {
      await once(response, 'drain', { signal: gone }).catch((error: unknown) => {
        if (!gone.aborted) throw error;
      });
    }
    text = '';
  } while (position !== undefined && left > 0 && !gone.aborted);
  response.end();
}
