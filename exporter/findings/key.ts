import { createHash } from 'node:crypto';
import { kinds, type KindName } from '../model/kinds.ts';

/** Identity of a finding, as hexadecimal sha256; the parts are joined by a byte that none of them can contain. */
export function findingId(
  cluster: string,
  check: string,
  object: { readonly kind: KindName; readonly namespace: string; readonly name: string },
  part: string,
): string {
  const { group, kind } = kinds[object.kind];
  return createHash('sha256')
    .update([cluster, check, group, kind, object.namespace, object.name, part].join('\0'))
    .digest('hex');
}
