import type { Express } from 'express';
import type { ApiFramework } from '../../contract/index.ts';
import type { Check } from '../../checks/define.ts';
import type { FindingStore } from '../../findings/store.ts';
import type { OwnerDirectory } from '../../model/owner.ts';
import type { Exposition } from '../exposition/exposition.ts';
import { landingRoute } from '../page/landing-route.ts';
import type { RetiredCluster } from '../retired.ts';
import type { ClusterView } from '../posture.ts';
import { alertsRoutes, type AlertDesk } from './alerts-routes.ts';
import { baselineRoutes, type BaselineDeps } from './baseline-routes.ts';
import { changesRoute } from './changes-route.ts';
import { createFrame, type FrameDeps } from './app-frame.ts';
import { drillsRoutes, type DrillsDeps } from './drills-routes.ts';
import { driftRoutes } from './drift-routes.ts';
import { findingsRoutes } from './findings-routes.ts';
import { frameworksRoutes } from './frameworks-routes.ts';
import { historyRoute } from './history-route.ts';
import { inventoryRoutes } from './inventory-routes.ts';
import { metricsRoute } from './metrics-route.ts';
import { healthRoute, readyRoute, type HealthDeps } from './probes.ts';
import { openapiRoute } from './openapi-route.ts';
import { rejectsRoute } from './rejects-route.ts';
import { postureRoutes } from './routes.ts';
import { waiversRoutes, type WaiverDesk } from './waivers-routes.ts';
import { windowsRoutes, type WindowsDeps } from './windows-routes.ts';

export interface PostureAppDeps extends FrameDeps, HealthDeps {
  readonly clusters: () => Iterable<ClusterView>;
  /** Names that configuration gives, whether or not they answer. */
  readonly expected: () => Iterable<string>;
  readonly retired: readonly RetiredCluster[];
  readonly checks: readonly Check[];
  readonly frameworks: readonly ApiFramework[];
  readonly store: Pick<
    FindingStore,
    'persistent' | 'journal' | 'query' | 'groups' | 'rememberedSince' | 'find' | 'history' | 'changes'
  >;
  /** How long what ended is remembered; milliseconds. */
  readonly retentionMs: number;
  readonly contactOf: OwnerDirectory['contactOf'];
  readonly waiverDesk: WaiverDesk;
  readonly alertDesk: AlertDesk;
  readonly windowDesk: WindowsDeps['windowDesk'];
  readonly drillDesk: DrillsDeps['drillDesk'];
  readonly approvalDesk: BaselineDeps['approvalDesk'];
  readonly exposition: Pick<Exposition, 'snapshot'>;
  readonly syncTimeoutMs: number;
  /** Different in every process, for ETags. */
  readonly instance: string;
  readonly version: string;
}

/** Metrics, probes, landing page and API of what is watched; it does not listen by itself. */
export function createPostureApp(deps: PostureAppDeps): Express {
  const alerts = alertsRoutes(deps);
  const findings = findingsRoutes(deps);
  const inventory = inventoryRoutes(deps);
  const frameworks = frameworksRoutes(deps);
  const drift = driftRoutes(deps);
  const windows = windowsRoutes(deps);
  const drills = drillsRoutes(deps);
  const approved = baselineRoutes(deps);
  const snapshot = () => deps.exposition.snapshot;
  return createFrame(
    postureRoutes,
    {
      landing: landingRoute(deps),
      metrics: metricsRoute(snapshot),
      healthz: healthRoute(deps),
      readyz: readyRoute({ ...deps, snapshot }),
      clusters: inventory.clusters,
      cluster: inventory.cluster,
      history: historyRoute(deps),
      changes: changesRoute(deps),
      nodePools: inventory.nodePools,
      clusterFramework: frameworks.ofCluster,
      checks: inventory.checks,
      check: inventory.check,
      frameworks: frameworks.list,
      framework: frameworks.one,
      findings: findings.list,
      findingsCsv: findings.csv,
      findingsNdjson: findings.ndjson,
      findingGroups: findings.groups,
      finding: findings.one,
      drift: drift.events,
      clusterDrift: drift.objects,
      rejects: rejectsRoute(deps),
      openapi: openapiRoute(),
      alerts: alerts.list,
      alertmanager: alerts.webhook,
      verdict: alerts.verdict,
      drills: drills.list,
      drill: drills.one,
      baseline: approved.baseline,
      deviations: approved.deviations,
      deployWindows: windows.list,
      deployWindow: windows.one,
      waivers: waiversRoutes(deps),
    },
    deps,
  );
}
