import type { alertOutcomes } from '../vocabulary.ts';
import type { ApiObjectRef, Timestamp } from './object.ts';

/** An outcome, and the reason for it in words. */
export interface ApiAlertJudgement {
  readonly outcome: (typeof alertOutcomes)[number];
  readonly why: string;
}

/** One alert that reached people, from firing to resolved. */
export interface ApiAlert {
  readonly fingerprint: string;
  readonly startsAt: Timestamp;
  readonly cluster: string;
  readonly alertname: string;
  readonly summary?: string;
  readonly severity: string;
  readonly notify: string;
  readonly owner?: string;
  readonly check?: string;
  readonly object?: Omit<ApiObjectRef, 'apiVersion'>;
  /** It was raised by a drill: nobody has to judge it, and it is not counted. */
  readonly drill?: true;
  readonly state: 'firing' | 'resolved';
  /** When the exporter heard of it first. */
  readonly receivedAt?: Timestamp;
  readonly endsAt?: Timestamp;
  /** What it looks like, for the person who judges it; only once it has ended. */
  readonly suggestion?: ApiAlertJudgement;
  readonly verdict?: {
    readonly outcome: ApiAlertJudgement['outcome'];
    readonly by: string;
    readonly note?: string;
    readonly at: Timestamp;
  };
  /** What it was counted as; a verdict comes too late afterwards. */
  readonly counted?: ApiAlertJudgement & { readonly at: Timestamp };
  /** Until when a verdict is taken; absent while it fires and once it is counted. */
  readonly judgeBefore?: Timestamp;
}

/** What Alertmanager posts to a webhook, version 4, as far as it is read; further members are ignored. */
export interface ApiNotification {
  readonly version: '4';
  readonly alerts: readonly {
    readonly status: 'firing' | 'resolved';
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly startsAt: Timestamp;
    readonly endsAt?: Timestamp;
    readonly fingerprint: string;
  }[];
}

/** What somebody says of an alert that has ended, or still fires. */
export interface ApiVerdict {
  readonly outcome: 'actioned' | 'expected' | 'false_positive' | 'flapping' | 'duplicate';
  readonly by: string;
  readonly note?: string;
  /** Which episode it is about; the latest without it. */
  readonly startsAt?: Timestamp;
}

/** What became of a notification. */
export interface ApiNotified {
  /** Alerts that are remembered now, new or not. */
  readonly remembered: number;
  /** Alerts of clusters that are not watched here, or of none: nothing is remembered of them. */
  readonly passedOver: number;
}
