import type { Step } from '../evaluate/engine.ts';
import type { Team } from '../model/finding.ts';
import type { Inventory } from '../model/inventory.ts';
import type { KindName } from '../model/kinds.ts';
import { refOf, type KubeObject } from '../model/object.ts';
import type { OwnerDirectory } from '../model/owner.ts';

/** Who answers for the objects of one cluster, and when that has to be asked again. */
export class Answerable {
  readonly #cluster: string;
  readonly #inventory: Inventory;
  readonly #owners: OwnerDirectory;
  /** What objects inherit from their namespace, by its name. */
  readonly #inheritances = new Map<string, string>();

  constructor(cluster: string, inventory: Inventory, owners: OwnerDirectory) {
    this.#cluster = cluster;
    this.#inventory = inventory;
    this.#owners = owners;
  }

  /** Who answers for an object of this cluster. */
  readonly teamOf = (kind: KindName, object: KubeObject): Team =>
    this.#owners.teamOf({
      cluster: this.#cluster,
      kind,
      object,
      find: (other, namespace, name) => this.#inventory.find(other, namespace, name),
    });

  /** Whether a Namespace now says something else of who answers for its objects. */
  inheritanceChanged({ key, object }: Step): boolean {
    const { kind, name } = refOf(key);
    if (kind !== 'Namespace') return false;
    const before = this.#inheritances.get(name);
    if (object === undefined) {
      this.#inheritances.delete(name);
      return before !== undefined;
    }
    const inherited = this.#owners.inheritedFrom(object);
    this.#inheritances.set(name, inherited);
    return inherited !== before;
  }

  /** Notes what namespaces say before anything is judged: nothing has inherited anything else yet. */
  noteInheritances(): void {
    for (const namespace of this.#inventory.list('Namespace')) {
      this.#inheritances.set(namespace.metadata.name, this.#owners.inheritedFrom(namespace));
    }
  }
}
