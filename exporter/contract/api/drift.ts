import type { Actor, DriftScope, DriftStep, GitopsTool } from '../vocabulary.ts';
import type { ApiObjectRef, Timestamp } from './object.ts';

/** A change past GitOps: what, when, by whom, in which fields. Clients choose names of field managers: evidence, not proof. */
interface ApiDriftChange {
  readonly cluster: string;
  readonly object: ApiObjectRef;
  readonly team: string;
  readonly tool: GitopsTool;
  /** Application, release or the like that the object belongs to. */
  readonly application: string;
  readonly at: Timestamp;
  readonly actor: Actor;
  /** Empty where only fields were removed: that leaves no trace of who did it. */
  readonly managers: readonly string[];
  readonly scope: DriftScope;
  /** Paths of changed fields, for example `spec.template.spec.containers[app].image`. */
  readonly fields: readonly string[];
  /** How many more there are. */
  readonly moreFields: number;
}

/** One step in the timeline of an object that GitOps manages. */
export interface ApiDriftEvent extends ApiDriftChange {
  readonly id: string;
  readonly what: DriftStep;
  /** Where nobody looked when it happened: it did after this, and `at` is when it was found. */
  readonly notBefore?: Timestamp;
}

/** An object that differs now from what GitOps last applied, with the last change to it. */
export interface ApiDriftedObject extends ApiDriftChange {
  readonly since: Timestamp;
}
