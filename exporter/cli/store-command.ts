import { Command, Option } from 'commander';
import { formatDuration, parseDuration } from '../config/duration.ts';
import { loadConfig } from '../config/load.ts';
import { printable } from '../ingest/failure.ts';
import { backupStore, forgetRetiredIn, inspectStore, migrateStore, retiredIn, retireIn } from '../store/manage.ts';
import type { StoreOptions } from '../store/open-store.ts';
import { examineStore } from './doctor-store.ts';
import { renderExaminations } from './doctor.ts';
import { exitCodes, UsageError } from './exit.ts';
import type { Paint } from './style.ts';

interface Options {
  readonly config?: string;
  readonly url?: string;
}

/** `plumbline store`: look after what is remembered of findings. */
export function storeCommand(deps: {
  readonly env: NodeJS.ProcessEnv;
  readonly clock: () => number;
  readonly print: (text: string) => void;
  readonly paint: Paint;
  readonly setExitCode: (code: number) => void;
}): Command {
  const { env, clock, print, paint, setExitCode } = deps;
  const command = new Command('store').description('look after what is remembered of findings');
  const subcommand = (name: string): Command =>
    command
      .command(name)
      .exitOverride()
      .addOption(new Option('-c, --config <file>', 'configuration file').env('PLUMBLINE_CONFIG'))
      .option('--url <url>', 'store to look after (default: store.url of the configuration)');
  const storeOf = ({ config: file, url }: Options): StoreOptions & { readonly retention: number } => {
    const { config } = loadConfig({ file, env, overrides: { 'store.url': url } });
    if (config.store.url === '') {
      throw new UsageError('store: findings are kept in memory; set store.url, or give --url');
    }
    return { ...config.store, clock };
  };

  subcommand('check')
    .description('read everything through, and say what is there and what is wrong; changes nothing')
    .action(async (options: Options) => {
      const examination = await examineStore(storeOf(options));
      print(`${renderExaminations([examination], paint)}\n`);
      const sound = examination.diagnoses.every(({ level }) => level === 'ok');
      setExitCode(sound ? exitCodes.ok : exitCodes.findings);
    });

  subcommand('migrate')
    .description('create the store, or bring its schema up to date; "serve" does so by itself where it may')
    .action(async (options: Options) => {
      const store = storeOf(options);
      await migrateStore(store);
      print(`${(await inspectStore(store))?.label ?? 'memory'} is up to date\n`);
    });

  subcommand('backup <file>')
    .description('copy a file of SQLite as of one moment, while it is used')
    .action(async (file: string, options: Options) => {
      await backupStore(storeOf(options), file);
      print(`${file} is written and intact; to go back to it, stop the exporter and put it where store.url points\n`);
    });

  subcommand('retire <cluster>')
    .description('take a cluster that is gone out of lists and counts; how things stood before stays, for ?at=')
    .option('--undo', 'bring it back')
    .action(async (cluster: string, options: Options & { readonly undo?: boolean }) => {
      const undo = options.undo === true;
      const changed = await retireIn(storeOf(options), cluster, undo ? undefined : clock());
      if (!changed) {
        const [missing, remedy] = undo
          ? ['retired', 'one that an exporter watches again comes back by itself']
          : ['shown under this name', '"plumbline store check" lists what is remembered'];
        throw new UsageError(`store retire: no cluster is ${missing}: ${cluster}; ${remedy}`);
      }
      print(undo ? `${cluster} is back\n` : `${cluster} is retired; an exporter that watches it brings it back\n`);
    });

  subcommand('prune')
    .description(
      'list what is kept of clusters that were retired long ago, and with --yes remove all but their counters',
    )
    .option('--retired-for <duration>', 'how long ago a cluster must have been retired (default: store.retention)')
    .option('--yes', 'remove it; nothing brings it back but a backup')
    .action(async (options: Options & { readonly retiredFor?: string; readonly yes?: boolean }) => {
      const { retention, ...store } = storeOf(options);
      const wanted = options.retiredFor === undefined ? retention : parseDuration(options.retiredFor);
      if (wanted === undefined) {
        throw new UsageError(`store prune: --retired-for ${options.retiredFor} is no duration; write one such as 30d`);
      }
      const before = clock() - wanted;
      const found = await retiredIn(store, before);
      if (found.length === 0) {
        print(`no cluster was retired more than ${formatDuration(wanted)} ago with anything left but its counters\n`);
        return;
      }
      for (const { name, id, retiredAt, states, entries } of found) {
        const what = `${states} states of findings, ${entries} entries of the journal`;
        print(`${printable(name)} (${printable(id)}), retired ${new Date(retiredAt).toISOString()}: ${what}\n`);
      }
      print(
        options.yes === true
          ? `${await forgetRetiredIn(store, before)} removed; their counters stay\n`
          : 'nothing was removed; --yes removes all of it but their counters, for good\n',
      );
    });

  return command;
}
