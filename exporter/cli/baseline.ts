import { Command } from 'commander';
import type { ApiBaseline, ApiDeviation, ApiDeviationPage } from '../contract/api.ts';
import { askExporter, type ExporterAddress } from './ask-exporter.ts';
import { exitCodes } from './exit.ts';

interface Options extends ExporterAddress {
  readonly cluster: string;
}

/**
 * `plumbline baseline`: the approved state of a cluster. It lies in the store of the exporter, which one process writes, so
 * every subcommand asks the running exporter.
 */
export function baselineCommand(deps: {
  readonly print: (text: string) => void;
  readonly setExitCode: (code: number) => void;
}): Command {
  const { print, setExitCode } = deps;
  const command = new Command('baseline').description('approve the state of a cluster, and see what departs from it');
  const subcommand = (name: string): Command =>
    command
      .command(name)
      .exitOverride()
      .requiredOption('--cluster <name>', 'cluster')
      .option('--url <url>', 'where the exporter serves its API', 'http://127.0.0.1:8080')
      .option('--token-file <file>', 'file that holds a token; "set" and "clear" need the scope baselines:write');

  subcommand('set')
    .description('approve the cluster as it is now; deviations begin anew')
    .requiredOption('--approver <name>', 'who approves')
    .requiredOption('--reason <text>', 'why')
    .action(
      async ({ approver, reason, ...options }: Options & { readonly approver: string; readonly reason: string }) => {
        const body = JSON.stringify({ approver, reason });
        print(told(await ask<ApiBaseline>(options, 'baseline', { method: 'POST', body })));
      },
    );
  subcommand('show')
    .description('say who approved what')
    .action(async (options: Options) => print(told(await ask<ApiBaseline>(options, 'baseline'))));
  subcommand('diff')
    .description('list what departs from the approved state; exits with 1 where anything does')
    .action(async (options: Options) => {
      const baseline = await ask<ApiBaseline>(options, 'baseline');
      let next: string | undefined;
      let count = 0;
      do {
        const query: string = next === undefined ? '' : `&cursor=${encodeURIComponent(next)}`;
        const page: ApiDeviationPage = await ask<ApiDeviationPage>(options, `deviations?limit=1000${query}`);
        for (const one of page.items) print(deviationLine(one));
        count += page.items.length;
        next = page.next;
      } while (next !== undefined);
      print(`${count} objects depart from what ${baseline.approver} approved at ${baseline.at}\n`);
      setExitCode(count === 0 ? exitCodes.ok : exitCodes.findings);
    });
  subcommand('clear')
    .description('end the approval, and with it all deviations')
    .action(async (options: Options) => {
      const { approver, at } = await ask<ApiBaseline>(options, 'baseline', { method: 'DELETE' });
      print(`what ${approver} approved at ${at} is no baseline any more\n`);
    });
  return command;
}

function told({ cluster, approver, verified, caller, reason, at, objects, deviations }: ApiBaseline): string {
  const by = verified ? 'verified' : caller === undefined ? 'not verified' : `not verified; by the token ${caller}`;
  return `cluster ${cluster}: ${objects} objects approved at ${at} by ${approver} (${by}): ${reason}\n${deviations} objects depart from it\n`;
}

function deviationLine({ object: { kind, namespace, name }, what, checks, since }: ApiDeviation): string {
  const path = [kind, namespace, name].filter((part) => part !== undefined).join('/');
  return `${what.padEnd(7)}  ${path}  since ${since}${checks.length === 0 ? '' : `  now fails ${checks.join(', ')}`}\n`;
}

function ask<T>(options: Options, path: string, init: RequestInit = {}): Promise<T> {
  return askExporter<T>(options, `/api/v1/clusters/${encodeURIComponent(options.cluster)}/${path}`, init);
}
