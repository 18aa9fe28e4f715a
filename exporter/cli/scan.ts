import { once } from 'node:events';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { checks as library } from '../checks/index.ts';
import { platformExemptions } from '../evaluate/platform/index.ts';
import { noTelemetry } from '../ingest/no-telemetry.ts';
import { snapshotOnce } from '../ingest/snapshot-once.ts';
import { kindsNeeded } from '../model/needs.ts';
import { renderJson, renderNdjson } from '../report/machine.ts';
import { createProgress } from '../report/progress.ts';
import type { Scan } from '../report/scan.ts';
import { renderTable } from '../report/table.ts';
import { openDirectory } from './owner-files.ts';
import { enabledChecks, readableChecks } from './enabled-checks.ts';
import { UsageError } from './exit.ts';
import { loadFrameworks } from './framework-files.ts';
import { openBook } from './waiver-files.ts';
import { configFrom, type ClusterOptions } from './options.ts';
import { exitCodeOf, scan, type LiveCluster, type ScanDeps } from './scan-run.ts';
import { listOf, parseScanOptions, type RawScanOptions, type ScanOptions } from './scan-options.ts';
import { connectionsOf, kubeletAccess, type Edges } from './sources.ts';
import { paintFor } from './style.ts';

export interface ScanCommandDeps {
  readonly edges: Edges;
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly signal: AbortSignal;
  readonly setExitCode: (code: number) => void;
  /** Folder that paths are relative to; the process's by default. */
  readonly cwd?: string;
  /** Opens live clusters; the kubeconfig's by default. */
  readonly openLive?: ScanDeps['openLive'];
}

type CommandOptions = RawScanOptions & ClusterOptions & { readonly waivers?: readonly string[] };

const more = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** `plumbline scan`: judge manifests, snapshots or clusters once, and say what is wrong. */
export function scanCommand(deps: ScanCommandDeps): Command {
  return new Command('scan')
    .description('judge manifests, a snapshot or a cluster once: what is wrong, worst first, and how to mend it')
    .argument(
      '[paths...]',
      'files, folders, patterns, snapshots, or - for standard input (default: the current cluster)',
    )
    .option('--context <name>', 'context or pattern such as "prod-*"; may be repeated (default: the current one)', more)
    .option('--all-contexts', 'every context of the kubeconfig')
    .option('--kubeconfig <file>', 'kubeconfig to use (default: $KUBECONFIG, then in-cluster, then ~/.kube/config)')
    .addOption(
      new Option('-c, --config <file>', 'configuration file, for the checks, owners and waivers it names').env(
        'PLUMBLINE_CONFIG',
      ),
    )
    .option('-o, --output <format>', 'table, json or ndjson', 'table')
    .option('--all', 'list every result: what passes and what does not apply too')
    .option(
      '--check <ids>',
      'only these checks, enabled or not: ids, or selectors such as category:rbac; commas between, may be repeated',
      more,
    )
    .option('--severity <level>', 'only checks of this severity and above')
    .option('-n, --namespace <names>', 'only these namespaces or patterns; commas between, may be repeated', more)
    .option(
      '--kubernetes-version <release>',
      'judge by this release, such as 1.36 (default: the cluster’s, or the newest known)',
    )
    .option(
      '--waivers <paths>',
      'files, folders or patterns of waivers, beside those of the configuration; may be repeated',
      more,
    )
    .option('--each', 'judge every file as a world of its own: rendered charts, independent examples')
    .option('--fail-on <level>', 'exit with 1 from this severity on: critical, high, medium, low, info or none', 'high')
    .option('--snapshot <file>', 'scan this snapshot (- for standard input); may be repeated', more)
    .option('--no-color', 'leave out colours (so does NO_COLOR)')
    .addHelpText(
      'after',
      `
Exit codes:
  0  everything was judged, and nothing fails at or above --fail-on
  1  something fails at or above --fail-on
  2  something could not be judged, or the command line is wrong

Examples:
  plumbline scan                                    the current cluster
  plumbline scan --context prod --namespace 'team-*'
  plumbline scan deploy/ --fail-on medium           manifests, in CI
  helm template shop | plumbline scan -             a rendered chart
  plumbline scan 'charts/*/rendered.yaml' --each    many at once, apart from each other
  plumbline scan deploy/ --waivers waivers/         with what was agreed to be accepted
  plumbline scan cluster.ndjson.gz                  a snapshot
`,
    )
    .action(async (paths: readonly string[], options: CommandOptions) => {
      deps.setExitCode(await runScan(paths, options, deps));
    });
}

