import { Command } from 'commander';
import { checks as library } from '../checks/index.ts';
import type { ClusterSession } from '../cluster/session.ts';
import { composeExporter, type Exporter, type WatchedCluster } from '../compose.ts';
import type { LoadedConfig } from '../config/load.ts';
import { replicaTerms } from './replica.ts';
import { isSnapshotFile } from '../ingest/snapshot/read-snapshot.ts';
import { createSnapshotSource } from '../ingest/snapshot/source.ts';
import { openStore } from '../store/open-store.ts';
import { createLogger } from '../telemetry/logger.ts';
import { startTracing } from '../telemetry/tracing.ts';
import { enabledChecks, readableChecks } from './enabled-checks.ts';
import { UsageError } from './exit.ts';
import { loadFrameworks } from './framework-files.ts';
import { followOwners, openDirectory } from './owner-files.ts';
import { createReloads } from './reloads.ts';
import { startListeners, type Listeners } from './listeners.ts';
import { configFrom, withClusterOptions, type ClusterOptions } from './options.ts';
import { connectionsOf, liveCluster, snapshotName, type Edges } from './sources.ts';
import { createWaiverRequests } from '../waivers/requests.ts';
import { followWaivers, openBook } from './waiver-files.ts';
import { followWindows, openWindowBook } from './window-files.ts';
import { version } from './version.ts';

export interface ServeDeps {
  readonly edges: Edges;
  readonly signal: AbortSignal;
}

interface ServeOptions extends ClusterOptions {
  readonly snapshot?: readonly string[];
  readonly host?: string;
  readonly port?: string;
  readonly selfPort?: string;
  readonly name?: string;
}

/** `plumbline serve`: watch clusters and publish their posture until the process is asked to end. */
export function serveCommand(deps: ServeDeps): Command {
  const command = new Command('serve').description('watch clusters and serve their posture as metrics, API and a page');
  return withClusterOptions(command)
    .option('--snapshot <file...>', 'serve snapshots as clusters; without --context no live cluster is watched')
    .option('--name <cluster>', 'name of the cluster, where there is only one')
    .option('--host <address>', 'address for metrics, API and page (default: 127.0.0.1)')
    .option('--port <port>', 'port for metrics, API and page (default: 8080)')
    .option('--self-port <port>', "port for the exporter's own metrics (default: 8081)")
    .action(async (options: ServeOptions) => {
      const loaded = configFrom(options, deps.edges.env, {
        'listen.host': options.host,
        'selfListen.host': options.host,
        'listen.port': options.port,
        'selfListen.port': options.selfPort,
        'clusters.snapshots': options.snapshot,
        'clusters.name': options.name,
      });
      const { config } = loaded;
      const live =
        config.clusters.snapshots.length === 0 || options.context !== undefined || options.allContexts === true;
      for (const path of config.clusters.snapshots) {
        // A file that is not there will not come; a process that waits for it would look healthy.
        if (!(await isSnapshotFile(path)))
          throw new UsageError(`${path} is not a snapshot; write one with "plumbline snapshot"`);
      }
      const clusters = [
        ...config.clusters.snapshots.map((path) => snapshotCluster(path, deps.edges.clock)),
        ...(live
          ? connectionsOf(config, deps.edges).map((connection) => liveCluster(connection, config, deps.edges))
          : []),
      ];
      const running = await serve(loaded, nameClusters(clusters, config.clusters.name), deps);
      await running.ended;
    });
}

/** A cluster that is played from a snapshot file; with `shiftTimes` as if it had been recorded just now. */
export function snapshotCluster(
  path: string,
  clock: () => number,
  { shiftTimes = false }: { readonly shiftTimes?: boolean } = {},
): WatchedCluster {
  return {
    name: snapshotName(path),
    connect: ({ kinds }) => createSnapshotSource({ path, kinds, playEvents: true, shiftTimes, clock }),
  };
}

function nameClusters(clusters: readonly WatchedCluster[], name: string | undefined): readonly WatchedCluster[] {
  const [only, ...others] = clusters;
  if (name !== undefined) {
    if (only === undefined || others.length > 0)
      throw new UsageError('clusters.name: only one cluster can be named; name contexts in the kubeconfig instead');
    return [{ ...only, name }];
  }
  const names = clusters.map((cluster) => cluster.name);
  const twice = names.find((one, index) => names.indexOf(one) !== index);
  if (twice !== undefined)
    throw new UsageError(`two clusters would both be called "${twice}"; rename a context or a snapshot file`);
  return clusters;
}

export interface Served extends Listeners {
  readonly sessions: readonly ClusterSession[];
  /** Tells of every committed transition. */
  readonly onTransition: Exporter['onTransition'];
  /** Resolves once everything has stopped. */
  readonly ended: Promise<void>;
}

/** Runs the exporter on these clusters until the signal fires; resolves once it listens. */
export async function serve(
  loaded: LoadedConfig,
  offered: readonly WatchedCluster[],
  deps: ServeDeps,
): Promise<Served> {
  const { config, hash } = loaded;
  const logger = createLogger(config.log.level);
  const retired = config.clusters.retired.map(({ name, reason, since }) => ({
    name,
    reason,
    since: since === undefined ? undefined : Date.parse(since),
  }));
  const clusters = offered.filter(({ name }) => !retired.some((gone) => gone.name === name));
  for (const { name } of offered) {
    if (!clusters.some((cluster) => cluster.name === name))
      logger.info({ cluster: name }, 'not watched: it is retired');
  }
  const stopTracing = await startTracing(deps.edges.env, version);
  const store = openStore({ ...config.store, clock: deps.edges.clock });
  const { clock } = deps.edges;
  const { readable: checks } = readableChecks(enabledChecks(loaded), config);
  const frameworks = await loadFrameworks(library, config.checks.frameworks);
  const directory = openDirectory(config.owners);
  const { owners } = directory;
  const waivers = await openBook(config.waivers, frameworks, { clock, checks });
  const windows = openWindowBook(config.windows);
  const exporter = composeExporter({
    config,
    checks,
    clusters,
    retired,
    store,
    replica: replicaTerms(config),
    owners,
    waivers: waivers.book.of,
    windows: windows.book,
    logger,
    version,
    clock,
  });
  const reloads = createReloads((allGood) => exporter.metrics.configured(hash, allGood));
  const stopping = new AbortController();
  followWaivers(config, waivers, { reloads, logger, exporter, signal: stopping.signal });
  followWindows(config, windows, { reloads, logger, exporter, signal: stopping.signal });
  followOwners(config, directory, { reloads, logger, exporter, signal: stopping.signal });
  const expected = [...new Set([...config.clusters.expected, ...clusters.map(({ name }) => name)])];
  const listeners = await startListeners({
    config,
    exporter,
    checks,
    frameworks,
    store,
    owners,
    waiverDesk: createWaiverRequests({ terms: waivers.terms, files: waivers.book.files }),
    logger,
    clock,
    expected,
    retired,
    version,
  });
  exporter.start();
  logger.info(
    { version, posture: listeners.postureUrl, self: listeners.selfUrl, clusters: expected },
    'plumbline is serving',
  );
  const ended = new Promise<void>((resolve, reject) => {
    const stop = () => {
      logger.info('stopping');
      stopping.abort();
      // Requests in flight still read the store.
      listeners
        .close()
        .then(() => exporter.stop())
        .then(stopTracing)
        .then(resolve, reject);
    };
    if (deps.signal.aborted) stop();
    else deps.signal.addEventListener('abort', stop, { once: true });
  });
  return { ...listeners, sessions: exporter.sessions, onTransition: exporter.onTransition, ended };
}
