import type { ApiAlert, ApiNotification, ApiNotified, ApiVerdict } from './alert.ts';
import type { ApiBaseline, ApiBaselineRequest, ApiDeviationPage } from './baseline.ts';
import type { ApiChanges } from './change.ts';
import type { ApiCheck } from './check.ts';
import type { ApiCluster } from './cluster.ts';
import type { ApiDeployWindowChange, ApiDeployWindowPage, ApiDeployWindowRequest } from './deploy-window.ts';
import type { ApiDriftedObject, ApiDriftEvent } from './drift.ts';
import type { ApiDrill, ApiDrillPage, ApiDrillRequest } from './drill.ts';
import type { ApiFindingGroups } from './finding-group.ts';
import type { ApiFinding, ApiFindingDetail, ApiFindingPage } from './finding.ts';
import type { ApiFramework, ApiFrameworkResult, ApiFrameworkSummary } from './framework.ts';
import type { ApiNodePool } from './node-pool.ts';
import type { ApiPage } from './page.ts';
import type { ApiPostureHistory } from './posture-history.ts';
import type { ApiRejectPage } from './reject.ts';
import type { ApiWaiver, ApiWaiverDraft, ApiWaiverRequest } from './waiver.ts';

/** The JSON that each route answers a GET with, by the name of the route. */
export interface ApiAnswers {
  readonly clusters: ApiPage<ApiCluster>;
  readonly cluster: ApiCluster;
  readonly history: ApiPostureHistory;
  readonly changes: ApiChanges;
  readonly nodePools: readonly ApiNodePool[];
  readonly clusterFramework: ApiFrameworkResult;
  readonly checks: ApiPage<ApiCheck>;
  readonly check: ApiCheck;
  readonly frameworks: ApiPage<ApiFrameworkSummary>;
  readonly framework: ApiFramework;
  readonly findings: ApiFindingPage;
  /** One line of it. */
  readonly findingsNdjson: ApiFinding;
  readonly findingGroups: ApiFindingGroups;
  readonly finding: ApiFindingDetail;
  readonly drift: ApiPage<ApiDriftEvent>;
  readonly clusterDrift: ApiPage<ApiDriftedObject>;
  readonly rejects: ApiRejectPage;
  readonly alerts: ApiPage<ApiAlert>;
  readonly drills: ApiDrillPage;
  readonly drill: ApiDrill;
  readonly baseline: ApiBaseline;
  readonly deviations: ApiDeviationPage;
  readonly deployWindows: ApiDeployWindowPage;
  readonly deployWindow: ApiDeployWindowPage;
  readonly waivers: ApiPage<ApiWaiver>;
  /** The description of the API itself. */
  readonly openapi: Readonly<Record<string, unknown>>;
}

/** What is sent with a POST, and what it is answered with, by the name of the route. */
export interface ApiWrites {
  readonly alertmanager: { readonly body: ApiNotification; readonly answer: ApiNotified };
  readonly verdict: { readonly body: ApiVerdict; readonly answer: ApiAlert };
  readonly drills: { readonly body: ApiDrillRequest; readonly answer: ApiDrill };
  readonly baseline: { readonly body: ApiBaselineRequest; readonly answer: ApiBaseline };
  readonly deployWindows: { readonly body: ApiDeployWindowRequest; readonly answer: ApiDeployWindowChange };
  readonly waivers: { readonly body: ApiWaiverRequest; readonly answer: ApiWaiverDraft };
}

/** What a DELETE is answered with, by the name of the route. */
export interface ApiRemovals {
  readonly drill: ApiDrill;
  readonly baseline: ApiBaseline;
  readonly deployWindow: ApiDeployWindowChange;
}
