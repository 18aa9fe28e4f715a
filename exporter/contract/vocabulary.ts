/** Severities of checks, worst first; `info` stays outside score and SLOs. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];

/** Verdicts of a check on an object. Not evaluated is never passed: it is `unknown`, or `error` when the check threw. */
export const results = ['fail', 'error', 'unknown', 'exempt', 'pass', 'not_applicable'] as const;
export type Result = (typeof results)[number];

/** The three statuses published per check: `unknown` holds unknown and error. */
export const checkStatuses = ['fail', 'pass', 'unknown'] as const;
export type CheckStatus = (typeof checkStatuses)[number];

export const findingStates = ['open', 'exempt'] as const;
export type FindingState = (typeof findingStates)[number];

/** Filters of findings that take several values. */
export const findingFilters = [
  'cluster',
  'check',
  'framework',
  'severity',
  'namespace',
  'owner',
  'age',
  'state',
  'window',
] as const;
export type FindingFilter = (typeof findingFilters)[number];

/** Orders of findings: worst first, by time, or by what they have in common and then worst first. */
export const findingSorts = ['worst', 'newest', 'oldest', 'check', 'cluster', 'namespace', 'owner'] as const;
export type FindingSort = (typeof findingSorts)[number];

/** What checks are grouped by, which is also the folders that they are in. */
export const categories = [
  'pod-security',
  'service-accounts',
  'rbac',
  'network',
  'exposure',
  'ingress',
  'secrets',
  'images',
  'namespaces',
  'admission',
  'attack-paths',
  'cluster',
  'control-plane',
  'kubelet',
  'storage',
  'resources',
  'reliability',
] as const;
export type Category = (typeof categories)[number];

/** Orders of clusters: those that need somebody first, by name, lowest score first, or longest without an evaluation first. */
export const clusterSorts = ['worst', 'name', 'score', 'stale'] as const;
export type ClusterSort = (typeof clusterSorts)[number];

/** What findings are counted by. */
export const findingGroupings = ['severity', 'check', 'cluster', 'namespace', 'owner'] as const;
export type FindingGrouping = (typeof findingGroupings)[number];

export const transitions = ['opened', 'resolved', 'reopened'] as const;
export type Transition = (typeof transitions)[number];

export const transitionReasons = ['new', 'baseline', 'fixed', 'deleted', 'exempted', 'check_changed'] as const;
export type TransitionReason = (typeof transitionReasons)[number];

/** Which reasons may come with which transition; every other pair is a bug. */
export const legalTransitions = {
  opened: ['new', 'baseline', 'check_changed'],
  reopened: ['new'],
  resolved: ['fixed', 'deleted', 'exempted', 'check_changed'],
} as const satisfies Record<Transition, readonly TransitionReason[]>;

/** What the exporter knows of one kind in one cluster. `absent`: the API is not served, which is a complete answer. */
export const kindStatuses = ['pending', 'synced', 'absent', 'forbidden', 'stale'] as const;
export type KindStatus = (typeof kindStatuses)[number];

/** Ages of open findings, in half-open intervals. */
export const ages = ['lt_1d', '1d_7d', '7d_30d', '30d_90d', 'ge_90d'] as const;
export type Age = (typeof ages)[number];

export const windows = ['7d', '30d', '90d'] as const;
export type Window = (typeof windows)[number];
export const actors = ['human', 'automation', 'unknown'] as const;
export type Actor = (typeof actors)[number];
export const driftScopes = ['security', 'other'] as const;
export type DriftScope = (typeof driftScopes)[number];
export const gitopsTools = ['argocd', 'flux', 'helm', 'other'] as const;
export type GitopsTool = (typeof gitopsTools)[number];
/** What happened to an object that GitOps manages: a deviation, its end by GitOps, or its end by somebody else. */
export const driftSteps = ['changed', 'reconciled', 'reverted'] as const;
export type DriftStep = (typeof driftSteps)[number];
export const policyEngines = [
  'vap',
  'psa',
  'gatekeeper',
  'kyverno',
  'kubewarden',
  'webhook',
  'quota',
  'other',
] as const;
export type PolicyEngine = (typeof policyEngines)[number];
export const policyActions = ['deny', 'warn', 'audit'] as const;
export const policyModes = ['enforce', 'audit', 'warn'] as const;
export const evidenceStates = ['fresh', 'stale', 'manual', 'missing'] as const;
/** Severities of alerts, as Prometheus rules name them. */
export const alertSeverities = ['critical', 'warning', 'info'] as const;
export type AlertSeverity = (typeof alertSeverities)[number];
export const alertOutcomes = [
  'actioned',
  'expected',
  'false_positive',
  'flapping',
  'duplicate',
  'suppressed',
  'unclassified',
] as const;
export const exemptionStates = ['active', 'expiring', 'expired', 'unused'] as const;
export type ExemptionState = (typeof exemptionStates)[number];

