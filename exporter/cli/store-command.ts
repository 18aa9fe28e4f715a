import { Command, Option } from 'commander';
import { loadConfig } from '../config/load.ts';
import { backupStore, inspectStore, migrateStore, retireIn } from '../store/manage.ts';
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
  const storeOf = ({ config: file, url }: Options): StoreOptions => {
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

  return command;
}
