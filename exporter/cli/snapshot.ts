import { Command } from 'commander';
import { noTelemetry } from '../ingest/no-telemetry.ts';
import type { ClusterSink } from '../ingest/sink.ts';
import { snapshotOnce } from '../ingest/snapshot-once.ts';
import { writeSnapshot, writeSnapshotFile } from '../ingest/snapshot/write-snapshot.ts';
import { createSnapshotWriterSink } from '../ingest/snapshot/writer-sink.ts';
import { kindsNeeded } from '../model/needs.ts';
import { resourceLabel } from '../model/kinds.ts';
import { createProgress } from '../report/progress.ts';
import { enabledChecks, readableChecks } from './enabled-checks.ts';
import { UsageError } from './exit.ts';
import { configFrom, withClusterOptions, type ClusterOptions } from './options.ts';
import type { ProgramDeps } from './program.ts';
import { connectionsOf, kubeletAccess } from './sources.ts';

/** `plumbline snapshot`: a cluster as one file, without secret values, to scan or serve later. */
export function snapshotCommand(deps: ProgramDeps): Command {
  const command = new Command('snapshot').description(
    'write what checks need of a cluster into one file, without secret values: for support cases, audits and tests',
  );
  return withClusterOptions(command)
    .requiredOption('-o, --output <file>', 'file to write, such as prod.ndjson.gz; - for standard output')
    .action(async ({ output, ...options }: ClusterOptions & { readonly output: string }) => {
      const { edges, stderr, stdout, signal } = deps;
      const loaded = configFrom(options, edges.env);
      const { config } = loaded;
      const connections = connectionsOf(config, edges);
      const [connection, ...others] = connections;
      if (connection === undefined || others.length > 0) {
        await Promise.all(connections.map((one) => one.close()));
        throw new UsageError(
          `snapshot: a file holds one cluster, and ${others.length + 1} contexts match; name one with --context`,
        );
      }
      const { name } = connection;
      const progress = createProgress({ stream: stderr, clock: edges.clock });
      const sink = createSnapshotWriterSink();
      const kinds = kindsNeeded(readableChecks(enabledChecks(loaded), config).readable);
      const watched: ClusterSink = {
        ...sink,
        contact: (kind) =>
          progress.update(() => `reading ${name}${kind === undefined ? '' : `: ${resourceLabel(kind)}`}`),
      };
      const kubelets = kubeletAccess(config);
      const access = kubelets === undefined ? {} : { options: { kubelets } };
      const gaps = await snapshotOnce(
        { connection, kinds, telemetry: noTelemetry, ...edges, ...access },
        watched,
        signal,
      );
      progress.done();
      if (signal.aborted) throw new UsageError('snapshot: interrupted; nothing was written');
      const content = sink.content(name, new Date(edges.clock()));
      if (output === '-') await writeSnapshot(stdout, content);
      else await writeSnapshotFile(output, content);
      const missing = gaps.filter(({ status }) => status !== 'absent');
      stderr.write(`${content.objects.length} objects of ${name} in ${output === '-' ? 'standard output' : output}\n`);
      for (const { kind, reason } of missing) stderr.write(`  not in it: ${resourceLabel(kind)}: ${reason}\n`);
    });
}
