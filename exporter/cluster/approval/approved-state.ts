import { z } from 'zod';
import { instant } from '../../findings/instant.ts';
import type { JournalEntry } from '../../findings/journal.ts';
import type { Approval } from '../../model/approval.ts';
import { kinds, type KindName } from '../../model/kinds.ts';
import type { KubeObject, ObjectKey } from '../../model/object.ts';
import { isRecord } from '../../model/record.ts';
import { valueHash } from '../drift/changed-fields.ts';

/** Objects in one entry of the journal. */
const objectsPerEntry = 500;
/** Objects that one approved state may have. */
export const mostApproved = 100_000;
const currentKey = 'current';

/** An object as it was approved: a digest of what it declares, and which checks may fail at it. */
export interface ApprovedObject {
  readonly hash: string;
  /** Places in `checks` of the state of those that failed, or could not be decided. */
  readonly accepted: readonly number[];
}

/** The state of a cluster that somebody approved; nothing of an object but digests. */
export interface ApprovedState {
  readonly approval: Approval;
  /** Ids of the checks that were in use. */
  readonly checks: readonly string[];
  /** Kinds that could be seen: of others nothing was approved. */
  readonly kinds: readonly KindName[];
  readonly objects: ReadonlyMap<ObjectKey, ApprovedObject>;
}

/** Whether objects of a kind are part of an approved state: nodes come and go, and what we observe ourselves is no object. */
export function isApprovable(kind: KindName): boolean {
  return kind !== 'Node' && kinds[kind].observed !== true;
}

const hashes = new WeakMap<KubeObject, string>();

/** A digest of what an object declares; its status, its metadata, and replicas, which autoscalers own, are left out. */
export function specHash(object: KubeObject): string {
  let hash = hashes.get(object);
  if (hash === undefined) {
    const { apiVersion: _version, kind: _kind, metadata: _metadata, status: _status, spec, ...declared } = object;
    const { replicas: _replicas, ...lasting } = isRecord(spec) ? spec : {};
    hash = valueHash({ ...declared, spec: isRecord(spec) ? lasting : spec });
    hashes.set(object, hash);
  }
  return hash;
}

/** An approved state as entries of the journal: a head, and its objects in parts. */
export function entriesOf({ approval, checks, kinds: seen, objects }: ApprovedState): readonly JournalEntry[] {
  const all = Array.from(objects, ([key, { hash, accepted }]) => [key, hash, accepted] as const);
  const parts = Math.ceil(all.length / objectsPerEntry);
  const head = { ...approval, checks, kinds: seen, parts };
  return [
    { topic: 'approval', key: currentKey, subject: '', at: approval.at, body: head },
    ...Array.from({ length: parts }, (_, part): JournalEntry => {
      const own = all.slice(part * objectsPerEntry, (part + 1) * objectsPerEntry);
      return {
        topic: 'approval',
        key: partKey(part),
        subject: '',
        at: approval.at,
        body: { id: approval.id, objects: own },
      };
    }),
  ];
}

/** Ends what the journal holds: who approved it stays as history, digests of objects do not. */
export function endedEntries(state: ApprovedState, now: number, partsKept: number): readonly JournalEntry[] {
  const parts = Math.ceil(state.objects.size / objectsPerEntry);
  const ended = { subject: '', at: state.approval.at, until: now } as const;
  return [
    { topic: 'approval', key: `past ${state.approval.id}`, ...ended, body: { ...state.approval } },
    ...(partsKept === 0 ? [{ topic: 'approval', key: currentKey, ...ended, body: {} } as const] : []),
    ...Array.from({ length: Math.max(0, parts - partsKept) }, (_, index): JournalEntry => {
      return { topic: 'approval', key: partKey(partsKept + index), ...ended, body: {} };
    }),
  ];
}

/** How many entries hold the objects of a state. */
export function partsOf({ objects }: ApprovedState): number {
  return Math.ceil(objects.size / objectsPerEntry);
}

const head = z.object({
  id: z.string().max(64),
  approver: z.string().max(300),
  isVerified: z.boolean(),
  caller: z.string().max(300).optional(),
  reason: z.string().max(300),
  at: instant,
  objects: z.int().max(mostApproved),
  checks: z.array(z.string().max(100)).max(5_000),
  kinds: z.array(z.string().max(100)).max(1_000),
  parts: z.int().max(mostApproved / objectsPerEntry),
});
const part = z.object({
  id: z.string(),
  objects: z.array(z.tuple([z.string(), z.string().max(64), z.array(z.int())])).max(objectsPerEntry),
});

/** The id of the approval that an entry is the head of; undefined for any other entry. */
export function approvalIn({ key, until, body }: JournalEntry): string | undefined {
  const parsed = key === currentKey && until === undefined ? head.safeParse(body) : undefined;
  return parsed?.data?.id;
}

/** The state that entries hold; undefined unless all of it is there. */
export function stateIn(entries: readonly JournalEntry[]): ApprovedState | undefined {
  const first = entries.find(({ key, until }) => key === currentKey && until === undefined);
  const parsed = head.safeParse(first?.body);
  if (!parsed.success) return undefined;
  const { checks, kinds: seen, parts, caller, ...approval } = parsed.data;
  const objects = new Map<ObjectKey, ApprovedObject>();
  for (const { key, body } of entries) {
    if (key === currentKey) continue;
    const { success, data } = part.safeParse(body);
    if (!success || data.id !== approval.id) continue;
    for (const [object, hash, accepted] of data.objects) objects.set(object as ObjectKey, { hash, accepted });
  }
  if (objects.size !== approval.objects || parts !== Math.ceil(objects.size / objectsPerEntry)) return undefined;
  return {
    approval: { ...approval, ...(caller !== undefined && { caller }) },
    checks,
    kinds: seen.filter((kind): kind is KindName => Object.hasOwn(kinds, kind)),
    objects,
  };
}

function partKey(index: number): string {
  return `objects ${String(index).padStart(4, '0')}`;
}
