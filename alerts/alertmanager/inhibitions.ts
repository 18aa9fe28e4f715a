import { drillCheck } from '#contract';
import type { AlertRule } from '../rule.ts';

/** While a source fires, targets are held back that agree with it in every label of `equal`. */
export interface Inhibition {
  /** Why the target tells nobody anything new; one sentence. */
  readonly because: string;
  readonly sources: readonly string[];
  /** Further matchers of the source, in the syntax of Alertmanager. */
  readonly where?: readonly string[];
  readonly targets: Targets;
  /** A label that both lack counts as equal. */
  readonly equal: readonly string[];
}

/** Alerts by name, only as a page or a ticket where an alert is both; or all tickets with exceptions. */
export type Targets =
  | { readonly alerts: readonly string[]; readonly as?: 'page' | 'ticket' }
  | { readonly everyTicketBut: readonly string[] };

const exporterDown = {
  because: 'No exporter answers, so nothing is heard from any cluster.',
  sources: ['KspmExporterDown'],
  targets: {
    alerts: [
      'KspmExporterTargetDown',
      'KspmClusterHeartbeatMissing',
      'KspmFleetPostureBudgetBurn',
      'KspmEvidenceBudgetBurn',
      'KspmChangeLatencyBudgetBurn',
    ],
  },
} as const;

/** A drill calls somebody, and says nothing about the cluster: what is real comes through meanwhile. */
const isReal = [`check!="${drillCheck}"`];
const deployWindow = 'KspmDeployWindowActive';
const storm = 'KspmAlertStorm';

/**
 * Which alert makes which superfluous, causes first. An alert that is held back or silenced holds back others all the
 * same, so this must not go in circles; pages are held back by pages alone.
 */
export const inhibitions: readonly Inhibition[] = [
  // Prometheus servers are told apart by the label that their operator gives them, if they have one.
  { ...exporterDown, where: ['cluster=""'], equal: ['prometheus'] },
  {
    ...exporterDown,
    because: 'The same where every cluster has a Prometheus, whose external labels name it.',
    where: ['cluster!=""'],
    equal: ['prometheus', 'cluster'],
  },
  {
    because: 'Nobody leads the cluster, so nobody reports on it.',
    sources: ['KspmLeaderMissing'],
    targets: { alerts: ['KspmClusterHeartbeatMissing'] },
    equal: ['cluster'],
  },
  {
    because: 'The API turns us away: data is late, incomplete or absent until it no longer does.',
    sources: ['KspmApiRateLimited'],
    targets: {
      alerts: [
        'KspmClusterHeartbeatMissing',
        'KspmScanStale',
        'KspmCoverageIncomplete',
        'KspmEvidenceCoverageIncomplete',
        'KspmChangeLatencyHigh',
        'KspmChangeLatencyBudgetBurn',
      ],
    },
    equal: ['cluster'],
  },
  {
    because: 'What may not be read has no verdict, and no evidence.',
    sources: ['KspmPermissionMissing'],
    targets: { alerts: ['KspmCoverageIncomplete', 'KspmEvidenceCoverageIncomplete'] },
    equal: ['cluster'],
  },
  {
    because: 'Nothing is heard from the cluster, so everything about it is old.',
    sources: ['KspmClusterHeartbeatMissing'],
    targets: {
      alerts: [
        'KspmScanStale',
        'KspmCoverageIncomplete',
        'KspmEvidenceCoverageIncomplete',
        'KspmEvidenceBudgetBurn',
        'KspmChangeLatencyHigh',
        'KspmChangeLatencyBudgetBurn',
      ],
    },
    equal: ['cluster'],
  },
  {
    because: 'Kinds out of sync have no verdicts, and their changes wait.',
    sources: ['KspmScanStale'],
    targets: { alerts: ['KspmCoverageIncomplete', 'KspmChangeLatencyHigh', 'KspmChangeLatencyBudgetBurn'] },
    equal: ['cluster'],
  },
  {
    because: 'The state is a ticket already; that it uses up the budget adds nothing while it lasts.',
    sources: ['KspmHighFindingsOverLimit', 'KspmEvidenceCoverageIncomplete', 'KspmChangeLatencyHigh'],
    targets: { alerts: ['KspmHighFindingsBudgetBurn', 'KspmEvidenceBudgetBurn', 'KspmChangeLatencyBudgetBurn'] },
    equal: ['cluster', 'framework', 'slo'],
  },
  {
    because: 'The page that names the object says what the figures of its cluster say later.',
    sources: ['KspmCriticalFindingNew'],
    where: isReal,
    targets: { alerts: ['KspmCriticalPostureRegression', 'KspmCriticalPostureBudgetBurn'] },
    equal: ['cluster'],
  },
  {
    because: 'Its owner is being called; what is still open afterwards becomes a ticket.',
    sources: ['KspmCriticalFindingNew'],
    where: isReal,
    targets: { alerts: ['KspmCriticalFindingsOpen'] },
    equal: ['cluster', 'owner'],
  },
  {
    because: 'The regression has rung; its budget burns because of it.',
    sources: ['KspmCriticalPostureRegression'],
    targets: { alerts: ['KspmCriticalPostureBudgetBurn'] },
    equal: ['cluster'],
  },
  {
    because: 'A page about a budget needs no ticket beside it.',
    sources: ['KspmCriticalPostureBudgetBurn'],
    where: ['notify="page"'],
    targets: { alerts: ['KspmCriticalPostureBudgetBurn'], as: 'ticket' },
    equal: ['cluster'],
  },
  {
    because: 'A webhook that does not answer in time is slow as well.',
    sources: ['KspmAdmissionWebhookFailingOpen'],
    targets: { alerts: ['KspmAdmissionWebhookSlow'] },
    equal: ['cluster', 'name'],
  },
  {
    because: 'Changes are planned: what counts changes waits until the window is over.',
    sources: [deployWindow],
    targets: {
      alerts: [
        'KspmDriftAboveBudget',
        'KspmFindingVolumeAnomalous',
        'KspmHighFindingsOverLimit',
        'KspmPostureScoreDeclining',
      ],
      as: 'ticket',
    },
    equal: ['cluster'],
  },
  {
    because: 'One ticket says that there are many; those that may say why, or that we are blind, come through.',
    sources: [storm],
    targets: {
      everyTicketBut: [
        storm,
        'KspmDeployWindowTooLong',
        // These have no cluster of their own, but get the one that the external labels of their Prometheus name.
        'KspmExporterDown',
        'KspmExporterLoopStuck',
        'KspmStoreFailing',
        'KspmClusterHeartbeatMissing',
        'KspmScanStale',
        'KspmApiRateLimited',
        'KspmClusterNameConflict',
        'KspmLeaderMissing',
        'KspmAdmissionWebhookFailingOpen',
        'KspmPolicyRejectingDeploys',
      ],
    },
    equal: ['cluster'],
  },
];

/** Tickets about changes: held back by deploy windows, and by the calendar. */
export const aboutChanges: readonly string[] = inhibitions.flatMap(({ sources, targets }) =>
  sources.includes(deployWindow) && 'alerts' in targets ? targets.alerts : [],
);

/** Whether the inhibition takes the rule for a target, whatever its other labels. */
export function mayHoldBack({ targets }: Inhibition, rule: Pick<AlertRule, 'alert' | 'notify'>): boolean {
  if ('everyTicketBut' in targets) return rule.notify === 'ticket' && !targets.everyTicketBut.includes(rule.alert);
  return targets.alerts.includes(rule.alert) && (targets.as ?? rule.notify) === rule.notify;
}
