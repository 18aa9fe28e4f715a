import type { Judged } from '../checks/judged.ts';
import type { Exempt } from '../evaluate/exemptions.ts';
import { namespaceOf, type CompiledWaiver } from './compile.ts';

interface Shelf {
  readonly byNamespace: Map<string, CompiledWaiver[]>;
  readonly anywhere: CompiledWaiver[];
}

const none: readonly CompiledWaiver[] = [];

/** Waivers by check and namespace, so that an offence meets only those that may be about it. */
export class WaiverIndex {
  readonly #shelves = new Map<string, Shelf>();

  constructor(waivers: Iterable<CompiledWaiver>) {
    // Of several the one that lasts longest explains, so that the others may go without a change.
    for (const waiver of [...waivers].sort(lastingFirst)) {
      for (const check of waiver.checks) {
        let shelf = this.#shelves.get(check);
        if (shelf === undefined) this.#shelves.set(check, (shelf = { byNamespace: new Map(), anywhere: [] }));
        if (waiver.namespaces === undefined) shelf.anywhere.push(waiver);
        else for (const namespace of new Set(waiver.namespaces)) push(shelf.byNamespace, namespace, waiver);
      }
    }
  }

  /** The waiver that accepts an offence. */
  readonly exempt: Exempt = (check, judged, offence, world) => {
    const shelf = this.#shelves.get(check);
    if (shelf === undefined) return undefined;
    const covers = (waiver: CompiledWaiver): boolean => waiver.covers(judged, offence, world);
    const near = (shelf.byNamespace.get(homeOf(judged)) ?? none).find(covers);
    const far = shelf.anywhere.find(covers);
    if (near === undefined || far === undefined) return (near ?? far)?.exemption;
    return (lastingFirst(near, far) < 0 ? near : far).exemption;
  };
}

function homeOf({ kind, object }: Judged): string {
  return namespaceOf(kind, object.metadata);
}

function lastingFirst({ waiver: a }: CompiledWaiver, { waiver: b }: CompiledWaiver): number {
  return b.expiresAt - a.expiresAt || (a.name < b.name ? -1 : 1);
}

function push(map: Map<string, CompiledWaiver[]>, key: string, waiver: CompiledWaiver): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [waiver]);
  else list.push(waiver);
}