/** Beyond those: asked for and not in Git yet, told by an annotation and not honoured, and too wrong to be honoured. */
export const waiverStates = [...exemptionStates, 'pending', 'proposed', 'refused'] as const;
export type WaiverState = (typeof waiverStates)[number];
export const waiverTypes = ['accepted-risk', 'false-positive', 'mitigated', 'temporary'] as const;
export type WaiverType = (typeof waiverTypes)[number];
/** Tools that take annotations of objects for waivers. */
export const annotationTools = ['kubescape', 'polaris', 'kube-linter', 'kube-score'] as const;
export type AnnotationTool = (typeof annotationTools)[number];
/** How an object departs from the approved state: `worse` is as it was, and fails more. */
export const deviationKinds = ['added', 'removed', 'changed', 'worse'] as const;
export type DeviationKind = (typeof deviationKinds)[number];
/** How a deploy window stands; one that is refused marks nothing. */
export const windowStates = ['active', 'upcoming', 'ended', 'refused'] as const;
export type WindowState = (typeof windowStates)[number];
export const windowSources = ['calendar', 'request', 'annotation'] as const;
/** What an annotation of a namespace may do: nothing, mark what happens there, or count as a window of the cluster too. */
export const windowAnnotationModes = ['off', 'mark', 'suppress'] as const;
export type WindowAnnotationMode = (typeof windowAnnotationModes)[number];
/** Instead of a change id: findings that opened in some window, or in none. No change id begins with `_`. */
export const windowChoices = { any: '_any', none: '_none' } as const;
/** What someone did inside a running workload. */
export const exploitIndicators = ['exec', 'attach', 'ephemeral_container'] as const;
export type ExploitIndicator = (typeof exploitIndicators)[number];
/** `missing`: clusters run in the account, and nobody has connected it. */
export const cloudAccountStates = ['connected', 'unreachable', 'denied', 'missing'] as const;
export const iacResults = ['pass', 'fail', 'error'] as const;
export const changePaths = ['watch', 'relist'] as const;
export type ChangePath = (typeof changePaths)[number];
export const skippedSampleReasons = ['no_timestamp', 'negative', 'initial', 'too_old'] as const;
export type SkippedSampleReason = (typeof skippedSampleReasons)[number];
export const watchRestartReasons = ['eof', 'idle', 'gone', 'error', 'throttled'] as const;
export type WatchRestartReason = (typeof watchRestartReasons)[number];
export const relistReasons = ['initial', 'gone', 'permission', 'scheduled', 'error'] as const;
export type RelistReason = (typeof relistReasons)[number];
export const scanKinds = ['full', 'incremental'] as const;
export type ScanKind = (typeof scanKinds)[number];

/** Where a value of a bounded label goes once the label's cap is reached. */
export const overflow = '_other';
/** Owner label of an object for which nobody is named. */
export const unowned = 'unowned';

/**
 * Named sets of checks: what M1 counts, the two Pod Security Standards, two benchmarks, what runs unless something else
 * is asked for, and everything.
 */
export const profiles = ['critical-posture', 'baseline', 'restricted', 'cis', 'nsa', 'default', 'all'] as const;
export type Profile = (typeof profiles)[number];

/** What the marked findings of drills stand under where a check would: it is none, and no check may be called so. */
export const drillCheck = 'plumbline-drill';
/** How the objects of drills are called where a kind would stand. */
export const drillKind = 'Drill';
export const drillStates = ['open', 'closed'] as const;
export type DrillState = (typeof drillStates)[number];
