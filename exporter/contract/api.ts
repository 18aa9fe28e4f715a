import type {
  Actor,
  DriftScope,
  DriftStep,
  FindingState,
  GitopsTool,
  KindStatus,
  PolicyEngine,
  Result,
  Severity,
  Transition,
  TransitionReason,
  WaiverState,
  WaiverType,
} from './vocabulary.ts';

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

/** The object that findings are grouped by, and who answers for it. Times in this file are RFC 3339 strings. */
export interface ApiOwner extends ApiObjectRef {
  readonly team: string;
  /** Where the name of the team was found, for example `label team` or `namespace label team`. */
  readonly teamSource: string;
  readonly contact?: ApiContact;
}

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
  readonly firstSeen?: string;
  readonly lastChange?: string;
  /** Why it opened. */
  readonly reason?: TransitionReason;
  /** Explanation of the exemption, for exempt findings. */
  readonly exemption?: string;
  /** What exempts it: `platform/…`, `waiver/<name>` or `annotation/<tool>`. */
  readonly exemptedBy?: string;
}

/** One step in the life of a finding, with what was said of it from then on; `updated` changed only that. */
export interface ApiTransition {
  readonly type: Transition | 'updated';
  readonly reason: TransitionReason;
  readonly at: string;
  readonly severity: Severity;
  readonly path: string;
  readonly message: string;
}

/** A finding with the latest 100 steps of its life, oldest first, as far as they are remembered. */
export interface ApiFindingDetail extends ApiFinding {
  readonly history: readonly ApiTransition[];
}

export interface ApiFindingPage extends ApiPage<ApiFinding> {
  /** The past time that was asked for. */
  readonly at?: string;
  /** Clusters of which nothing is remembered for that time: that none of their findings are listed is no good news. */
  readonly notRemembered?: readonly string[];
}

/** A step that one revision of a cluster committed, with the finding as it was after it, or last before its end. */
export interface ApiChange {
  readonly revision: number;
  readonly type: Transition | 'updated';
  readonly reason: TransitionReason;
  readonly at: string;
  readonly finding: Omit<ApiFinding, 'state'>;
}

/** What changed in a cluster since a revision; revisions are opaque, and end with what they were counted in. */
export interface ApiChanges {
  readonly cluster: string;
  /** Oldest first; whole revisions only, so that there may be more than were asked for. */
  readonly items: readonly ApiChange[];
  /** What to give as `since` to go on. */
  readonly next: string;
  /** Whether there may be more already. */
  readonly more: boolean;
  /** The present: who reads all findings after this loses nothing by going on from here. Absent while the store is behind. */
  readonly revision?: string;
}

/** A waiver as it stands in a cluster; one that is refused has nothing but its name and the problem. */
export interface ApiWaiver {
  readonly name: string;
  /** Absent for a request, which is in no cluster yet. */
  readonly cluster?: string;
  readonly state: WaiverState;
  readonly source: { readonly kind: 'file' | 'resource' | 'annotation' | 'request' } & Readonly<
    Record<string, unknown>
  >;
  /** What is wrong with it. */
  readonly problem?: string;
  /** Ids of the checks that it is about. */
  readonly checks?: readonly string[];
  /** What it selects, as its file says. */
  readonly match?: Readonly<Record<string, unknown>>;
  readonly type?: WaiverType;
  readonly reason?: string;
  readonly requester?: string;
  readonly approver?: string;
  readonly ticket?: string;
  readonly createdAt?: string;
  /** The first moment at which it accepts nothing any more. */
  readonly expiresAt?: string;
  /** Offences that it accepts now. */
  readonly matched?: number;
}

/** What a request for a waiver is answered with: everything that a pull request needs. */
export interface ApiWaiverDraft {
  readonly waiver: ApiWaiver;
  /** Open findings that it would accept now. */
  readonly accepts: number;
  readonly file: { readonly path: string; readonly content: string };
  readonly pullRequest: { readonly branch: string; readonly title: string; readonly body: string };
}

