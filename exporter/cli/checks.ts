import { Command, Option } from 'commander';
import { describeCheck } from '../checks/describe.ts';
import { resolveFrameworks } from '../checks/frameworks/resolve.ts';
import { checks } from '../checks/index.ts';
import { nearest } from '../config/nearest.ts';
import type { ApiCheck } from '../contract/api.ts';
import { severities } from '../contract/vocabulary.ts';
import type { Paint } from './style.ts';

const colours = { critical: 'red', high: 'yellow', medium: 'cyan', low: 'blue', info: 'gray' } as const;

/** `plumbline checks`: the library, for people or as JSON. */
export function checksCommand({
  print,
  paint,
}: {
  readonly print: (text: string) => void;
  readonly paint: Paint;
}): Command {
  return new Command('checks')
    .description('list the checks: what each is called, how severe it is, and which frameworks ask for it')
    .addOption(new Option('-o, --output <format>', 'table or json').choices(['table', 'json']).default('table'))
    .argument('[id...]', 'only these checks')
    .action((ids: readonly string[], { output }: { readonly output: 'table' | 'json' }, command: Command) => {
      const unknown = ids.filter((id) => !checks.some((check) => check.id === id));
      if (unknown.length > 0) {
        const problems = unknown.map((id) => {
          const meant = nearest(
            id,
            checks.map((check) => check.id),
          );
          const remedy = meant === undefined ? '"plumbline checks" lists them' : `did you mean ${meant}?`;
          return `error: no check is called ${id}; ${remedy}`;
        });
        command.error(problems.join('\n'), { exitCode: 2 });
      }
      const chosen = checks.filter(({ id }) => ids.length === 0 || ids.includes(id));
      const { frameworks } = resolveFrameworks(checks);
      const described = chosen.map((check) => describeCheck(check, frameworks));
      if (output === 'json') print(`${JSON.stringify(described, null, 2)}\n`);
      else if (ids.length > 0) print(described.map((check) => detail(check, paint)).join('\n'));
      else print(table(described, paint));
    });
}

function table(checks: readonly ApiCheck[], paint: Paint): string {
  const described = checks.toSorted(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.id < b.id ? -1 : 1),
  );
  const width = Math.max(...described.map(({ id }) => id.length));
  const lines = described.map(({ id, severity, title, optional, frameworks }) => {
    const cis = frameworks.filter(({ framework }) => framework === 'cis').map(({ control }) => `CIS ${control}`);
    return `${paint(colours[severity], severity.padEnd(8))}  ${id.padEnd(width)}  ${title}${optional ? ' (optional)' : ''}${cis.length > 0 ? paint('dim', `  ${cis.join(', ')}`) : ''}`;
  });
  return `${lines.join('\n')}\n\n${described.length} checks, of which the optional run only where they are asked for. \`plumbline checks <id>\` explains one.\n`;
}

function indented(text: string): string {
  return text.trimEnd().replace(/^(?=.)/gm, '    ');
}

function detail(check: ApiCheck, paint: Paint): string {
  const { id, title, severity, risk, why, remedy, paste, fields, needs, parameters, frameworks, profiles, examples } =
    check;
  const refs = frameworks.map(({ framework, control, title: text }) => `  ${framework} ${control}: ${text}`);
  return [
    `${paint('bold', id)}  ${paint(colours[severity], severity)}`,
    title,
    '',
    why,
    '',
    `Remedy: ${remedy}`,
    ...(paste === undefined ? [] : [indented(paste)]),
    `Risk:   ${risk.gains}; ${risk.takes}`,
    `Fields: ${fields.join(', ')}`,
    `Needs:  ${needs.join(', ')}`,
    ...(check.observed.length > 0 ? [`Of these read by Plumbline itself: ${check.observed.join(', ')}`] : []),
    ...(check.switches.length > 0 ? [`Off for clusters until set: ${check.switches.join(', ')}`] : []),
    ...parameters.map(
      ({ name, preset, meaning }) => `Parameter ${name}, by default ${JSON.stringify(preset)}: ${meaning}`,
    ),
    ...(check.optional ? ['Optional: runs only where `checks.enable`, a profile or `--check` asks for it'] : []),
    ...(profiles.length > 0 ? [`Profiles: ${profiles.join(', ')}`] : []),
    ...(refs.length > 0 ? ['Frameworks:', ...refs] : []),
    'Cases:',
    ...examples.map(({ when, result }) => `  ${result === 'fail' ? paint('red', '✗') : paint('green', '✓')} ${when}`),
    '',
  ].join('\n');
}