/** Scans, prints and gives the exit code. Throws UsageError and what sources throw. */
async function runScan(paths: readonly string[], options: CommandOptions, deps: ScanCommandDeps): Promise<0 | 1 | 2> {
  const { edges, stderr, signal } = deps;
  const loaded = configFrom(options, edges.env);
  const { config } = loaded;
  const parsed = parseScanOptions(options, enabledChecks(loaded, listOf(options.check)));
  const progress = createProgress({ stream: stderr, clock: edges.clock });
  const live: ScanDeps['openLive'] = deps.openLive ?? (() => openLive());

  function openLive(): readonly LiveCluster[] {
    const flags = (name: string): readonly string[] => [
      ...(options.kubeconfig === undefined ? [] : ['--kubeconfig', options.kubeconfig]),
      ...(options.context === undefined && !options.allContexts ? [] : ['--context', name]),
    ];
    return connectionsOf(config, edges).map((connection) => ({
      name: config.clusters.name ?? connection.name,
      kubectl: flags(connection.name),
      source: {
        async run(sink, abort) {
          const kinds = kindsNeeded(readableChecks(parsed.checks, config).readable);
          const { clock, random } = edges;
          const kubelets = kubeletAccess(config);
          const access = kubelets === undefined ? {} : { options: { kubelets } };
          await snapshotOnce({ connection, kinds, telemetry: noTelemetry, clock, random, ...access }, sink, abort);
        },
      },
    }));
  }

  const cwd = deps.cwd ?? process.cwd();
  const frameworks = await loadFrameworks(library, config.checks.frameworks);
  const { book } = await openBook(config.waivers, frameworks, {
    clock: edges.clock,
    checks: parsed.checks,
    more: listOf(options.waivers).map((path) => (deps.cwd === undefined ? path : join(deps.cwd, path))),
  });

  let found: Scan;
  try {
    found = await scan(paths, parsed, {
      exempt: platformExemptions,
      waiversOf: book.of,
      target: config.clusters.name,
      owners: openDirectory(config.owners).owners,
      cwd,
      stdin: bytesOf(deps.stdin),
      openLive: live,
      progress,
      clock: edges.clock,
      onError: (check, error) => stderr.write(`plumbline: check ${check.id} failed: ${String(error)}\n`),
      signal,
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new UsageError('interrupted; nothing was judged to the end', { cause: error });
  } finally {
    progress.done();
  }
  await print(found, parsed, options.color !== false, deps);
  return exitCodeOf(found.report, parsed.failOn);
}

async function* bytesOf(stream: NodeJS.ReadableStream): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

async function print(found: Scan, options: ScanOptions, mayColour: boolean, deps: ScanCommandDeps): Promise<void> {
  const { stdout, edges } = deps;
  for (const text of rendered(found, options, mayColour, stdout, edges.env)) {
    if (!stdout.write(text)) await once(stdout, 'drain');
  }
}

function rendered(
  found: Scan,
  { output, all }: ScanOptions,
  mayColour: boolean,
  stdout: NodeJS.WritableStream,
  env: NodeJS.ProcessEnv,
): Iterable<string> {
  if (output === 'json') return renderJson(found.report);
  if (output === 'ndjson') return renderNdjson(found.report);
  const color = mayColour && paintFor(stdout, env)('bold', '-') !== '-';
  const columns = 'isTTY' in stdout && 'columns' in stdout ? stdout.columns : undefined;
  return [renderTable(found, { color, width: typeof columns === 'number' ? columns : undefined }, all)];
}
