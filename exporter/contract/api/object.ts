/** Time in UTC after RFC 3339. */
export type Timestamp = string;

/** A Kubernetes object by name; `namespace` is absent for cluster-scoped ones. */
export interface ApiObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** How to reach a team, as the owners file says. */
export interface ApiContact {
  readonly slack?: string;
  readonly escalation?: string;
  readonly runbook?: string;
  readonly email?: string;
}

/** The object that findings are grouped by, and who answers for it. */
export interface ApiOwner extends ApiObjectRef {
  readonly team: string;
  /** Where the name of the team was found, for example `label team` or `namespace label team`. */
  readonly teamSource: string;
  readonly contact?: ApiContact;
}
