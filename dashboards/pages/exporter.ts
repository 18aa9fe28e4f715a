import * as api from '../panels/api-server.ts';
import * as clusters from '../panels/clusters.ts';
import * as evaluation from '../panels/evaluation.ts';
import * as panels from '../panels/exporter.ts';
import type { Page } from './page.ts';
import { cluster } from './variables.ts';

/** For whoever runs Plumbline: whether what it says can be believed. */
export const exporter: Page = {
  id: 'exporter',
  title: 'Plumbline / Exporter',
  description:
    'Whether the exporter itself is well: replicas, freshness of data, API servers, evaluation, store and what it costs.',
  from: 'now-6h',
  refresh: '1m',
  variables: [cluster],
  rows: [
    {
      panels: [
        { panel: panels.listenersUp, width: 4, height: 4 },
        { panel: panels.leaders, width: 4, height: 4 },
        { panel: panels.configReload, width: 4, height: 4 },
        { panel: panels.configHashes, width: 4, height: 4 },
        { panel: panels.nameConflicts, width: 4, height: 4 },
        { panel: panels.storePersistent, width: 4, height: 4 },
        { panel: panels.replicas, width: 14, height: 7 },
        { panel: panels.heartbeats, width: 10, height: 7 },
      ],
    },
    {
      title: 'Freshness',
      panels: [
        { panel: clusters.clusterHealth, width: 24, height: 8 },
        { panel: clusters.dataAge, width: 12, height: 7 },
        { panel: clusters.reachable, width: 12, height: 7 },
        { panel: clusters.outOfSync, width: 8, height: 7 },
        { panel: clusters.permissionGaps, width: 8, height: 7 },
        { panel: clusters.kindAge, width: 8, height: 7 },
        { panel: api.unsynced, width: 12, height: 7 },
        { panel: api.clockSkew, width: 12, height: 7 },
      ],
    },
    {
      title: 'API servers',
      panels: [
        { panel: api.apiErrors, width: 12, height: 7 },
        { panel: api.apiLatency, width: 12, height: 7 },
        { panel: api.apiThrottling, width: 12, height: 7 },
        { panel: api.apiBytes, width: 12, height: 7 },
        { panel: api.watchRestarts, width: 12, height: 7 },
        { panel: api.relists, width: 12, height: 7 },
      ],
    },
    {
      title: 'Evaluation',
      panels: [
        { panel: evaluation.changeToResultP95, width: 8, height: 7 },
        { panel: evaluation.changeLate, width: 8, height: 7 },
        { panel: evaluation.scanDuration, width: 8, height: 7 },
        { panel: evaluation.evalQueue, width: 12, height: 7 },
        { panel: evaluation.scanErrors, width: 12, height: 7 },
      ],
    },
    {
      title: 'Store, series and requests',
      panels: [
        { panel: panels.storeLatency, width: 8, height: 7 },
        { panel: panels.storeErrors, width: 8, height: 7 },
        { panel: panels.seriesDropped, width: 8, height: 7 },
        { panel: panels.renderCost, width: 12, height: 7 },
        { panel: panels.seriesByFamily, width: 12, height: 7 },
        { panel: panels.httpRequests, width: 12, height: 7 },
        { panel: panels.httpLatency, width: 12, height: 7 },
      ],
    },
  ],
};
