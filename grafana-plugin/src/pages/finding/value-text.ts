import type { ApiEvidenceField } from '#contract';

/** A value of a field as one reads it: text as it is, the rest as JSON; undefined where it is not set. */
export function valueText({ value }: Pick<ApiEvidenceField, 'value'>): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value === '' ? '""' : value;
  return JSON.stringify(value, null, typeof value === 'object' ? 2 : 0);
}
