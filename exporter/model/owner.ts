import type { Team } from './finding.ts';
import type { KindName } from './kinds.ts';
import type { KubeObject } from './object.ts';

/** How to reach a team, as its owners file says; every value is text for people, at most 200 characters. */
export interface Contact {
  /** A channel, such as `#storefront`. */
  readonly slack?: string;
  /** Whom to call when the channel is silent: an address, a schedule, a link. */
  readonly escalation?: string;
  readonly runbook?: string;
  readonly email?: string;
}

/** An object and what stands around it, for the question who answers for it. */
export interface Owned {
  /** Name of the cluster. */
  readonly cluster: string;
  readonly kind: KindName;
  readonly object: KubeObject;
  readonly find: (kind: KindName, namespace: string, name: string) => KubeObject | undefined;
}

/** Who answers for objects, and how to reach them. Its answers change when its file does. */
export interface OwnerDirectory {
  readonly teamOf: (owned: Owned) => Team;
  /** Everything of a Namespace that its objects may be judged by: where this text is the same, so are their owners. */
  readonly inheritedFrom: (namespace: KubeObject) => string;
  readonly contactOf: (team: string) => Contact | undefined;
  /** Every team that its file tells how to reach; the same map until the file changes. */
  readonly contacts: () => ReadonlyMap<string, Contact>;
}
