import { isRecord, records } from '../../model/record.ts';

/**
 * Whether a label selector of the API takes these labels; an empty one takes all, and one that the API server would
 * refuse takes none.
 */
export function selects(selector: unknown, labels: Readonly<Record<string, string>> = {}): boolean {
  if (!isRecord(selector)) return false;
  const { matchLabels, matchExpressions } = selector;
  for (const [key, value] of Object.entries(isRecord(matchLabels) ? matchLabels : {})) {
    if (labels[key] !== value) return false;
  }
  return records(matchExpressions).every(({ key, operator, values }) => {
    if (typeof key !== 'string') return false;
    const label = Object.hasOwn(labels, key) ? labels[key] : undefined;
    const wanted: readonly unknown[] = Array.isArray(values) ? values : [];
    switch (operator) {
      case 'In':
        return label !== undefined && wanted.includes(label);
      case 'NotIn':
        return label === undefined || !wanted.includes(label);
      case 'Exists':
        return label !== undefined;
      case 'DoesNotExist':
        return label === undefined;
      default:
        return false;
    }
  });
}
