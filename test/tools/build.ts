import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { type GoBuild, toolNamed, type ToolName, tools } from './catalogue.ts';
import { findTool, remedy } from './find.ts';
import { withLock } from './lock.ts';
import { readToolModule, type ToolModule } from './module.ts';

/** Makes sure that every tool is there, building what can be built; returns the names still missing. */
export async function buildTools(): Promise<ToolName[]> {
  const missing: ToolName[] = [];
  for (const { name } of tools) {
    const found = findTool(name);
    if (found !== undefined) say(`${name}: found ${found}`);
    else if (!(await buildMissing(name))) missing.push(name);
  }
  return missing;
}

async function buildMissing(name: ToolName): Promise<boolean> {
  const tool = toolNamed(name);
  if (tool.go === undefined) {
    say(`${name}: MISSING, not one we build (${remedy(name)})`);
    return false;
  }
  const recipe = tool.go;
  const module = readToolModule(recipe.module);
  return withLock(
    join(module.cacheDir, 'build.lock'),
    (holder) => say(`${name}: waiting for process ${holder}, which is building`),
    () => findTool(name) !== undefined || build(name, recipe, module),
  );
}

function build(name: ToolName, recipe: GoBuild, module: ToolModule): boolean {
  const target = join(module.cacheDir, name);
  const partial = `${target}.partial-${process.pid}`;
  const started = Date.now();
  say(`${name}: building ${recipe.package}; the first build takes minutes`);
  mkdirSync(module.cacheDir, { recursive: true });
  const vendored = recipe.embeds === undefined ? undefined : vendor(module.dir, recipe.embeds);
  const flags = ['-ldflags', module.ldflags, ...(recipe.tags === undefined ? [] : ['-tags', recipe.tags])];
  const { status, error } = go(vendored ?? module.dir, 'build', ...flags, '-o', partial, recipe.package);
  if (vendored !== undefined) rmSync(vendored, { recursive: true });
  if (status !== 0) {
    rmSync(partial, { force: true });
    say(`${name}: FAILED to build${error === undefined ? '' : `: ${error.message} (is Go installed?)`}`);
    return false;
  }
  // A reader sees no binary or a whole one.
  renameSync(partial, target);
  say(`${name}: built ${target} in ${Math.round((Date.now() - started) / 1000)} s`);
  return true;
}

/** Copies the sources of a module's tools into a new folder and adds files to them. */
function vendor(dir: string, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-vendor-'));
  for (const file of ['go.mod', 'go.sum']) copyFileSync(join(dir, file), join(folder, file));
  // With -e, because what is added here is what it misses.
  go(folder, 'mod', 'vendor', '-e');
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'vendor', path)), { recursive: true });
    writeFileSync(join(folder, 'vendor', path), content);
  }
  return folder;
}

function go(cwd: string, ...args: readonly string[]) {
  return spawnSync('go', args, {
    cwd,
    // A go.work above the repository would take the pins away; without cgo no C compiler is needed.
    env: { ...process.env, GOWORK: 'off', CGO_ENABLED: '0' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

if (import.meta.main) {
  const missing = await buildTools();
  if (missing.length > 0) {
    say(`missing: ${missing.join(', ')}`);
    process.exitCode = 1;
  }
}
