import * as z from 'zod';
import { metrics } from '../contract/index.ts';
import { policyEngines } from '../contract/vocabulary.ts';
import { kinds } from '../model/kinds.ts';
import { objectKey, refOf, type ObjectKey } from '../model/object.ts';
import { rejectSources, type Reject } from '../model/reject.ts';
import { instant } from './instant.ts';
import type { JournalEntry } from './journal.ts';

/** Counter of refused objects, by engine. */
export const rejectTally: string = metrics.admissionRejects.name;

/** A reject with what each record of it has told so far, so that one that comes again adds nothing. */
export interface RememberedReject extends Reject {
  /** Attempts, by record. */
  readonly records: ReadonlyMap<string, number>;
}

const body = z.object({
  source: z.enum(rejectSources),
  engine: z.enum(policyEngines),
  policies: z.array(z.string()).readonly(),
  refused: z.string(),
  reason: z.string(),
  apiVersion: z.string(),
  team: z.object({ team: z.string(), source: z.string() }),
  lastSeen: instant,
  attempts: z.number(),
  records: z.array(z.tuple([z.string(), z.number()])).readonly(),
});

/** What the journal remembers of a reject. Whether it goes on is not known, so it is history since it was last heard of. */
export function rejectEntry(reject: RememberedReject): JournalEntry {
  const { id, owner, firstSeen, lastSeen, source, engine, policies, refused, reason, attempts, records } = reject;
  const { kind, namespace, name, apiVersion, team } = owner;
  const told = { source, engine, policies, refused, reason, apiVersion, team, lastSeen, attempts };
  return {
    topic: 'reject',
    key: id,
    subject: objectKey(kind, namespace, name),
    at: firstSeen,
    until: lastSeen,
    body: { ...told, records: [...records] } satisfies z.input<typeof body>,
  };
}

/** The reject that an entry tells of; undefined where another version wrote what this one does not understand. */
export function rejectOf({ key, subject, at, body: text }: JournalEntry): RememberedReject | undefined {
  const read = body.safeParse(text);
  const ref = refOf(subject as ObjectKey);
  if (!read.success || !Object.hasOwn(kinds, ref.kind)) return undefined;
  const { apiVersion, team, records, ...told } = read.data;
  return { ...told, id: key, owner: { ...ref, apiVersion, team }, firstSeen: at, records: new Map(records) };
}
