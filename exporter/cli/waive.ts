import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Command, Option } from 'commander';
import { checks as library } from '../checks/index.ts';
import { parseDuration } from '../config/duration.ts';
import { loadConfig } from '../config/load.ts';
import { fieldProblems } from '../config/yaml-file.ts';
import { waiverTypes } from '../contract/vocabulary.ts';
import { lastDayBefore, dayOf } from '../waivers/dates.ts';
import { specSchema, waiverName } from '../waivers/schema.ts';
import { fileText, pathOf } from '../waivers/write.ts';
import { UsageError } from './exit.ts';
import { loadFrameworks } from './framework-files.ts';
import { listOf } from './scan-options.ts';
import { termsOf } from './waiver-files.ts';

interface WaiveOptions {
  readonly check?: readonly string[];
  readonly framework?: readonly string[];
  readonly cluster?: readonly string[];
  readonly namespace?: readonly string[];
  readonly label?: readonly string[];
  readonly resource?: readonly string[];
  readonly container?: readonly string[];
  readonly type: string;
  readonly reason: string;
  readonly requester: string;
  readonly approver: string;
  readonly ticket?: string;
  readonly expires: string;
  readonly out?: string;
  readonly config?: string;
}

/** Options by the field that they fill, for messages. */
const optionOf: Readonly<Record<string, string>> = {
  checks: '--check',
  frameworks: '--framework',
  'match.clusters': '--cluster',
  'match.namespaces': '--namespace',
  'match.objectSelector': '--label',
  'match.resources': '--resource',
  'match.containers': '--container',
  match: '--namespace, --label, --resource or --container',
  expiresAt: '--expires',
};

const more = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** `plumbline waive`: write a waiver that is ready for a pull request. */
export function waiveCommand(deps: {
  readonly print: (text: string) => void;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: () => number;
}): Command {
  return new Command('waive')
    .description('write a waiver: findings that are accepted for a time, ready for a pull request')
    .argument('<name>', 'name of the waiver, such as legacy-agent-privileged')
    .option('--check <ids>', 'checks to accept: ids or patterns; commas between, may be repeated', more)
    .option('--framework <ids>', 'frameworks, or single controls such as cis/5.2.2', more)
    .option('--cluster <names>', 'only in these clusters or patterns of them', more)
    .option('-n, --namespace <names>', 'only in these namespaces or patterns of them', more)
    .option('-l, --label <key=value>', 'only objects with this label; may be repeated', more)
    .option('--resource <kind/name>', 'only this object, or this kind, or names by a pattern; may be repeated', more)
    .option('--container <names>', 'only these containers or patterns of them', more)
    .addOption(new Option('--type <type>', 'what makes it acceptable').choices(waiverTypes).makeOptionMandatory())
    .requiredOption('--reason <text>', 'why it is acceptable, for whoever reads it in a year')
    .requiredOption('--requester <name>', 'who asks for it')
    .requiredOption('--approver <name>', 'who has to approve it: somebody else')
    .requiredOption('--expires <when>', 'a day such as 2026-12-31, or a time from now such as 30d')
    .option('--ticket <id>', 'where it is discussed')
    .option('-o, --out <file>', 'file to write, which must not be there yet (default: standard output)')
    .addOption(
      new Option('-c, --config <file>', 'configuration file, for limits and frameworks').env('PLUMBLINE_CONFIG'),
    )
    .addHelpText(
      'after',
      `
Example:
  plumbline waive agent-privileged --check pod-privileged -n monitoring --resource DaemonSet/agent \\
    --type mitigated --reason 'Loads a kernel module; its nodes are dedicated.' \\
    --requester ana --approver bo --ticket SEC-12 --expires 90d --out ${pathOf('agent-privileged')}
`,
    )
    .action(async (name: string, options: WaiveOptions) => {
      const { config } = loadConfig({ file: options.config, env: deps.env });
      const frameworks = await loadFrameworks(library, config.checks.frameworks);
      const named = waiverName.safeParse(name);
      if (!named.success) throw new UsageError(`<name>: "${name}" ${named.error.issues[0]?.message}`);
      const schema = specSchema(termsOf(config.waivers, frameworks, deps.clock));
      const spec = schema.safeParse(specOf(options, deps.clock()));
      if (!spec.success) {
        const lines = fieldProblems(schema, spec.error).map(
          ({ path, problem }) => `${nameOfOption(path.map(String))}: ${problem}`,
        );
        throw new UsageError(lines.join('\n'));
      }
      const text = fileText({ name, spec: spec.data });
      if (options.out === undefined || options.out === '-') deps.print(text);
      else await writeNew(options.out, text);
    });
}

function specOf(options: WaiveOptions, now: number): object {
  const list = (values: readonly string[] | undefined): readonly string[] | undefined =>
    values === undefined ? undefined : listOf(values);
  const labels = options.label?.map((label): [string, string] => {
    const at = label.indexOf('=');
    if (at < 1) throw new UsageError(`--label: "${label}" is not a label; write key=value`);
    return [label.slice(0, at), label.slice(at + 1)];
  });
  const resources = list(options.resource)?.map((resource) => {
    const [kind = '', name] = resource.split('/', 2);
    return { kind, ...(name !== undefined && { name }) };
  });
  const match = {
    clusters: list(options.cluster),
    namespaces: list(options.namespace),
    objectSelector: labels && { matchLabels: Object.fromEntries(labels) },
    resources,
    containers: list(options.container),
  };
  return {
    checks: listOf(options.check),
    frameworks: listOf(options.framework),
    match: Object.fromEntries(Object.entries(match).filter(([, value]) => value !== undefined)),
    type: options.type,
    reason: options.reason,
    requester: options.requester,
    approver: options.approver,
    ...(options.ticket !== undefined && { ticket: options.ticket }),
    createdAt: dayOf(now),
    expiresAt: endOfOption(options.expires, now),
  };
}

/** A time from now ends with the day that it reaches. */
function endOfOption(text: string, now: number): string {
  const duration = parseDuration(text);
  return duration === undefined ? text : lastDayBefore(now + duration + 1);
}

function nameOfOption(path: readonly string[]): string {
  for (let length = path.length; length > 0; length--) {
    const option = optionOf[path.slice(0, length).join('.')];
    if (option !== undefined) return option;
  }
  return `--${path[0] ?? 'help'}`;
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unwritable';
    const remedy =
      code === 'EEXIST' ? 'it is there already; choose another file, or edit that one' : 'check its folder';
    throw new UsageError(`--out: ${file} cannot be written (${code}); ${remedy}`, { cause: error });
  }
}
