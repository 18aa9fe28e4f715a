import type {
  Actor,
  ChangePath,
  DriftScope,
  GitopsTool,
  KindStatus,
  PolicyEngine,
  SkippedSampleReason,
} from '../contract/vocabulary.ts';
import type { Check } from '../checks/define.ts';
import type { Register } from '../findings/register.ts';
import type { Exempt } from '../evaluate/exemptions.ts';
import type { Score } from '../evaluate/score.ts';
import type { Counts } from '../evaluate/tally.ts';
import type { Team } from '../model/finding.ts';
import type { ApprovalView } from '../model/approval.ts';
import type { KindName } from '../model/kinds.ts';
import type { ObjectRef } from '../model/object.ts';
import type { RejectSource } from '../model/reject.ts';
import type { WaiverView } from '../model/waiver.ts';
import type { WindowView } from '../model/window.ts';
import type { Offence } from '../model/verdict.ts';

/** What is known of one kind in one cluster; times are milliseconds since the epoch. */
export interface KindState {
  readonly kind: KindName;
  readonly status: KindStatus;
  readonly objects: number;
  readonly reason?: string;
  readonly lastEvent?: number;
}

/** An offence that an exemption accepts. */
export interface ExemptOffence {
  readonly ref: ObjectRef;
  readonly apiVersion: string;
  readonly team: Team;
  readonly check: Check;
  readonly offence: Offence;
  readonly exemption: { readonly id: string; readonly reason: string };
}

/** What a finding is about, as far as it takes to find it again in an evaluation. */
export interface FindingSubject extends ObjectRef {
  readonly check: string;
  readonly part: string;
}

/** A field as it was when it was judged; without a value it is not set. */
export interface EvidenceField {
  readonly path: string;
  readonly value?: unknown;
  /** Something in it is not shown because it is a secret, or may be one. */
  readonly redacted?: boolean;
  /** It was longer. */
  readonly cut?: boolean;
}

/** What a finding objects to, or why that cannot be read. */
export type Evidence =
  | {
      readonly resourceVersion?: string;
      readonly fields: readonly EvidenceField[];
      /** Removes the offence; lists are merged by name where it is strategic. */
      readonly patch?: { readonly type: 'strategic' | 'merge'; readonly body: Readonly<Record<string, unknown>> };
    }
  | { readonly unavailable: string };

/** A histogram's state: cumulative counts in the order of the contract's bounds, sum in seconds, and count. */
export interface HistogramState {
  readonly buckets: readonly number[];
  readonly sum: number;
  readonly count: number;
}

/** Everything committed about one cluster, as publishing reads it. Immutable but for what `findings` refers to. */
export interface Posture {
  readonly revision: number;
  /** Time of the commit. */
  readonly at: number;
  readonly counts: Counts;
  readonly score: Score | undefined;
  /** 0 to 1. */
  readonly coverage: number;
  readonly clean: boolean;
  readonly findings: Register;
  readonly baselineAt: number | undefined;
  /** Since when nothing that happened has been forgotten: later than the baseline where a store was lost. */
  readonly rememberedSince: number | undefined;
  /**
   * `whole`: the store has all of this. `behind`: it has not confirmed the latest transitions, so no counter of them may
   * be shown. `none`: it handed over nothing, so since when findings are open is not known either.
   */
  readonly memory: 'whole' | 'behind' | 'none';
}

/** Nodes that are configured alike, and how they stand. */
export interface NodePool {
  readonly name: string;
  /** The label that names the pool; absent where the role of its nodes stands in. */
  readonly label?: string;
  readonly nodes: number;
  /** Nodes whose kubelet configuration could not be read. */
  readonly unread: number;
  /** 0 to 1, over the checks of nodes and kubelets alone; absent while none has a verdict. */
  readonly score?: number;
  /** Nodes by version of the kubelet, container runtime and image of the operating system. */
  readonly kubelets: ReadonlyMap<string, number>;
  readonly runtimes: ReadonlyMap<string, number>;
  readonly images: ReadonlyMap<string, number>;
  /** Checks that fail, with the number of nodes on which they do. */
  readonly failing: readonly { readonly check: Check; readonly nodes: number }[];
}

/** How much admission refused in one cluster; what it was is in the journal. */
export interface RejectsView {
  /** Whether any source was ever read: without, counts mean nothing. */
  readonly connected: boolean;
  /** Refused objects that the store has, retries collapsed. */
  count(engine: PolicyEngine): number;
  /** Why a source cannot be read; undefined where it can. */
  sources(): ReadonlyMap<RejectSource, string | undefined>;
}

/** How much went past GitOps in one cluster, and how it stands; what it was is in the journal. */
export interface DriftView {
  /** Changes that the store has. */
  count(actor: Actor, scope: DriftScope): number;
  managed(): ReadonlyMap<GitopsTool, number>;
  drifted(): ReadonlyMap<GitopsTool, number>;
}

/** How this replica stands to the others that watch a cluster. */
export interface LeadershipView {
  /** Whether it commits what becomes of findings. */
  readonly leads: boolean;
  /** Whether it shows the cluster on /metrics, which of several one does at a time. */
  readonly publishes: boolean;
  /** The name of the replica that leads; undefined while none is known to. */
  readonly leader: string | undefined;
  /** What another replica that leads had committed a moment ago; undefined where none does. */
  readonly followed: { readonly revision: number; readonly baselineAt: number | undefined } | undefined;
}

/** Deploy windows of one cluster. */
export interface WindowsView {
  /** Change ids of open windows that count for the cluster as a whole, the first that opened first. */
  openChanges(): readonly string[];
  /** Windows that are active, upcoming or refused at a time, in milliseconds. */
  views(now: number): readonly WindowView[];
}

/** How long changes of one cluster took to be served (M8). Times are milliseconds since the epoch. */
export interface LatencyView {
  histogram(path: ChangePath): HistogramState;
  skipped(reason: SkippedSampleReason): number;
  readonly canary: HistogramState;
  /** Tells that a rendered snapshot with this revision is being served since `at`. */
  served(revision: number, at: number): void;
}

/** One cluster as publishing sees it. Times are milliseconds since the epoch. */
export interface ClusterView {
  readonly name: string;
  /** Empty until the cluster has said who it is. */
  readonly id: string;
  readonly version: string;
  readonly provider: string;
  /** Names what scores are made of. */
  readonly checkSet: string;
  /** Undefined until the first complete evaluation is committed. */
  readonly posture: Posture | undefined;
  readonly up: boolean;
  /** Why it is not up. */
  readonly problem: string | undefined;
  readonly lastSuccess: number | undefined;
  readonly rejects: RejectsView;
  readonly drift: DriftView;
  readonly latency: LatencyView;
  readonly leadership: LeadershipView;
  readonly windows: WindowsView;
  readonly approved: ApprovalView;
  kinds(): readonly KindState[];
  exemptOffences(): Iterable<ExemptOffence>;
  /** Reads the object that a finding of the last evaluation is about. */
  evidenceOf(about: FindingSubject): Evidence;
  /** Waivers of the cluster as they stand now, once it has been evaluated. */
  waivers(now: number): readonly WaiverView[];
  /** What annotations of other tools ask for at objects, with how many offences it is about, or accepts where it is honoured. */
  proposedWaivers(): readonly WaiverView[];
  /** How many open offences an exemption would accept if it were in force. */
  acceptedBy(exempt: Exempt): number;
  nodePools(): readonly NodePool[];
  /** Seconds in which a needed kind was not in sync. */
  unsyncedSeconds(): number;
}
