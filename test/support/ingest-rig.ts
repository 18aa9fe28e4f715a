import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConnections } from '../../exporter/ingest/connect.ts';
import type { Connection } from '../../exporter/ingest/connection.ts';
import { createLiveCluster, type LiveClusterOptions } from '../../exporter/ingest/live-cluster.ts';
import type { KindName } from '../../exporter/model/kinds.ts';
import { startFakeApiServer, type FakeApiServer, type FakeOptions } from './fake-api-server.ts';
import type { Manifest } from './fake-storage.ts';
import {
  createRecordingSink,
  createRecordingTelemetry,
  type RecordingSink,
  type RecordingTelemetry,
} from './recording-sink.ts';

/** Delays short enough for tests; periodic work stays out of the way unless a test asks for it. */
export const fast: NonNullable<LiveClusterOptions['timings']> = {
  retryFirstMs: 5,
  retryLongestMs: 20,
  forbiddenRetryMs: 30,
  refusalMs: 30,
  staleAfterMs: 60_000,
  watchSeconds: 300,
  rediscoverMs: 60_000,
  preflightMs: 60_000,
  identityMs: 60_000,
  canaryMs: 20,
  noteMs: 5_000,
};

export interface Rig extends AsyncDisposable {
  readonly server: FakeApiServer;
  readonly sink: RecordingSink;
  readonly telemetry: RecordingTelemetry;
  readonly connection: Connection;
  /** Starts following the server. */
  follow(kinds: readonly KindName[], options?: LiveClusterOptions): void;
  /** Stops following; rejects with what ended it, if that was not the stop. */
  stop(): Promise<void>;
  readonly directory: string;
}

export interface RigOptions extends FakeOptions {
  /** Fields of the user in the kubeconfig. */
  readonly user?: Readonly<Record<string, unknown>>;
  /** Fields of the cluster in the kubeconfig beside the server. */
  readonly cluster?: Readonly<Record<string, unknown>>;
}

/** A fake API server with a kube-system namespace, and everything that follows it from a kubeconfig on. */
export async function createRig(options: RigOptions = {}): Promise<Rig> {
  const server = await startFakeApiServer(options);
  server.put('Namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } });
  const directory = mkdtempSync(join(tmpdir(), 'plumbline-ingest-'));
  const kubeconfig = join(directory, 'config');
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      'current-context': 'fake',
      contexts: [{ name: 'fake', context: { cluster: 'fake', user: 'fake', namespace: 'plumbline' } }],
      clusters: [{ name: 'fake', cluster: { server: server.url, ...options.cluster } }],
      users: [{ name: 'fake', user: options.user ?? {} }],
    }),
  );
  const [connection] = loadConnections(
    { kubeconfig, contexts: 'current', inCluster: 'never' },
    { env: { PATH: process.env['PATH'] }, clock: Date.now },
  );
  if (connection === undefined) throw new Error('the kubeconfig of the rig has a context');
  const sink = createRecordingSink();
  const telemetry = createRecordingTelemetry();
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  const rig: Rig = {
    server,
    sink,
    telemetry,
    connection,
    directory,
    follow(kinds, { timings, ...rest } = {}) {
      const log = { info: () => undefined, warn: () => undefined };
      const clock = Date.now;
      const merged = { ...rest, timings: { ...fast, ...timings } };
      const cluster = createLiveCluster({
        connection,
        kinds,
        telemetry,
        log,
        clock,
        random: Math.random,
        options: merged,
      });
      running = cluster.run(sink, stopping.signal);
    },
    async stop() {
      stopping.abort();
      await running;
    },
    async [Symbol.asyncDispose]() {
      await rig.stop();
      await server.close();
      rmSync(directory, { recursive: true });
    },
  };
  return rig;
}

/** Waits until `claim` holds; the test's own time limit is what makes it fail. */
export async function until(claim: () => boolean): Promise<void> {
  while (!claim()) await new Promise((resolve) => setTimeout(resolve, 2));
}

export function configMap(name: string, data: Readonly<Record<string, string>> = {}, namespace = 'shop'): Manifest {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data };
}

/** A pod, controlled by `owner` if given as `Kind/name`. */
export function pod(name: string, owner?: string): Manifest {
  const [kind, ownerName] = owner?.split('/') ?? [];
  const apiVersion = kind === 'Job' ? 'batch/v1' : kind === 'ReplicationController' ? 'v1' : 'apps/v1';
  const ownerReferences = kind === undefined ? [] : [{ apiVersion, kind, name: ownerName, uid: 'u', controller: true }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', ownerReferences },
    spec: { containers: [{ name: 'app', image: 'shop/app:1' }] },
  };
}
