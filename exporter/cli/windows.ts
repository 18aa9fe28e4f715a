import { Command, Option } from 'commander';
import { loadConfig } from '../config/load.ts';
import { windowStateAt } from '../model/window.ts';
import { parseWindows } from '../windows/window-file.ts';
import { momentOf } from '../windows/words.ts';
import { UsageError } from './exit.ts';
import { textOfWindows } from './window-files.ts';

interface Options {
  readonly at?: string;
  readonly cluster: string;
  readonly config?: string;
}

/** `plumbline windows`: check a file of deploy windows, and say which would be open. */
export function windowsCommand(deps: {
  readonly print: (text: string) => void;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: () => number;
}): Command {
  return new Command('windows')
    .description('check a file of deploy windows, and say which would be open at a time and which come next')
    .argument('[file]', 'file to check (default: windows.file of the configuration)')
    .option('--at <time>', 'a time such as 2026-12-31T18:00:00Z (default: now)')
    .option('--cluster <name>', 'windows of this cluster', 'prod')
    .addOption(new Option('-c, --config <file>', 'configuration file').env('PLUMBLINE_CONFIG'))
    .action((named: string | undefined, { at: asked, cluster, config: path }: Options) => {
      const { config } = loadConfig({ file: path, env: deps.env });
      const file = named ?? config.windows.file;
      if (file === undefined) throw new UsageError('windows: name a file, or set windows.file in the configuration');
      const at = asked === undefined ? deps.clock() : momentOf(asked);
      if (at === undefined) {
        throw new UsageError(`--at: "${asked}" is not a time; write one such as 2026-12-31T18:00:00Z (RFC 3339)`);
      }
      const terms = { longestMs: config.windows.maxDuration };
      const calendar = parseWindows(file, textOfWindows(file, named === undefined ? 'windows.file' : 'file'), terms);
      const lines = calendar.windowsOf(cluster, at).map(({ changeId, from, until, namespaces, reason }) => {
        const state = windowStateAt({ from, until }, at) === 'active' ? 'open' : 'next';
        const where = namespaces === undefined ? 'whole cluster' : namespaces.join(', ');
        return `${state}  ${rfc3339(from)} to ${rfc3339(until)}  ${changeId}  ${where}: ${reason}\n`;
      });
      const told = `${calendar.size} windows in ${file}; for cluster ${cluster} at ${rfc3339(at)}:\n`;
      deps.print(told + (lines.length === 0 ? 'none is open or to come\n' : lines.join('')));
    });
}

function rfc3339(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
