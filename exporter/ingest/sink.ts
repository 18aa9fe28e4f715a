import type {
  ChangePath,
  KindStatus,
  RelistReason,
  SkippedSampleReason,
  WatchRestartReason,
} from '../contract/vocabulary.ts';
import type { KindName } from '../model/kinds.ts';
import type { Observed } from '../model/object.ts';
import type { RejectSink } from '../model/reject.ts';

/** Who a cluster says it is. */
export interface ClusterIdentity {
  /** uid of the kube-system namespace, or what configuration or the snapshot gives. */
  readonly id: string;
  /** `gitVersion` of the API server, for example `v1.37.2`. */
  readonly version: string;
  /** Recognised from versions and node labels: eks, gke, aks, kubeadm, … or unknown. */
  readonly provider: string;
}

/** When a change happened and reached us; milliseconds since the epoch on our clock. */
export interface Moment {
  readonly receivedAt: number;
  /** The API server's time of the change, corrected by clock skew; absent with the reason in `skipped`. */
  readonly changedAt?: number;
  readonly skipped?: SkippedSampleReason;
  readonly path: ChangePath;
}

/** Where sources deliver what they see of one cluster. Calls are synchronous and in order. */
export interface ClusterSink {
  identified(identity: ClusterIdentity): void;
  /** `reason` says in words why a kind cannot be seen. */
  status(kind: KindName, status: KindStatus, reason?: string): void;
  /** The complete content of a kind: a first list or a relist. */
  replaced(kind: KindName, observed: readonly Observed[], moment: Moment): void;
  put(observed: Observed, moment: Moment): void;
  removed(kind: KindName, namespace: string, name: string, moment: Moment): void;
  /** The API answered: a list page, a watch event or a bookmark. */
  contact(kind: KindName | undefined, at: number): void;
  /** The API could not be reached or refused; `contact` ends this. */
  lost(reason: string): void;
  /** An object that no check can look at. */
  passedOver(reason: 'unknown_kind' | 'malformed', detail: string): void;
  /** Our own Lease came back on the watch after this many seconds. */
  canary(seconds: number): void;
  /** Whether this process renews our Lease now, which of several replicas one does at a time; a sink without is alone. */
  readonly renewsLease?: boolean;
  /** What is kept in our Lease; a sink without keeps nothing there. */
  readonly note?: LeaseNote;
  /** Where denials by admission go; a sink without does not want them looked for. */
  readonly rejects?: RejectSink;
}

/** A short text that our own Lease keeps for a cluster, beside whatever else remembers it. */
export interface LeaseNote {
  /** A text that was found there: before `identified`, whenever the Lease is read again, and when another process wrote it. */
  found(text: string): void;
  /** The text to keep there now; undefined leaves there what is. */
  kept(): string | undefined;
}

/** One cluster, wherever its objects come from. Resolves when the source is exhausted or `signal` fires. */
export interface ClusterSource {
  run(sink: ClusterSink, signal: AbortSignal): Promise<void>;
}

/** What ingest tells of itself; implemented by telemetry. Resources are labels such as `deployments`. */
export interface IngestTelemetry {
  /** Runs work inside a span of that name. */
  traced<T>(name: string, attributes: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T>;
  request(verb: string, resource: string, code: string, seconds: number): void;
  bytes(verb: string, count: number): void;
  throttled(seconds: number): void;
  watchRestarted(resource: string, reason: WatchRestartReason): void;
  relisted(resource: string, reason: RelistReason): void;
  permissionGap(resource: string, verb: string, missing: boolean): void;
  clockSkew(seconds: number): void;
}
