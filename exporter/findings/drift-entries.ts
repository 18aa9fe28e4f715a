import * as z from 'zod';
import { metrics } from '../contract/index.ts';
import { actors, driftScopes, driftSteps, gitopsTools } from '../contract/vocabulary.ts';
import type { Deviation, DriftChange, DriftEvent } from '../model/drift.ts';
import { kinds } from '../model/kinds.ts';
import { keyOf, refOf, type ObjectKey, type ObjectRef } from '../model/object.ts';
import { instant } from './instant.ts';
import type { JournalEntry } from './journal.ts';

/** Counter of changes past GitOps, by actor and scope. */
export const driftTally: string = metrics.driftEvents.name;

const change = {
  apiVersion: z.string(),
  mark: z.object({ tool: z.enum(gitopsTools), application: z.string() }),
  team: z.object({ team: z.string(), source: z.string() }),
  actor: z.enum(actors),
  managers: z.array(z.string()).readonly(),
  scope: z.enum(driftScopes),
  fields: z.array(z.string()).readonly(),
  moreFields: z.int().nonnegative(),
};
const eventBody = z.object({ ...change, what: z.enum(driftSteps), notBefore: instant.optional() });
const deviationBody = z.object({
  ...change,
  at: instant,
  uid: z.string(),
  found: z.boolean(),
  /** Path, digest as applied, digest as it is. */
  values: z.array(z.tuple([z.string(), z.string(), z.string()])).readonly(),
});

/** What the journal remembers of one step; it is history at once. */
export function driftEntry(event: DriftEvent): JournalEntry {
  const { id, what, at, notBefore } = event;
  const body: z.input<typeof eventBody> = { ...toldOf(event), what, ...(notBefore !== undefined && { notBefore }) };
  return { topic: 'drift', key: id, subject: keyOf(event.ref), at, until: at, body };
}

/** The step that an entry tells of; undefined where another version wrote what this one does not understand. */
export function driftEventOf({ key, subject, at, body }: JournalEntry): DriftEvent | undefined {
  const read = eventBody.safeParse(body);
  const ref = refIn(subject);
  if (!read.success || ref === undefined) return undefined;
  const { notBefore, ...told } = read.data;
  return { ...told, id: key, ref, at, ...(notBefore !== undefined && { notBefore }) };
}

/** What the journal remembers of an object that deviates, or did so until `until`, in milliseconds: one entry an object. */
export function deviationEntry(deviation: Deviation, until: number | undefined): JournalEntry {
  const { at, uid, found, values, since } = deviation;
  const key = keyOf(deviation.ref);
  const body: z.input<typeof deviationBody> = {
    ...toldOf(deviation),
    at,
    uid,
    found,
    values: Array.from(values, ([path, { applied, now }]) => [path, applied, now] as [string, string, string]),
  };
  return { topic: 'deviation', key, subject: key, at: since, ...(until !== undefined && { until }), body };
}

/** The deviation that an entry tells of, ended or not; undefined where another version wrote what this one does not understand. */
export function deviationOf({ subject, at: since, body }: JournalEntry): Deviation | undefined {
  const read = deviationBody.safeParse(body);
  const ref = refIn(subject);
  if (!read.success || ref === undefined) return undefined;
  const values = new Map(read.data.values.map(([path, applied, now]) => [path, { applied, now }]));
  return { ...read.data, ref, since, values };
}

function toldOf({ apiVersion, mark, team, actor, managers, scope, fields, moreFields }: DriftChange) {
  return { apiVersion, mark, team, actor, managers, scope, fields, moreFields };
}

function refIn(subject: string): ObjectRef | undefined {
  const ref = refOf(subject as ObjectKey);
  return Object.hasOwn(kinds, ref.kind) ? ref : undefined;
}
