import type { Inventory } from '../model/inventory.ts';
import type { Team } from '../model/finding.ts';
import { kinds, type KindName } from '../model/kinds.ts';
import type { KubeObject, ObjectRef } from '../model/object.ts';
import { templateOwnerOf } from '../model/template-owner.ts';
import type { RejectOwner } from '../model/reject.ts';

/** Longest chain of controllers that Kubernetes makes: a Job of a CronJob; one more for good measure. */
const longestChain = 3;

/**
 * The controller at the top of what made an object, for example the Deployment of a ReplicaSet, and its team.
 * Undefined while an object of the chain is not there and `mayCome` says that its kind is being watched.
 */
export function topOwnerOf(
  ref: ObjectRef,
  deps: {
    readonly inventory: Pick<Inventory, 'find'>;
    readonly teamOf: (kind: KindName, object: KubeObject) => Team;
    readonly mayCome: (kind: KindName) => boolean;
  },
): RejectOwner | undefined {
  const { inventory, teamOf, mayCome } = deps;
  let top = ref;
  for (let links = 0; ; links += 1) {
    const object = inventory.find(top.kind, top.namespace, top.name);
    if (object === undefined && mayCome(top.kind)) return undefined;
    const owner = object && links < longestChain ? templateOwnerOf(top.kind, object) : undefined;
    if (owner === undefined) {
      const known = object ?? unseen(top);
      return { ...top, apiVersion: known.apiVersion, team: teamOf(top.kind, known) };
    }
    top = { kind: owner.kind, namespace: top.namespace, name: owner.name };
  }
}

/** What is known of an object that cannot be seen: its namespace may still say whose it is. */
function unseen({ kind, namespace, name }: ObjectRef): KubeObject {
  const { group, versions, kind: plainKind } = kinds[kind];
  return {
    apiVersion: [group, versions[0]].filter(Boolean).join('/'),
    kind: plainKind,
    metadata: { name, namespace },
  };
}
