import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Command } from 'commander';
import { checks } from '../../exporter/checks/index.ts';
import { createProgram } from '../../exporter/cli/program.ts';
import { complaintsOf, operationsIn, type Document, type DocumentedOperation } from '../support/api-conformance.ts';
import { findTool, skipWithout, toolPath } from '../tools/find.ts';
import { amtoolFlags, amtoolGlobal, invocationOf, kubectlFlags, kubectlGlobal } from './kubectl.ts';
import { unknownIn } from './known-series.ts';
import { runbooks, sharedPage } from './runbook.ts';
import type { ShellCommand } from './shell-words.ts';

const pages: readonly (readonly [string, readonly ShellCommand[]])[] = [
  ['README', sharedPage().commands],
  ...runbooks.map(({ alert, commands }) => [alert, commands] as const),
];
const document = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../exporter/publish/openapi/openapi.json'), 'utf8'),
) as Document;
const operations = operationsIn(document);

/** What may be read of Prometheus, Alertmanager, and the exporter behind a forwarded port. */
const addresses = [
  /^https:\/\/prometheus\.example\/api\/v1\/(targets\?state=active|rules\?type=alert|alertmanagers)$/,
  /^https:\/\/alertmanager\.example\/api\/v2\/status$/,
  /^http:\/\/127\.0\.0\.1:808[01]\/(healthz|readyz)$/,
];
const readers = new Set('base64 cat df grep head jq mv openssl promtool sort tail uniq wc'.split(' '));

function programOf(stdout = new PassThrough()): Command {
  const program = createProgram({
    edges: { env: {}, clock: () => Date.UTC(2026, 5, 1, 12), random: () => 0 },
    stdin: Readable.from([]),
    stdout,
    stderr: new PassThrough(),
    signal: new AbortController().signal,
    setExitCode: () => {},
  });
  for (const command of [program, ...program.commands]) command.configureOutput({ writeErr: () => {} });
  return program;
}

