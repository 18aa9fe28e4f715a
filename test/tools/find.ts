import { spawnSync } from 'node:child_process';
import { accessSync, constants, globSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { type Tool, toolNamed, type ToolName } from './catalogue.ts';
import { readToolModule } from './module.ts';

/** Whether a missing tool is a failure and not a reason to skip. */
export function inCi(): boolean {
  return process.env['CI'] === 'true';
}

/** The path of a tool that is ready to run: from PLUMBLINE_TOOLS, KUBEBUILDER_ASSETS, PATH or our cache, in this order. */
export function findTool(name: ToolName): string | undefined {
  const tool = toolNamed(name);
  // Someone who names a folder wants what is in it: only PATH is held to a minimum version.
  for (const variable of ['PLUMBLINE_TOOLS', 'KUBEBUILDER_ASSETS']) {
    const dir = process.env[variable];
    if (dir && isExecutable(join(dir, name))) return join(dir, name);
  }
  for (const dir of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(dir, name);
    if (dir !== '' && isExecutable(path) && isRecentEnough(tool, path)) return path;
  }
  for (const dir of tool.folders === undefined ? [] : globSync(tool.folders).sort().reverse()) {
    const path = join(dir, name);
    if (isExecutable(path) && isRecentEnough(tool, path)) return path;
  }
  if (tool.go === undefined) return undefined;
  const cached = join(readToolModule(tool.go.module).cacheDir, name);
  return isExecutable(cached) ? cached : undefined;
}

/** Like `findTool`, but with CI=true a missing tool is an error: there nothing may be skipped. */
export function requireTool(name: ToolName): string | undefined {
  const path = findTool(name);
  if (path === undefined && inCi())
    throw new Error(`${name} is missing and CI=true allows no skipping: ${remedy(name)}`);
  return path;
}

/** The path of a tool without which the caller cannot go on. */
export function toolPath(name: ToolName): string {
  const path = findTool(name);
  if (path === undefined) throw new Error(`${name} is missing: ${remedy(name)}`);
  return path;
}

/** Whether tests that need these tools must be skipped; says so in a plain line, and throws instead when CI=true. */
export function skipWithout(what: string, names: readonly ToolName[]): boolean {
  const missing = names.filter((name) => requireTool(name) === undefined);
  if (missing.length === 0) return false;
  process.stderr.write(`SKIPPED ${what}: ${missing.map((name) => `no ${name} (${remedy(name)})`).join(', ')}\n`);
  return true;
}

/** What a person does to get a missing tool. */
export function remedy(name: ToolName): string {
  const tool = toolNamed(name);
  return tool.go === undefined ? (tool.install ?? 'install it') : 'npm run tools';
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isRecentEnough(tool: Tool, path: string): boolean {
  if (tool.minimum === undefined) return true;
  const { stdout } = spawnSync(path, tool.minimum.versionArgs, { encoding: 'utf8', timeout: 10_000 });
  const found = /\bv?(\d+)\.(\d+)/.exec(stdout ?? '');
  const wanted = /^(\d+)\.(\d+)$/.exec(tool.minimum.version);
  if (found === null || wanted === null) return false;
  const [major, minor] = [Number(found[1]), Number(found[2])];
  const [wantedMajor, wantedMinor] = [Number(wanted[1]), Number(wanted[2])];
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
