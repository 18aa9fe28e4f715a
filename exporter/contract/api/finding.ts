import type { ApiDriftEvent } from './drift.ts';
import type { Actor, FindingState, Severity, Transition, TransitionReason } from '../vocabulary.ts';
import type { ApiObjectRef, ApiOwner, Timestamp } from './object.ts';
import type { ApiPage } from './page.ts';

export interface ApiFinding {
  readonly id: string;
  readonly cluster: string;
  readonly check: string;
  readonly title: string;
  readonly severity: Severity;
  readonly state: FindingState;
  readonly object: ApiObjectRef;
  readonly owner: ApiOwner;
  /** Path of the offending field below the object, in the notation `spec.containers[0].image`. */
  readonly path: string;
  readonly container?: string;
  readonly message: string;
  readonly remedy: string;
  /** An exempt finding has no history: it never opened. */
  readonly firstSeen?: Timestamp;
  /** Whether `firstSeen` was inferred from the object's own times, since nobody looked before. */
  readonly estimated?: boolean;
  readonly lastChange?: Timestamp;
  /** Who had changed the object last when it became critical, by the name of a field manager: a hint, and no proof. */
  readonly changedBy?: { readonly actor: Actor; readonly manager: string };
  /** Why it opened. */
  readonly reason?: TransitionReason;
  /** Change ids of the deploy windows that were open over its object when it opened, or opened again. */
  readonly windows?: readonly string[];
  /** Explanation of the exemption, for exempt findings. */
  readonly exemption?: string;
  /** What exempts it: `platform/…`, `waiver/<name>` or `annotation/<tool>`. */
  readonly exemptedBy?: string;
}

/** One step in the life of a finding, with what was said of it from then on; `updated` changed only that. */
export interface ApiTransition {
  readonly type: Transition | 'updated';
  readonly reason: TransitionReason;
  readonly at: Timestamp;
  readonly severity: Severity;
  readonly path: string;
  readonly message: string;
  /** Change ids of the deploy windows that were open over its object then. */
  readonly windows?: readonly string[];
}

/** A field that a check decided by; without a value it is not set. */
export interface ApiEvidenceField {
  readonly path: string;
  /** As the object has it, but for secrets, which are replaced by what they look like. */
  readonly value?: unknown;
  /** Something of it is not shown because it is a secret, or may be one. */
  readonly redacted?: boolean;
  /** It is longer than what is shown. */
  readonly cut?: boolean;
}

/** A change of an object that removes an offence. */
export interface ApiPatch {
  /** How the API server is to merge it: lists by the names of their elements, or as wholes. */
  readonly type: 'strategic' | 'merge';
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a finding objects to, read from the object as it was judged. */
export interface ApiEvidence {
  /** Why nothing can be read; then there are no fields. */
  readonly unavailable?: string;
  readonly resourceVersion?: string;
  /** The offending field, then others that the check looks at. */
  readonly fields: readonly ApiEvidenceField[];
  /** What mends the object, where the check can work it out without showing a secret. */
  readonly patch?: ApiPatch;
}

/** A finding with the latest 100 steps of its life, oldest first, as far as they are remembered. */
export interface ApiFindingDetail extends ApiFinding {
  readonly evidence: ApiEvidence;
  /** Since when anything is remembered of the cluster: the finding may be older. Absent for an exempt one. */
  readonly rememberedSince?: Timestamp;
  readonly history: readonly ApiTransition[];
  /** The latest 20 changes past GitOps to its object, the newest first. */
  readonly drift: readonly ApiDriftEvent[];
}

export interface ApiFindingPage extends ApiPage<ApiFinding> {
  /** The past time that was asked for. */
  readonly at?: Timestamp;
  /** Clusters of which nothing is remembered for that time: that none of their findings are listed is no good news. */
  readonly notRemembered?: readonly string[];
}
