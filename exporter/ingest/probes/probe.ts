import type { KindStatus } from '../../contract/vocabulary.ts';
import type { KindName } from '../../model/kinds.ts';
import type { Observed } from '../../model/object.ts';

/**
 * What a probe found out about one kind: every object of it, or why there is none. A status is an answer; `failure`
 * means that none came, so that what was known before stays until it is too old.
 */
export type Reading =
  | {
      readonly kind: KindName;
      readonly observed: readonly Observed[];
      /** Part of it was refused or did not answer: ask again sooner than usual. */
      readonly incomplete?: boolean;
    }
  | { readonly kind: KindName; readonly status: Extract<KindStatus, 'absent' | 'forbidden'>; readonly reason: string }
  | { readonly kind: KindName; readonly failure: string };

/** Something that no watch delivers and that is asked for from time to time; it fills observed kinds. */
export interface Probe {
  /** For logs: what is asked, such as `control plane`. */
  readonly name: string;
  /** The kinds that it fills, and no other probe does. */
  readonly kinds: readonly KindName[];
  /** Asks once, within deadlines of its own; gives one reading for each kind and rejects only for bugs. */
  readonly read: (signal: AbortSignal) => Promise<readonly Reading[]>;
  /** Ends sockets of its own. */
  readonly close?: () => Promise<void>;
}
