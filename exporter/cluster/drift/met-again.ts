import type { Deviation } from '../../model/drift.ts';
import type { KubeObject, ManagerDigest } from '../../model/object.ts';
import { fieldsOf, isTakenOver, lookedAt } from './deviation.ts';
import { newestOf, ownEntries, type ManagerClass } from './managers.ts';

/** What became of an object that deviated while nobody looked. */
export interface MetAgain {
  /** Undefined where it is in order. */
  readonly deviation: Deviation | undefined;
  /** Undefined where nothing happened. */
  readonly step: 'changed' | 'reverted' | 'reconciled' | undefined;
  /** Fields that are others than when it was last looked at. */
  readonly fields: readonly string[];
  /** Who wrote meanwhile. */
  readonly by: readonly ManagerDigest[];
}

/**
 * Compares an object with what is remembered of its deviation, by the digests that were kept. `held` is what this process
 * knows of it by its managers or by changes that it has seen itself; those are told already.
 */
export function metAgain(
  remembered: Deviation,
  held: Deviation | undefined,
  object: KubeObject,
  classOf: (manager: string) => ManagerClass,
): MetAgain {
  const values = lookedAt(object, remembered.values);
  const fields = [...values]
    .filter(([path, { now }]) => now !== remembered.values.get(path)?.now)
    .map(([path]) => path);
  const fresh = ownEntries(object.metadata).filter(({ time = '' }) => Date.parse(time) > remembered.at);
  const byGitops = fresh.filter(({ manager }) => classOf(manager) === 'gitops');
  const outside = fresh.filter(({ manager }) => !['gitops', 'platform'].includes(classOf(manager)));
  const isApplied = byGitops.length > 0 && newestOf(byGitops) >= newestOf(outside);
  const isOver = isApplied && isTakenOver(remembered, object);

  // A release that touched a field gave it a value of its own.
  const isLeft = (path: string) => !isApplied || (!isOver && !fields.includes(path));
  const left = new Map([...values].filter(([path, { applied, now }]) => now !== applied && isLeft(path)));
  const isSeen = held !== undefined && !held.found;
  for (const [path, value] of (isSeen ? held.values : undefined) ?? []) if (!left.has(path)) left.set(path, value);
  // Somebody wrote in fields that nothing was kept of.
  const isElsewhere = held?.found === true && outside.length > 0 && fields.length === 0;
  const isFound = held !== undefined && (remembered.found || isElsewhere);

  const by = isApplied ? byGitops : outside;
  if (left.size === 0 && !isFound) {
    return { deviation: undefined, step: isApplied ? 'reconciled' : 'reverted', fields, by };
  }
  const deviation = { ...remembered, values: left, found: isFound, ...(left.size > 0 && fieldsOf(left)) };
  const isChanged = !isSeen && !isApplied && (fields.length > 0 || outside.length > 0);
  return { deviation, step: isChanged ? 'changed' : undefined, fields, by };
}