export interface ApiKind {
  readonly resource: string;
  readonly status: KindStatus;
  readonly objects: number;
  readonly reason?: string;
  readonly lastEvent?: string;
}

export interface ApiScoreDriver {
  readonly check: string;
  readonly title: string;
  readonly severity: Severity;
  readonly pointsLost: number;
  readonly failing: number;
  readonly total: number;
}

export interface ApiCluster {
  readonly name: string;
  readonly id: string;
  readonly kubernetesVersion: string;
  readonly provider: string;
  readonly up: boolean;
  /** Why it is not up. */
  readonly problem?: string;
  readonly ready: boolean;
  readonly clean: boolean;
  /** What keeps it from being clean, in words. */
  readonly notClean: readonly string[];
  /** Posture score, 0 to 1; absent while nothing was evaluated. */
  readonly score?: number;
  /** Verdicts among check and object pairs, 0 to 1. */
  readonly coverage: number;
  readonly findings: Readonly<Record<Severity, number>>;
  readonly results: Readonly<Record<Result, number>>;
  readonly drivers: readonly ApiScoreDriver[];
  readonly kinds: readonly ApiKind[];
  readonly lastSuccess?: string;
  readonly baseline?: string;
}

/** How many nodes have a value. */
export interface ApiNodeCount {
  readonly value: string;
  readonly nodes: number;
}

/** Nodes that are configured alike, and how they stand. */
export interface ApiNodePool {
  readonly name: string;
  /** The label that names the pool; absent where the role of its nodes stands in. */
  readonly label?: string;
  readonly nodes: number;
  /** Nodes whose kubelet configuration could not be read: their verdicts are unknown. */
  readonly unread: number;
  /** Posture score over the checks of nodes and kubelets, 0 to 1; absent while none has a verdict. */
  readonly score?: number;
  readonly kubelets: readonly ApiNodeCount[];
  readonly runtimes: readonly ApiNodeCount[];
  readonly images: readonly ApiNodeCount[];
  /** Checks that fail, the most severe first. */
  readonly failing: readonly {
    readonly check: string;
    readonly title: string;
    readonly severity: Severity;
    readonly nodes: number;
  }[];
}

export interface ApiCheckExample {
  readonly when: string;
  readonly result: Result;
  readonly manifest: string;
}

export interface ApiCheck {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  readonly severity: Severity;
  /** Why it is as severe: what a failure gives away, and how far it is from there. */
  readonly risk: { readonly impact: string; readonly gains: string; readonly ease: string; readonly takes: string };
  /** Runs only where it is asked for. */
  readonly optional: boolean;
  /** A combination of other checks, outside the score. */
  readonly composite: boolean;
  readonly why: string;
  readonly remedy: string;
  /** YAML to start from; names and numbers in it are to be replaced. */
  readonly paste?: string;
  readonly fields: readonly string[];
  /** Resources that it looks at; `observed` ones are readings of our own, for which no such resource exists. */
  readonly needs: readonly string[];
  readonly observed: readonly string[];
  /** Settings without which nothing that it looks at is read from a cluster. */
  readonly switches: readonly string[];
  readonly parameters: readonly { readonly name: string; readonly preset: unknown; readonly meaning: string }[];
  readonly frameworks: readonly { readonly framework: string; readonly control: string; readonly title: string }[];
  readonly profiles: readonly string[];
  readonly examples: readonly ApiCheckExample[];
}

/** How far checks answer a control: by themselves, by a person, by nothing within reach, or by nothing yet. */
export const controlStates = ['covered', 'manual', 'not_automatable', 'not_covered'] as const;
export type ControlState = (typeof controlStates)[number];

export interface ApiControl {
  readonly id: string;
  readonly title: string;
  readonly section: string;
  readonly state: ControlState;
  /** Why no check answers it. */
  readonly reason?: string;
  /** Ids of the checks that answer it, in the library's order. */
  readonly checks: readonly string[];
  /** Those of them that run only where they are asked for; without them the others answer all the same. */
  readonly optional: readonly string[];
}

