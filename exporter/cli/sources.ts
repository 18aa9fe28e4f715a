import { basename } from 'node:path';
import type { WatchedCluster } from '../compose.ts';
import type { Config } from '../config/schema.ts';
import { loadConnections } from '../ingest/connect.ts';
import type { Connection } from '../ingest/connection.ts';
import type { KubeletAccess } from '../ingest/kubelets/configz.ts';
import { createLiveCluster } from '../ingest/live-cluster.ts';

export interface Edges {
  readonly env: NodeJS.ProcessEnv;
  readonly clock: () => number;
  readonly random: () => number;
}

/** Connections to the clusters that a configuration chooses; throws KubeconfigError. */
export function connectionsOf({ clusters }: Config, { env, clock }: Edges): Connection[] {
  const choice = { contexts: clusters.contexts, inCluster: 'auto' as const };
  return loadConnections(clusters.kubeconfig === undefined ? choice : { ...choice, kubeconfig: clusters.kubeconfig }, {
    env,
    clock,
  });
}

/** A cluster that is followed over the API. */
export function liveCluster(connection: Connection, config: Config, edges: Edges): WatchedCluster {
  const { canary, id, staleAfter, permissionCheck } = config.clusters;
  const kubelets = kubeletAccess(config);
  return {
    name: connection.name,
    connect: ({ kinds, telemetry, logger }) =>
      createLiveCluster({
        connection,
        kinds,
        telemetry,
        log: logger,
        clock: edges.clock,
        random: edges.random,
        options: {
          ...(id !== undefined && { id }),
          timings: { staleAfterMs: staleAfter, preflightMs: permissionCheck },
          events: config.clusters.read.events,
          ...(kubelets && { kubelets }),
          ...(canary.enabled && { canary: { namespace: canary.namespace, name: canary.name } }),
        },
      }),
  };
}

/** How the configuration lets kubelets be asked; undefined where they are left alone. */
export function kubeletAccess({ clusters }: Config): KubeletAccess | undefined {
  const { caFile, insecure } = clusters.kubelet;
  const mode = clusters.read.nodeConfig;
  return mode === 'off' ? undefined : { mode, insecure, ...(caFile !== undefined && { caFile }) };
}

/** The name of a cluster that is served from a snapshot file. */
export function snapshotName(path: string): string {
  return basename(path).replace(/\.ndjson(\.gz)?$/, '');
}
