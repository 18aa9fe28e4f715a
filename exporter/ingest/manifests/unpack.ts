import { isRecord } from '../../model/record.ts';
import type { ParsedDocument } from './document.ts';

/** One object of a document, before anything is known of it. */
export interface Unpacked {
  readonly value: Record<string, unknown>;
  readonly line: number;
}

export interface UnpackedDocument {
  readonly objects: readonly Unpacked[];
  /** Parts that say nothing of an API and a kind. */
  readonly others: number;
}

const deepest = 8;

/** The objects in a document: itself, the items of a `List` of any kind, or the elements of a plain list. */
export function unpack({ value, line, itemLine }: ParsedDocument): UnpackedDocument {
  const objects: Unpacked[] = [];
  let others = 0;
  const visit = (part: unknown, at: number, lineOf: (index: number) => number, depth: number): void => {
    if (Array.isArray(part) && depth < deepest) {
      part.forEach((element, index) => visit(element, lineOf(index), () => lineOf(index), depth + 1));
      return;
    }
    if (!isRecord(part) || typeof part['kind'] !== 'string' || typeof part['apiVersion'] !== 'string') {
      if (part !== null && part !== undefined) others += 1;
      return;
    }
    const items = part['items'];
    // `kubectl get -o yaml` leaves out `items: []` of an empty list of some kinds; an item of a typed list names no kind.
    if (part['kind'].endsWith('List') && (Array.isArray(items) || items === undefined || items === null)) {
      const { apiVersion, kind } = part;
      const implied = kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) };
      ((items ?? []) as unknown[]).forEach((item, index) => {
        const whole = isRecord(item) ? { ...implied, ...item } : item;
        visit(whole, lineOf(index), () => lineOf(index), depth + 1);
      });
      return;
    }
    objects.push({ value: part, line: at });
  };
  visit(value, line, itemLine, 0);
  return { objects, others };
}