/** A framework with all its controls, in our own words. */
export interface ApiFramework {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  /** Where the original can be read; empty where it is not public. */
  readonly source: string;
  readonly controls: readonly ApiControl[];
}

/** A framework in a list: how many controls there are of each state. */
export interface ApiFrameworkSummary extends Omit<ApiFramework, 'controls'> {
  readonly controls: number;
  readonly states: Readonly<Record<ControlState, number>>;
  /** Checks that answer at least one control. */
  readonly checks: number;
}

/** What a cluster shows for a control: `manual` means that no check answers it, so somebody has to look. */
export const controlResults = ['pass', 'fail', 'exempt', 'unknown', 'not_applicable', 'manual'] as const;
export type ControlResult = (typeof controlResults)[number];

export interface ApiControlResult extends ApiControl {
  readonly result: ControlResult;
  /** Results of its checks on objects; unknown includes checks that threw and kinds that cannot be seen. */
  readonly counts: Readonly<Record<'pass' | 'fail' | 'exempt' | 'unknown', number>>;
  /** Those of its checks that do not run here: what they would say is unknown. */
  readonly off: readonly string[];
}

/** A framework as one cluster stands to it. */
export interface ApiFrameworkResult extends Omit<ApiFramework, 'controls'> {
  readonly cluster: string;
  /** Posture score over the checks of the framework, 0 to 1; absent while none of them has a verdict. */
  readonly score?: number;
  readonly results: Readonly<Record<ControlResult, number>>;
  readonly controls: readonly ApiControlResult[];
}

/** One page of a list; `next` is the cursor of the following page, absent on the last one. */
export interface ApiPage<T> {
  readonly items: readonly T[];
  /** Of findings, databases count 10,000 open ones at most: then there are so many at least. */
  readonly total: number;
  readonly next?: string;
  /** Revision of the snapshot that the page was read from. */
  readonly revision: string;
}

/** An object that admission refused, with all retries. Evidence, not proof: whoever may write Events can make one up. */
export interface ApiReject {
  readonly id: string;
  readonly cluster: string;
  readonly engine: PolicyEngine;
  /** Policies that objected, as their engine names them; empty where it names none. */
  readonly policies: readonly string[];
  /** What was to be made. It never came to be, so it has no name of its own. */
  readonly object: { readonly kind: string; readonly namespace: string };
  readonly owner: ApiOwner;
  readonly reason: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** How often it was refused, as far as the source counted. */
  readonly attempts: number;
  readonly source: string;
}

/** Whether denials can be seen in a cluster: an empty list without a source is no good news. */
export interface ApiRejectSource {
  readonly cluster: string;
  readonly source: string;
  readonly connected: boolean;
  /** Why it is not connected. */
  readonly problem?: string;
}

export interface ApiRejectPage extends ApiPage<ApiReject> {
  readonly sources: readonly ApiRejectSource[];
}

/** A change past GitOps: what, when, by whom, in which fields. Clients choose names of field managers: evidence, not proof. */
interface ApiDriftChange {
  readonly cluster: string;
  readonly object: ApiObjectRef;
  readonly team: string;
  readonly tool: GitopsTool;
  /** Application, release or the like that the object belongs to. */
  readonly application: string;
  readonly at: string;
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
}

/** An object that differs now from what GitOps last applied, with the last change to it. */
export interface ApiDriftedObject extends ApiDriftChange {
  readonly since: string;
}

/** Error body after RFC 9457, served as `application/problem+json`. */
export interface ApiProblem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The query parameter or field at fault. */
  readonly parameter?: string;
}

/** Scopes that routes declare and tokens carry. */
export const scopes = [
  'probe',
  'metrics:read',
  'findings:read',
  'waivers:write',
  'windows:write',
  'alerts:write',
  'iac:write',
] as const;
export type Scope = (typeof scopes)[number];
