import { userInfo } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { Command } from 'commander';
import { longestMinutes } from '../alert-ledger/drills/request.ts';
import { parseDuration } from '../config/duration.ts';
import type { ApiAlert, ApiCluster, ApiDrill, ApiPage } from '../contract/api.ts';
import { askExporter, fetchFrom, type ExporterAddress } from './ask-exporter.ts';
import { prometheusAt } from './drill-prometheus.ts';
import { runDrill, type DrilledExporter } from './drill-run.ts';
import { exitCodes, UsageError } from './exit.ts';

interface Options extends ExporterAddress {
  readonly cluster: string;
  readonly owner?: string;
  readonly who: string;
  readonly within: string;
  /** A duration, or false with --no-resolved. */
  readonly resolvedWithin: string;
  readonly resolved: boolean;
  readonly prometheus?: string;
  readonly prometheusTokenFile?: string;
}

/** Longest wait for the alert: the drill closes itself after half an hour, and what replicas hear takes a moment. */
const longestWithinMs = (longestMinutes - 1) * 60_000;

/** `plumbline drill`: the game day in one command. The running exporter opens it, since its store has one writer. */
export function drillCommand(deps: {
  readonly print: (text: string) => void;
  readonly signal: AbortSignal;
  readonly setExitCode: (code: number) => void;
}): Command {
  const { print, signal, setExitCode } = deps;
  return new Command('drill')
    .description(
      'open a marked critical finding that pages, and time its alert to the ledger; exits with 1 if it is late',
    )
    .requiredOption('--cluster <name>', 'cluster')
    .option('--owner <team>', 'who is called (default: the owner plumbline-drill)')
    .option('--who <name>', 'who holds the drill', userInfo().username)
    .option('--within <duration>', 'how soon the alert has to arrive', '2m')
    .option('--resolved-within <duration>', 'how soon after closing it has to be resolved', '10m')
    .option('--no-resolved', 'do not wait until it is resolved')
    .option('--prometheus <url>', 'where to look for the alert on its way, which tells what took how long')
    .option('--prometheus-token-file <file>', 'file that holds a bearer token for it')
    .option('--url <url>', 'where the exporter serves its API', 'http://127.0.0.1:8080')
    .option(
      '--token-file <file>',
      'file that holds a token with the scopes drills:write, findings:read and metrics:read',
    )
    .action(async (options: Options) => {
      const withinMs = durationOf('--within', options.within);
      if (withinMs > longestWithinMs)
        throw new UsageError(
          `--within: a drill is open for ${longestMinutes}m at most; give ${longestMinutes - 1}m or less`,
        );
      const resolvedWithinMs = options.resolved ? durationOf('--resolved-within', options.resolvedWithin) : undefined;
      const { cluster, owner, who, prometheus: url, prometheusTokenFile: tokenFile } = options;
      if (tokenFile !== undefined && url === undefined)
        throw new UsageError('--prometheus-token-file: is for --prometheus; give that too');
      const isGood = await runDrill(
        { cluster, who, withinMs, resolvedWithinMs, ...(owner !== undefined && { owner }) },
        {
          exporter: exporterAt(options),
          ...(url !== undefined && {
            prometheus: prometheusAt({ url, ...(tokenFile !== undefined && { tokenFile }) }),
          }),
          print: (line) => print(`${line}\n`),
          uptime: () => performance.now(),
          sleep: (milliseconds) => wait(milliseconds, undefined, { signal }),
        },
      ).catch((error: unknown) => {
        if (signal.aborted) throw new UsageError('the drill was broken off, and closed');
        throw error;
      });
      setExitCode(isGood ? exitCodes.ok : exitCodes.findings);
    });
}

/** The exporter at an address, as a drill speaks to it. */
export function exporterAt(address: ExporterAddress): DrilledExporter {
  const drill = (id: string) => `/api/v1/drills/${encodeURIComponent(id)}`;
  return {
    open: (request) =>
      askExporter<ApiDrill>(address, '/api/v1/drills', { method: 'POST', body: JSON.stringify(request) }),
    read: (id) => askExporter<ApiDrill>(address, drill(id)),
    close: (id) => askExporter<ApiDrill>(address, drill(id), { method: 'DELETE' }),
    cluster: (name) => askExporter<ApiCluster>(address, `/api/v1/clusters/${encodeURIComponent(name)}`),
    newestAlert: () => askExporter<ApiPage<ApiAlert>>(address, '/api/v1/alerts?limit=1'),
    async metrics() {
      const response = await fetchFrom(address, '/metrics');
      const text = await response.text();
      return response.ok ? text : undefined;
    },
  };
}

function durationOf(option: string, text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined || milliseconds === 0)
    throw new UsageError(`${option}: "${text}" is no duration; write one such as 90s or 2m`);
  return milliseconds;
}
