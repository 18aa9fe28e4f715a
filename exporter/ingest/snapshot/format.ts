import { kindStatuses, type KindStatus } from '../../contract/vocabulary.ts';
import type { KindName } from '../../model/kinds.ts';
import type { KubeObject } from '../../model/object.ts';

/** Name that the first line of every snapshot carries. */
export const snapshotFormat = 'plumbline-snapshot';
/** Raised when an older reader would misunderstand; readers pass over lines and fields that they do not know. */
export const snapshotVersion = 1;

export interface SnapshotKind {
  readonly status: KindStatus;
  readonly reason?: string;
  readonly count: number;
}

export interface SnapshotHeader {
  readonly format: typeof snapshotFormat;
  readonly version: number;
  readonly cluster: {
    readonly id: string;
    readonly name: string;
    /** `gitVersion` of the API server. */
    readonly version: string;
    readonly provider: string;
  };
  /** RFC 3339. */
  readonly takenAt: string;
  /** Every kind that was asked for. A kind that is not here was not, and is unknown. */
  readonly kinds: Readonly<Partial<Record<KindName, SnapshotKind>>>;
  /** In words, what beside kinds could not be seen. */
  readonly gaps: readonly string[];
}

/** A line that holds an object. */
export interface SnapshotObject {
  readonly kind: KindName;
  readonly object: KubeObject;
}

/** A line that holds something known of the cluster that is no object: configuration of a kubelet, a probe. */
export interface SnapshotFact {
  readonly fact: string;
  /** What the fact is about, for example the name of a node. */
  readonly subject: string;
  readonly value: unknown;
}

/** A line that changes the world when it is played; `at` counts seconds from the start. */
export type SnapshotEvent = { readonly at: number } & (
  | { readonly put: SnapshotObject }
  | { readonly remove: { readonly kind: KindName; readonly namespace: string; readonly name: string } }
  | { readonly status: { readonly kind: KindName; readonly status: KindStatus; readonly reason?: string } }
);

/** The last line; without it, or with other numbers, the file is incomplete. */
export interface SnapshotTrailer {
  readonly end: {
    readonly objects: number;
    readonly facts: number;
    readonly events: number;
    /** Hexadecimal SHA-256 of all bytes before this line, uncompressed. */
    readonly sha256: string;
  };
}

/** A whole snapshot in memory. */
export interface Snapshot {
  readonly header: SnapshotHeader;
  readonly objects: readonly SnapshotObject[];
  readonly facts: readonly SnapshotFact[];
  /** In the order of time. */
  readonly events: readonly SnapshotEvent[];
  /** Lines and objects that this version cannot use, with the reason. */
  readonly passedOver: readonly { readonly reason: 'unknown_kind' | 'malformed'; readonly detail: string }[];
}

/** Why a file is no snapshot, or not a whole one; the message names the file and the remedy. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
}

/** Whether a value is the status of a kind. */
export function isKindStatus(value: unknown): value is KindStatus {
  return (kindStatuses as readonly unknown[]).includes(value);
}
