import type { Deviation, DeviatingField, DriftedObject } from '../../model/drift.ts';
import type { KubeObject } from '../../model/object.ts';
import { isWithin, valueAt, valueHash, type ChangedField } from './changed-fields.ts';
import { ownEntries } from './managers.ts';

/** Fields that are told. */
export const mostFields = 30;
/** Fields of one object that are watched for their return. */
const mostDeviating = 200;

type Values = ReadonlyMap<string, DeviatingField>;

/**
 * What still deviates after GitOps wrote. Tools leave alone what they do not declare, so an added variable or container
 * outlives every later release. Nothing is left where the tool took all over: those who wrote are no managers any more,
 * or it had nothing to change.
 */
export function afterGitops(deviation: Deviation, now: KubeObject, changes: readonly ChangedField[]): Values {
  if (isTakenOver(deviation, now) || changes.length === 0) return new Map();
  const isWritten = (field: string) => changes.some(({ path }) => path === field || isWithin(field, path));
  return lookedAt(now, new Map([...deviation.values].filter(([field]) => !isWritten(field))));
}

/** What deviates after somebody else wrote: other values than those applied come in, those applied go out. */
export function afterOthers(deviating: Values, now: KubeObject, changes: readonly ChangedField[]): Values {
  const after = new Map(deviating);
  for (const { path, before, now } of changes) {
    const known = after.get(path);
    if (known !== undefined) {
      if (known.applied === valueHash(now)) after.delete(path);
    } else if (after.size < mostDeviating && ![...after.keys()].some((field) => isWithin(path, field))) {
      after.set(path, { applied: valueHash(before), now: '' });
    }
  }
  return lookedAt(now, after);
}

/** Whether those who made an object deviate do not manage any of it any more. */
export function isTakenOver({ managers }: Deviation, now: KubeObject): boolean {
  const writers = new Set(ownEntries(now.metadata).map(({ manager }) => manager));
  return managers.length > 0 && !managers.some((manager) => writers.has(manager));
}

/** The same fields with digests of what the object has there now. */
export function lookedAt(object: KubeObject, values: Values): Values {
  return new Map(
    Array.from(values, ([path, { applied }]) => [path, { applied, now: valueHash(valueAt(object, path)) }]),
  );
}

/** How fields that deviate are told. */
export function fieldsOf(values: Values): Pick<DriftedObject, 'fields' | 'moreFields'> {
  return { fields: [...values.keys()].slice(0, mostFields), moreFields: Math.max(0, values.size - mostFields) };
}
