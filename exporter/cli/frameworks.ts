import { Command, Option } from 'commander';
import { checks } from '../checks/index.ts';
import { summaryOf } from '../checks/frameworks/summary.ts';
import { loadConfig } from '../config/load.ts';
import { nearest } from '../config/nearest.ts';
import type { ApiControl, ApiFramework, ControlState } from '../contract/api.ts';
import { loadFrameworks } from './framework-files.ts';
import type { Paint } from './style.ts';

const words: Readonly<Record<ControlState, string>> = {
  covered: 'covered by checks',
  manual: 'for a person to judge',
  not_automatable: 'out of reach',
  not_covered: 'not covered yet',
};

interface FrameworksOptions {
  readonly config?: string;
  readonly output: 'table' | 'json';
}

/** `plumbline frameworks`: what each framework asks, and what answers it. */
export function frameworksCommand({
  print,
  paint,
  env,
}: {
  readonly print: (text: string) => void;
  readonly paint: Paint;
  readonly env: NodeJS.ProcessEnv;
}): Command {
  return new Command('frameworks')
    .description('list the frameworks: which of their controls checks answer, and why the others are not answered')
    .addOption(
      new Option('-c, --config <file>', 'configuration file, for frameworks of your own').env('PLUMBLINE_CONFIG'),
    )
    .addOption(new Option('-o, --output <format>', 'table or json').choices(['table', 'json']).default('table'))
    .argument('[id]', 'every control of this framework')
    .action(async (id: string | undefined, { config: file, output }: FrameworksOptions, command: Command) => {
      const { config } = loadConfig({ file, env });
      const frameworks = await loadFrameworks(checks, config.checks.frameworks);
      if (id === undefined) {
        print(output === 'json' ? json(frameworks.map(summaryOf)) : table(frameworks, paint));
        return;
      }
      const found = frameworks.find((framework) => framework.id === id);
      if (found === undefined) {
        const known = frameworks.map((framework) => framework.id);
        const meant = nearest(id, known);
        const remedy = meant === undefined ? `there are ${known.join(', ')}` : `did you mean ${meant}?`;
        return command.error(`error: no framework is called ${id}; ${remedy}`, { exitCode: 2 });
      }
      print(output === 'json' ? json(found) : detail(found, paint));
    });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function table(frameworks: readonly ApiFramework[], paint: Paint): string {
  const width = Math.max(...frameworks.map(({ id }) => id.length));
  const lines = frameworks.map((framework) => {
    const { controls, states } = summaryOf(framework);
    const covered = `${String(states.covered).padStart(4)} of ${String(controls).padStart(3)} controls`;
    return `${paint('bold', framework.id.padEnd(width))} ${covered}  ${framework.title} ${paint('dim', framework.version)}`;
  });
  return `${lines.join('\n')}\n\nControls that checks cover. \`plumbline frameworks <id>\` says what answers each, and why the others are not answered.\n`;
}

function detail(framework: ApiFramework, paint: Paint): string {
  const { title, version, source, controls } = framework;
  const { states } = summaryOf(framework);
  const counts = (Object.keys(words) as ControlState[])
    .filter((state) => states[state] > 0)
    .map((state) => `${states[state]} ${words[state]}`);
  const lines = [
    `${paint('bold', title)} ${version}`,
    ...(source === '' ? [] : [paint('dim', source)]),
    counts.join(', '),
  ];
  const width = Math.max(...controls.map(({ id }) => id.length));
  let section = '';
  for (const control of controls) {
    if (control.section !== section) lines.push('', paint('bold', control.section));
    section = control.section;
    lines.push(`  ${control.id.padEnd(width)}  ${control.title}`, `  ${' '.repeat(width)}  ${answer(control, paint)}`);
  }
  return `${lines.join('\n')}\n`;
}

function answer({ state, reason, checks: answers }: ApiControl, paint: Paint): string {
  if (answers.length > 0) return paint('green', answers.join(', '));
  return paint(
    state === 'not_covered' ? 'yellow' : 'gray',
    reason === undefined ? words[state] : `${words[state]}: ${reason}`,
  );
}
