/** Flags of kubectl that runbooks use, by command; what is not here has to be looked up before it is written down. */
export const kubectlFlags: Readonly<Record<string, readonly string[]>> = {
  annotate: ['--overwrite'],
  apply: ['-f', '--dry-run'],
  'auth can-i': ['--list', '--as', '--all-namespaces'],
  'config rename-context': [],
  cordon: [],
  create: ['-f'],
  'create quota': ['--hard'],
  delete: ['-f'],
  describe: [],
  diff: ['-f'],
  edit: [],
  exec: [],
  get: ['-A', '-L', '-o', '--chunk-size', '--field-selector', '--raw', '--show-managed-fields', '--sort-by'],
  label: ['--overwrite', '--dry-run'],
  logs: ['--all-containers', '--prefix', '--previous', '--since', '--tail', '--timestamps'],
  patch: ['-p', '--type'],
  'port-forward': [],
  replace: ['-f'],
  'rollout history': [],
  'rollout restart': [],
  'rollout status': ['--timeout'],
  'rollout undo': [],
  scale: ['--replicas'],
  'set env': ['--list'],
  'set resources': ['--limits'],
  'top pod': ['--containers'],
  uncordon: [],
  version: [],
};

/** Options of every command. */
export const kubectlGlobal: readonly string[] = ['--context', '-n', '--as'];

/** Flags of amtool, by command. */
export const amtoolFlags: Readonly<Record<string, readonly string[]>> = {
  'alert query': ['--inhibited', '--output'],
  'check-config': [],
  'config routes show': [],
  'silence add': ['--duration', '--author', '--comment'],
  'silence expire': [],
  'silence query': [],
};
export const amtoolGlobal: readonly string[] = ['--alertmanager.url', '--output'];

/** A command line of a tool with subcommands. */
export interface Invocation {
  readonly command: string;
  readonly flags: readonly string[];
  readonly operands: readonly string[];
  /** What follows `--`. */
  readonly rest: readonly string[];
}

const takesValue = new Set(['--context', '-n', '-o', '-f', '-p', '-L']);

/** Reads arguments; the command is the longest one of `commands` that the operands begin with. */
export function invocationOf(args: readonly string[], commands: readonly string[]): Invocation | undefined {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  const flags: string[] = [];
  const words: string[] = [];
  for (let at = 0; at < own.length; at++) {
    const word = own[at] ?? '';
    if (!/^-\S/.test(word)) words.push(word);
    else {
      const [flag = ''] = word.split('=');
      flags.push(flag);
      if (takesValue.has(word)) at += 1;
    }
  }
  const command = commands
    .filter((name) => `${words.join(' ')} `.startsWith(`${name} `))
    .sort((one, other) => other.length - one.length)[0];
  if (command === undefined) return undefined;
  const operands = words.slice(command.split(' ').length);
  return { command, flags, operands, rest: end < 0 ? [] : args.slice(end + 1) };
}
