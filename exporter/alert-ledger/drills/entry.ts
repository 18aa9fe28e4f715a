import { z } from 'zod';
import type { JournalEntry } from '../../findings/journal.ts';
import type { Drill } from '../../model/drill.ts';

const body = z.object({
  owner: z.string(),
  who: z.string(),
  caller: z.string().optional(),
  closed: z.string().optional(),
});

/** A drill as an entry of the journal; it becomes history when it closes. */
export function entryOf({ id, from, until, ...told }: Drill): JournalEntry {
  return { topic: 'drill', key: id, subject: '', at: from, until, body: { ...told } };
}

/** What an entry says; undefined where another version, or another writer, wrote something else. */
export function drillOf({ key, at, until, body: written }: JournalEntry): Drill | undefined {
  const { success, data } = body.safeParse(written);
  if (!success || until === undefined) return undefined;
  const { caller, closed, ...told } = data;
  return {
    id: key,
    from: at,
    until,
    ...told,
    ...(caller !== undefined && { caller }),
    ...(closed !== undefined && { closed }),
  };
}
