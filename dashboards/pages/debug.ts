import * as api from '../panels/api-server.ts';
import * as changes from '../panels/changes.ts';
import * as clusters from '../panels/clusters.ts';
import * as evaluation from '../panels/evaluation.ts';
import * as exporterPanels from '../panels/exporter.ts';
import * as results from '../panels/results.ts';
import { deployWindowsOpen } from './marks.ts';
import type { Page } from './page.ts';
import { cluster } from './variables.ts';

/** For SREs who ask why a figure is what it is. */
export const debug: Page = {
  id: 'debug',
  title: 'Plumbline / Debug',
  description:
    'What fails in detail, and everything on the way from the API of a cluster to a figure: requests, watches, evaluation, series.',
  from: 'now-3h',
  refresh: '1m',
  variables: [cluster],
  marks: [deployWindowsOpen],
  rows: [
    {
      panels: [
        { panel: results.checkResults, width: 14, height: 12 },
        { panel: results.namespaces, width: 10, height: 12 },
      ],
    },
    {
      title: 'Findings over time',
      panels: [
        { panel: results.openAges, width: 8, height: 7 },
        { panel: results.unknownResults, width: 8, height: 7 },
        { panel: changes.driftTimeline, width: 8, height: 7 },
        { panel: results.clusterIdentity, width: 24, height: 6 },
      ],
    },
    {
      title: 'The API of the cluster',
      panels: [
        { panel: api.apiErrors, width: 12, height: 8 },
        { panel: api.apiLatency, width: 12, height: 8 },
        { panel: api.apiThrottling, width: 12, height: 7 },
        { panel: api.apiRequests, width: 12, height: 7 },
      ],
    },
    {
      title: 'Watches and freshness',
      panels: [
        { panel: clusters.outOfSync, width: 8, height: 8 },
        { panel: clusters.permissionGaps, width: 8, height: 8 },
        { panel: clusters.kindAge, width: 8, height: 8 },
        { panel: api.watchRestarts, width: 8, height: 7 },
        { panel: api.relists, width: 8, height: 7 },
        { panel: api.watchCanary, width: 8, height: 7 },
        { panel: clusters.inventory, width: 24, height: 9 },
      ],
    },
    {
      title: 'Evaluation',
      panels: [
        { panel: evaluation.changeToResult, width: 12, height: 8 },
        { panel: evaluation.scanDuration, width: 12, height: 8 },
        { panel: evaluation.evalQueue, width: 8, height: 7 },
        { panel: evaluation.scanErrors, width: 8, height: 7 },
        { panel: evaluation.skippedSamples, width: 8, height: 7 },
      ],
    },
    {
      title: 'Heartbeats and cost',
      panels: [
        { panel: exporterPanels.heartbeats, width: 8, height: 8 },
        { panel: exporterPanels.renderCost, width: 8, height: 8 },
        { panel: exporterPanels.seriesByFamily, width: 8, height: 8 },
      ],
    },
    {
      title: 'Log (needs a Loki)',
      collapsed: true,
      panels: [{ panel: exporterPanels.exporterLogs, width: 24, height: 12 }],
    },
  ],
};
