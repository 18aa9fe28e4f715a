import * as api from '../panels/api-server.ts';
import * as changes from '../panels/changes.ts';
import * as clusters from '../panels/clusters.ts';
import * as findings from '../panels/findings.ts';
import * as onCallPanels from '../panels/on-call.ts';
import * as remediation from '../panels/remediation.ts';
import * as standing from '../panels/standing.ts';
import { deployWindowsOpen, pagesThatFired } from './marks.ts';
import type { Page } from './page.ts';
import { cluster, namespace, onCall as rota, owner } from './variables.ts';

/** For whoever is called at night: what is open, whose it is, what changed, and whether we see at all. */
export const onCall: Page = {
  id: 'onCall',
  title: 'Plumbline / On-call',
  description:
    'What is critical now, whose it is and how they are reached, what changed, and whether we see everything.',
  from: 'now-6h',
  refresh: '1m',
  variables: [cluster, namespace, rota, owner],
  marks: [pagesThatFired, deployWindowsOpen],
  rows: [
    {
      panels: [
        { panel: onCallPanels.newCriticals, width: 4, height: 4 },
        { panel: findings.openCriticals, width: 4, height: 4 },
        { panel: remediation.overdueCriticals, width: 4, height: 4 },
        { panel: onCallPanels.pagesFiring, width: 4, height: 4 },
        { panel: onCallPanels.ticketsFiring, width: 4, height: 4 },
        { panel: standing.oldestData, width: 4, height: 4 },
        { panel: onCallPanels.activeCriticals, width: 24, height: 11 },
      ],
    },
    {
      title: 'Who is told, and what fires',
      panels: [
        { panel: onCallPanels.firingAlerts, width: 12, height: 9 },
        { panel: onCallPanels.ownerContacts, width: 12, height: 9 },
        { panel: onCallPanels.exploitIndicators, width: 24, height: 5 },
      ],
    },
    {
      title: 'What changed',
      panels: [
        { panel: changes.began, width: 12, height: 7 },
        { panel: changes.driftTimeline, width: 12, height: 7 },
        { panel: changes.rejects, width: 12, height: 7 },
        { panel: changes.deployWindows, width: 12, height: 7 },
      ],
    },
    {
      title: 'Do we see everything?',
      panels: [
        { panel: clusters.clusterHealth, width: 24, height: 8 },
        { panel: clusters.cleanTimeline, width: 12, height: 7 },
        { panel: clusters.reachable, width: 12, height: 7 },
        { panel: api.apiLatency, width: 12, height: 7 },
        { panel: api.apiErrors, width: 12, height: 7 },
      ],
    },
  ],
};
