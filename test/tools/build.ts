import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { toolNamed, type ToolName, tools } from './catalogue.ts';
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
  const goPackage = tool.go.package;
  const module = readToolModule(tool.go.module);
  return withLock(
    join(module.cacheDir, 'build.lock'),
    (holder) => say(`${name}: waiting for process ${holder}, which is building`),
    () => findTool(name) !== undefined || build(name, goPackage, module),
  );
}

function build(name: ToolName, goPackage: string, module: ToolModule): boolean {
  const target = join(module.cacheDir, name);
  const partial = `${target}.partial-${process.pid}`;
  const started = Date.now();
  say(`${name}: building ${goPackage}; the first build takes minutes`);
  mkdirSync(module.cacheDir, { recursive: true });
  const { status, error } = spawnSync('go', ['build', '-ldflags', module.ldflags, '-o', partial, goPackage], {
    cwd: module.dir,
    // A go.work above the repository would take the pins away; without cgo no C compiler is needed.
    env: { ...process.env, GOWORK: 'off', CGO_ENABLED: '0' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
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
