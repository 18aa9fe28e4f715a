import type { Scope } from '../../contract/index.ts';

/** A route of a listener and what a caller needs to be allowed to use it. */
export interface Route {
  readonly path: string;
  readonly scope: Scope;
  /** Scope of those who may POST here; nobody may where it is absent. */
  readonly write?: Scope;
  /** Whether there is nothing to GET. */
  readonly writeOnly?: true;
  /** Bytes that a body may have; 64 KiB where it is absent. */
  readonly largestBody?: number;
  /** Scope of those who may DELETE this; nobody may where it is absent. */
  readonly remove?: Scope;
}

/** Name of a route of the posture listener. */
export type RouteName = keyof typeof postureRoutes;

/** Every route of the posture listener. A handler without a row here cannot be mounted. */
export const postureRoutes = {
  landing: { path: '/', scope: 'findings:read' },
  metrics: { path: '/metrics', scope: 'metrics:read' },
  healthz: { path: '/healthz', scope: 'probe' },
  readyz: { path: '/readyz', scope: 'probe' },
  clusters: { path: '/api/v1/clusters', scope: 'findings:read' },
  cluster: { path: '/api/v1/clusters/:name', scope: 'findings:read' },
  history: { path: '/api/v1/clusters/:name/history', scope: 'findings:read' },
  changes: { path: '/api/v1/clusters/:name/changes', scope: 'findings:read' },
  nodePools: { path: '/api/v1/clusters/:name/node-pools', scope: 'findings:read' },
  clusterFramework: { path: '/api/v1/clusters/:name/frameworks/:id', scope: 'findings:read' },
  checks: { path: '/api/v1/checks', scope: 'findings:read' },
  check: { path: '/api/v1/checks/:id', scope: 'findings:read' },
  frameworks: { path: '/api/v1/frameworks', scope: 'findings:read' },
  framework: { path: '/api/v1/frameworks/:id', scope: 'findings:read' },
  findings: { path: '/api/v1/findings', scope: 'findings:read' },
  findingsCsv: { path: '/api/v1/findings.csv', scope: 'findings:read' },
  findingsNdjson: { path: '/api/v1/findings.ndjson', scope: 'findings:read' },
  findingGroups: { path: '/api/v1/findings/groups', scope: 'findings:read' },
  finding: { path: '/api/v1/findings/:id', scope: 'findings:read' },
  drift: { path: '/api/v1/drift', scope: 'findings:read' },
  clusterDrift: { path: '/api/v1/clusters/:name/drift', scope: 'findings:read' },
  rejects: { path: '/api/v1/rejects', scope: 'findings:read' },
  openapi: { path: '/api/v1/openapi.json', scope: 'findings:read' },
  alerts: { path: '/api/v1/alerts', scope: 'findings:read' },
  // A group of alerts comes in one piece.
  alertmanager: {
    path: '/api/v1/alertmanager',
    scope: 'alerts:write',
    write: 'alerts:write',
    writeOnly: true,
    largestBody: 4 * 1024 * 1024,
  },
  verdict: {
    path: '/api/v1/alerts/:fingerprint/verdict',
    scope: 'alerts:write',
    write: 'alerts:write',
    writeOnly: true,
  },
  drills: { path: '/api/v1/drills', scope: 'findings:read', write: 'drills:write' },
  drill: { path: '/api/v1/drills/:id', scope: 'findings:read', remove: 'drills:write' },
  baseline: {
    path: '/api/v1/clusters/:name/baseline',
    scope: 'findings:read',
    write: 'baselines:write',
    remove: 'baselines:write',
  },
  deviations: { path: '/api/v1/clusters/:name/deviations', scope: 'findings:read' },
  deployWindows: { path: '/api/v1/deploy-windows', scope: 'findings:read', write: 'windows:write' },
  deployWindow: { path: '/api/v1/deploy-windows/:changeId', scope: 'findings:read', remove: 'windows:write' },
  waivers: { path: '/api/v1/waivers', scope: 'findings:read', write: 'waivers:write' },
} as const satisfies Record<string, Route>;

/** Every route of the self listener. */
export const selfRoutes = {
  metrics: { path: '/metrics', scope: 'metrics:read' },
  healthz: { path: '/healthz', scope: 'probe' },
} as const satisfies Record<string, Route>;
