import * as findings from '../panels/findings.ts';
import * as posture from '../panels/posture.ts';
import * as rates from '../panels/rates.ts';
import * as remediation from '../panels/remediation.ts';
import * as standing from '../panels/standing.ts';
import type { Page } from './page.ts';
import { cluster, team } from './variables.ts';

/** For leadership and auditors; reads recorded series only, so that a thousand clusters are no more work than ten. */
export const executive: Page = {
  id: 'executive',
  title: 'Plumbline / Executive',
  description: 'How we stand, whether we are getting better, and what it costs us. One page, fit to be printed.',
  from: 'now-30d',
  refresh: '5m',
  variables: [cluster, team],
  rows: [
    {
      panels: [
        { panel: standing.standing, width: 24, height: 3 },
        { panel: standing.changedThisWeek, width: 24, height: 3 },
        { panel: posture.cleanClusters, width: 4, height: 5 },
        { panel: posture.fleetBudgetLeft, width: 4, height: 5 },
        { panel: posture.fleetBurn, width: 4, height: 5 },
        { panel: findings.openCriticals, width: 4, height: 5 },
        { panel: posture.score, width: 4, height: 5 },
        { panel: standing.reporting, width: 4, height: 5 },
      ],
    },
    {
      title: 'Are we getting better?',
      panels: [
        { panel: posture.scoreTrend, width: 12, height: 8 },
        { panel: posture.scoreDrivers, width: 12, height: 8 },
        { panel: posture.cleanOverTime, width: 12, height: 8 },
        { panel: posture.budgets, width: 12, height: 8 },
      ],
    },
    {
      title: 'Where is the risk?',
      panels: [
        { panel: findings.criticalsByCluster, width: 12, height: 8 },
        { panel: findings.openOverTime, width: 12, height: 8 },
        { panel: findings.teamsOverTime, width: 12, height: 8 },
        { panel: findings.teamsNow, width: 12, height: 8 },
      ],
    },
    {
      title: 'How soon is it fixed?',
      panels: [
        { panel: remediation.mttr, width: 6, height: 4 },
        { panel: remediation.mttrMedian, width: 6, height: 4 },
        { panel: remediation.oldestCritical, width: 6, height: 4 },
        { panel: remediation.overdueCriticals, width: 6, height: 4 },
        { panel: remediation.remediationTrend, width: 24, height: 8 },
      ],
    },
    {
      title: 'Could we prove it?',
      panels: [
        { panel: posture.frameworkScores, width: 10, height: 8 },
        { panel: rates.evidence, width: 10, height: 8 },
        { panel: posture.coverage, width: 4, height: 4 },
        { panel: standing.oldestData, width: 4, height: 4 },
      ],
    },
    {
      title: 'Does the machinery work?',
      panels: [
        { panel: rates.enforcement, width: 6, height: 4 },
        { panel: rates.alertQuality, width: 6, height: 4 },
        { panel: rates.triage, width: 6, height: 4 },
        { panel: rates.iac, width: 6, height: 4 },
        { panel: rates.driftWeek, width: 12, height: 8 },
        { panel: rates.driftTrend, width: 12, height: 8 },
      ],
    },
  ],
};
