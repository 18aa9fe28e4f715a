import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildTools } from './tools/build.ts';
import { tools } from './tools/catalogue.ts';
import { findTool, inCi, remedy } from './tools/find.ts';

interface Step {
  readonly title: string;
  readonly run: () => boolean;
}

interface Outcome {
  readonly title: string;
  readonly passed: boolean;
  readonly seconds: number;
}

const root = join(import.meta.dirname, '..');
const plugin = join(root, 'grafana-plugin');
/** Where vitest leaves the counts that .ci/run prints. */
const report = join(root, 'test-results', 'vitest.json');

async function main(vitestArgs: readonly string[]): Promise<number> {
  const outcomes: Outcome[] = [];
  if (inCi()) outcomes.push(await timed('tools', async () => (await buildTools()).length === 0));
  else tellTools();
  for (const { title, run } of steps(vitestArgs)) outcomes.push(await timed(title, run));
  heading('summary');
  for (const { title, passed, seconds } of outcomes) say(`${passed ? 'ok    ' : 'FAILED'}  ${title} (${seconds} s)`);
  if (!inCi()) for (const name of missingTools()) say(`skipped tests that need ${name}: ${remedy(name)}`);
  return outcomes.every(({ passed }) => passed) ? 0 : 1;
}

function steps(vitestArgs: readonly string[]): Step[] {
  const generated: Step = { title: 'generated files', run: generatedFilesAreCurrent };
  return [
    // Types and lint of the app read Grafana's packages, so they come first.
    { title: 'packages of the Grafana app', run: installPlugin },
    { title: 'types', run: () => command('tsc', ['-p', '.']) && command('tsc', ['-p', 'grafana-plugin']) },
    { title: 'lint', run: () => command('oxlint', []) },
    { title: 'format', run: () => command('prettier', ['--check', '.']) },
    // An unpacked archive has no index to compare with.
    ...(existsSync(join(root, '.git')) ? [generated] : []),
    { title: 'bundle of the Grafana app', run: () => command('npm', ['run', 'build', '--prefix', 'grafana-plugin']) },
    { title: 'tests', run: () => runVitest(vitestArgs) },
  ];
}

/** The app keeps its packages, half a gigabyte of them, apart; they are installed anew when its lock file is another. */
function installPlugin(): boolean {
  const lock = createHash('sha256')
    .update(readFileSync(join(plugin, 'package-lock.json')))
    .digest('hex');
  const stamp = join(plugin, 'node_modules', '.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) {
    say('as the lock file says');
    return true;
  }
  const done = command('npm', [
    'ci',
    '--prefix',
    'grafana-plugin',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  if (done) writeFileSync(stamp, lock);
  return done;
}

function generatedFilesAreCurrent(): boolean {
  // The attribute also marks lock files, which `npm run generate` does not write.
  const paths = [':(attr:linguist-generated)', ':(exclude)*package-lock.json', ':(exclude)*go.sum'];
  if (!command('npm', ['run', 'generate']) || !command('git', ['diff', '--exit-code', '--stat', '--', ...paths])) {
    return false;
  }
  // A pathspec with an attribute matches no untracked file, so git is asked for the attribute of each.
  const untracked = git(['ls-files', '--others', '--exclude-standard']);
  const marked = git(['check-attr', '--stdin', 'linguist-generated'], untracked)
    .split('\n')
    .filter((line) => line.endsWith(': set'));
  for (const line of marked) say(`generated and not in git: ${line}`);
  return marked.length === 0;
}

function git(args: readonly string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: root, encoding: 'utf8', input });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout;
}

function runVitest(args: readonly string[]): boolean {
  // A run that breaks off must not leave the counts of the one before.
  rmSync(report, { force: true });
  mkdirSync(join(root, 'test-results'), { recursive: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return command('vitest', ['run', '--config', 'test/vitest.config.ts', ...reporters, ...args]);
}

function tellTools(): void {
  heading('tools');
  for (const { name } of tools) {
    const found = findTool(name);
    say(
      found === undefined ? `${name}: MISSING, tests that need it are skipped (${remedy(name)})` : `${name}: ${found}`,
    );
  }
}

function missingTools() {
  return tools.map(({ name }) => name).filter((name) => findTool(name) === undefined);
}

async function timed(title: string, run: () => boolean | Promise<boolean>): Promise<Outcome> {
  heading(title);
  const started = performance.now();
  const passed = await run();
  return { title, passed, seconds: Math.round((performance.now() - started) / 1000) };
}

function command(name: string, args: readonly string[]): boolean {
  const { status, error } = spawnSync(name, args, { cwd: root, stdio: 'inherit' });
  if (error !== undefined) say(`cannot run ${name}: ${error.message}`);
  return status === 0;
}

function heading(title: string): void {
  say(`\n== ${title} ==`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main(process.argv.slice(2));