function operationAt(method: DocumentedOperation['method'], path: string): DocumentedOperation | undefined {
  const candidates = operations.filter(
    (operation) =>
      operation.method === method &&
      new RegExp(`^${operation.path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  return candidates.sort((one, other) => one.path.split('{').length - other.path.split('{').length)[0];
}

function objectionsToRead([path = '', ...given]: readonly string[]): readonly string[] {
  const operation = operationAt('get', path);
  if (operation === undefined) return [`nothing can be read at ${path}`];
  const query = operation.parameters.filter((parameter) => parameter.in === 'query');
  const pairs = given.map((pair) => pair.split(/=(.*)/s, 2) as [string, string]);
  return [
    ...pairs.flatMap(([name, value]) => {
      const parameter = query.find((one) => one.name === name);
      if (parameter === undefined) return [`${path} takes no ${name}`];
      const read =
        parameter.schema.type === 'array'
          ? value.split(',')
          : parameter.schema.type === 'integer'
            ? Number(value)
            : value;
      const complaint = complaintsOf(read, parameter.schema, document);
      return complaint === undefined ? [] : [`${path} ${name}=${value}: ${complaint}`];
    }),
    ...query.flatMap(({ name, required }) =>
      required === true && !pairs.some(([one]) => one === name) ? [`${path} needs ${name}`] : [],
    ),
  ];
}

function objectionsToWrite([path = '', body = '']: readonly string[]): readonly string[] {
  const operation = operationAt('post', path);
  if (operation?.body === undefined) return [`nothing can be sent to ${path}`];
  const complaint = complaintsOf(JSON.parse(body), operation.body, document);
  return complaint === undefined ? [] : [`${path}: ${complaint}`];
}

function objectionsToProgram(args: readonly string[]): readonly string[] {
  let command: Command = programOf();
  let at = 0;
  for (; command.commands.length > 0; at++) {
    const next = command.commands.find((one) => one.name() === args[at]);
    if (next === undefined) return [`plumbline ${args.slice(0, at + 1).join(' ')} is no command`];
    command = next;
  }
  const { operands, unknown } = command.parseOptions(args.slice(at));
  const needed = command.registeredArguments.filter(({ required }) => required).length;
  const most = command.registeredArguments.some(({ variadic }) => variadic)
    ? Infinity
    : command.registeredArguments.length;
  return [
    ...unknown.map((word) => `plumbline ${args.join(' ')}: what is ${word}?`),
    ...(operands.length < needed || operands.length > most ? [`plumbline ${args.join(' ')}: wrong arguments`] : []),
  ];
}

function objectionsToKubectl(args: readonly string[], named: boolean): readonly string[] {
  const line = `kubectl ${args.join(' ')}`;
  const invocation = invocationOf(args, Object.keys(kubectlFlags));
  if (invocation === undefined) return [`${line}: no command that we know`];
  const { command, flags, rest } = invocation;
  const allowed = [...(kubectlFlags[command] ?? []), ...kubectlGlobal];
  return [
    ...flags.filter((flag) => !allowed.includes(flag)).map((flag) => `${line}: ${flag} is not known`),
    // Whoever pastes at night must not hit whatever cluster was used last.
    ...(named || flags.includes('--context') || command.startsWith('config') ? [] : [`${line}: names no context`]),
    ...(rest.length > 0 ? objectionsTo({ words: rest, reads: [], sets: new Map() }) : []),
  ];
}

function objectionsToAmtool(args: readonly string[]): readonly string[] {
  const invocation = invocationOf(args, Object.keys(amtoolFlags));
  const line = `amtool ${args.join(' ')}`;
  if (invocation === undefined) return [`${line}: no command that we know`];
  const allowed = [...(amtoolFlags[invocation.command] ?? []), ...amtoolGlobal];
  return invocation.flags.filter((flag) => !allowed.includes(flag)).map((flag) => `${line}: ${flag} is not known`);
}

function objectionsTo({ words: [name, ...args] }: ShellCommand): readonly string[] {
  if (name === undefined) return [];
  if (name === 'prom') return args.flatMap((query) => unknownIn(query).map((problem) => `${query}: ${problem}`));
  if (name === 'api') return objectionsToRead(args);
  if (name === 'send') return objectionsToWrite(args);
  if (name === 'drop') {
    return operationAt('delete', args[0] ?? '') === undefined ? [`nothing can be deleted at ${args[0]}`] : [];
  }
  if (name === 'plumbline') return objectionsToProgram(args);
  if (name === 'kubectl') return objectionsToKubectl(args, false);
  if (name === 'own') return objectionsToKubectl(args, true);
  if (name === 'amtool') return objectionsToAmtool(args);
  if (name === 'curl') {
    const [flag, address = ''] = args;
    return flag === '-sS' && addresses.some((one) => one.test(address)) ? [] : [`curl ${args.join(' ')}: not known`];
  }
  return readers.has(name) ? [] : [`${name} is no command that runbooks use`];
}

describe.each(pages)('commands of %s', (_page, commands) => {
  it('exist, with these arguments', () => {
    expect(commands.flatMap(objectionsTo)).toEqual([]);
  });

  it.each(commands.filter(({ words }) => words[0] === 'plumbline' && words[1] === 'waive'))(
    'give waivers that the exporter takes: $words.2',
    async ({ words }) => {
      const out = new PassThrough();
      const args = words.filter((word, at) => at > 0 && word !== '--out' && words[at - 1] !== '--out');
      await programOf(out).parseAsync(args, { from: 'user' });
      expect(String(out.read())).toContain('kind: Waiver');
    },
  );
});

it('name only checks that exist', () => {
  const named = pages.flatMap(([, commands]) =>
    commands.flatMap(({ words, sets }) => [
      ...(sets.get('CHECK')?.split(',') ?? []),
      ...words.flatMap((word, at) => {
        if (words[0] === 'plumbline' && words[at - 1] === '--check') return word.split(',');
        if (words[0] === 'plumbline' && words[1] === 'checks' && at > 1) return [word];
        return words[0] === 'api' && word.startsWith('check=') ? word.slice('check='.length).split(',') : [];
      }),
    ]),
  );
  const ids: ReadonlySet<string> = new Set(checks.map(({ id }) => id));
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((id) => !ids.has(id) && !id.startsWith('framework:'))).toEqual([]);
});

const queries = pages.flatMap(([, commands]) => commands).filter(({ words }) => words[0] === 'jq');
const withoutJq = skipWithout('whether jq takes the programs of runbooks', ['jq']);

it.skipIf(withoutJq)('programs for jq compile', () => {
  const refused = queries.flatMap(({ words }) => {
    const { status, stderr } = spawnSync(toolPath('jq'), words.slice(1), { input: '', encoding: 'utf8' });
    return status === 0 ? [] : [`${words.join(' ')}: ${stderr}`];
  });
  expect(refused).toEqual([]);
});

it('the shell of readers is one that bash takes', () => {
  const { stderr } = spawnSync('bash', ['-n'], { input: sharedPage().shell, encoding: 'utf8' });
  expect(stderr).toBe('');
});

/** What the help of a tool says, options of every command included. */
function helpOf(tool: string, ...args: readonly (readonly string[])[]): string {
  return args
    .map((one) => spawnSync(tool, [...one], { encoding: 'utf8' }))
    .map(({ stdout, stderr }) => stdout + stderr)
    .join('\n')
    .replaceAll('--[no-]', '--');
}

function documents(help: string, flag: string): boolean {
  return new RegExp(`(^|[\\s,])${flag.replaceAll('.', '\\.')}([\\s,=\\[]|$)`, 'm').test(help);
}

describe.skipIf(skipWithout('whether kubectl knows the flags of runbooks', ['kubectl']))('kubectl', () => {
  it.each(Object.entries(kubectlFlags))('%s has the flags that we say', (command, flags) => {
    const tool = findTool('kubectl') ?? 'kubectl';
    const help = helpOf(tool, [...command.split(' '), '--help'], ['options']);
    expect([...flags, ...kubectlGlobal].filter((flag) => !documents(help, flag))).toEqual([]);
    expect(help).toContain(`kubectl ${command}`);
  });
});

describe.skipIf(skipWithout('whether amtool knows the flags of runbooks', ['amtool']))('amtool', () => {
  it.each(Object.entries(amtoolFlags))('%s has the flags that we say', (command, flags) => {
    const help = helpOf(findTool('amtool') ?? 'amtool', [...command.split(' '), '--help']);
    expect([...flags, ...amtoolGlobal].filter((flag) => !documents(help, flag))).toEqual([]);
  });
});
