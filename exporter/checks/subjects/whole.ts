import type { Subject } from '../define.ts';
import { patched, type Manifest } from '../patch.ts';
import type { KindName } from '../../model/kinds.ts';
import type { KubeObject } from '../../model/object.ts';

/** An object judged as it is, with the fields of `E` typed. */
export type Whole<E> = KubeObject & E;

/** A subject for checks that look at one object of a kind as a whole. */
export function whole<E extends object>(
  name: string,
  kinds: readonly KindName[],
  sound: Manifest & E,
): Subject<Whole<E>, E> {
  return {
    name,
    kinds,
    of: (judged) => [judged.object as Whole<E>],
    manifest: (patch) => patched<E>(sound, patch) as Manifest & E,
    locate: (object) => ({ path: '', value: object }),
    at: (judged) => judged.object as Whole<E>,
    wrap: (_judged, _object, change) => change,
  };
}
