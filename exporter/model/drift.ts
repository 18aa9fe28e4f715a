import type { Actor, DriftScope, DriftStep } from '../contract/vocabulary.ts';
import type { Team } from './finding.ts';
import type { GitopsMark } from './gitops.ts';
import type { ObjectRef } from './object.ts';

/** A change past GitOps, as far as it can be told; times are milliseconds since the epoch. */
export interface DriftChange {
  readonly ref: ObjectRef;
  readonly apiVersion: string;
  readonly mark: GitopsMark;
  readonly team: Team;
  readonly at: number;
  /** Told by the names of field managers, which clients choose: evidence, not proof. */
  readonly actor: Actor;
  /** Field managers that wrote; empty where only fields were removed, since that leaves no trace. */
  readonly managers: readonly string[];
  readonly scope: DriftScope;
  /** Paths of changed fields, the first of them; values are not kept. */
  readonly fields: readonly string[];
  readonly moreFields: number;
}

/** One step in the timeline of an object that GitOps manages. */
export interface DriftEvent extends DriftChange {
  readonly id: string;
  readonly what: DriftStep;
  /** Where nobody looked when it happened: it did after this, in milliseconds, and not after `at`. */
  readonly notBefore?: number;
}

/** An object that differs from what GitOps last applied, with the last change to it. */
export interface DriftedObject extends DriftChange {
  readonly since: number;
}

/** Digests of a field that deviates: as GitOps last applied it, and as it was when it was last looked at. */
export interface DeviatingField {
  readonly applied: string;
  readonly now: string;
}

/** A drifted object with what it takes to know it again, and to see that it is in order, after a restart. */
export interface Deviation extends DriftedObject {
  readonly uid: string;
  /** By the path of each field that has another value now. */
  readonly values: ReadonlyMap<string, DeviatingField>;
  /** It deviated before anybody looked, so that other fields may too. */
  readonly found: boolean;
}
