import { createHash } from 'node:crypto';
import type { Check } from '../checks/define.ts';
import type { LostBaseline } from '../findings/opening.ts';
import { isRecord } from '../model/record.ts';

/** A longer note is not one of ours; characters. */
const longest = 16_384;
/** Pairs beyond are left out: losing the store makes them a backlog that is seen for the first time. */
const mostDigests = 2_500;
const digestBytes = 4;

/** What outlives the store of a cluster: since when its backlog is known, and at which check and kind pairs. */
export interface BaselineNote extends LostBaseline {
  readonly clusterId: string;
  /** Digests of checks at all of whose kinds the backlog is known, and of single pairs of others. */
  readonly digests: ReadonlySet<string>;
}

/** The note as it is kept in the Lease: at most some 14 KB, 1.5 KB for all checks that are on by default. */
export function formatNote({ clusterId, baselineAt, watchedUntil, digests }: BaselineNote): string {
  const known = Buffer.concat([...digests].slice(0, mostDigests).map((digest) => Buffer.from(digest, 'hex')));
  return JSON.stringify({ version: 1, cluster: clusterId, baselineAt, watchedUntil, known: known.toString('base64') });
}

/**
 * Reads a note of this cluster; undefined for anything else. Whoever may write the Lease can write what they like: what
 * lies in the future is refused or cut, so that a note can at most make a backlog of today ring, or count as backlog what
 * it would be without a note.
 */
export function parseNote(text: string, clusterId: string, now: number): BaselineNote | undefined {
  if (text.length > longest) return undefined;
  let note: unknown;
  try {
    note = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (!isRecord(note) || note['version'] !== 1 || note['cluster'] !== clusterId) return undefined;
  const { baselineAt, watchedUntil, known } = note;
  if (!isTime(baselineAt, now) || typeof watchedUntil !== 'number' || typeof known !== 'string') return undefined;
  const bytes = Buffer.from(known, 'base64');
  const digests = new Set<string>();
  for (let at = 0; at + digestBytes <= bytes.length; at += digestBytes) {
    digests.add(bytes.toString('hex', at, at + digestBytes));
  }
  return {
    clusterId,
    baselineAt,
    watchedUntil: isTime(watchedUntil, now) ? Math.max(baselineAt, watchedUntil) : now,
    digests,
  };
}

/** Digests of the pairs (`check|Kind`) for which `has` holds, one for a check that has all of its own. */
export function digestsOf(checks: readonly Check[], has: (pair: string) => boolean): ReadonlySet<string> {
  return new Set(
    checks.flatMap((check) => {
      const known = pairsOf(check).filter(has);
      return known.length === check.kinds.length ? [digestOf(wholeOf(check))] : known.map(digestOf);
    }),
  );
}

/** The pairs of these checks that a note tells of. */
export function pairsIn({ digests }: BaselineNote, checks: readonly Check[]): ReadonlySet<string> {
  return new Set(
    checks.flatMap((check) => {
      const isWhole = digests.has(digestOf(wholeOf(check)));
      return pairsOf(check).filter((pair) => isWhole || digests.has(digestOf(pair)));
    }),
  );
}

function pairsOf({ id, kinds }: Check): readonly string[] {
  return kinds.map((kind) => `${id}|${kind}`);
}

/** A check that gains a kind later is another one here. */
function wholeOf({ id, kinds }: Check): string {
  return `${id}|${kinds.toSorted().join('|')}|`;
}

function digestOf(text: string): string {
  return createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, 2 * digestBytes);
}

function isTime(value: unknown, now: number): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0 && Number(value) <= now;
}
