import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** How the tools of one Go module are built, and where the results are kept. */
export interface ToolModule {
  readonly dir: string;
  readonly ldflags: string;
  /** Outside the repository, one folder per content of go.mod, go.sum and flags: a changed pin never meets an old binary. */
  readonly cacheDir: string;
}

/** Reads the Go module in this folder of test/tools. */
export function readToolModule(folder: string): ToolModule {
  const dir = join(import.meta.dirname, folder);
  const goMod = readFileSync(join(dir, 'go.mod'), 'utf8');
  const goSum = readFileSync(join(dir, 'go.sum'), 'utf8');
  const ldflags = ['-s', '-w', ...versionFlags(goMod)].join(' ');
  const hash = createHash('sha256')
    .update([goMod, goSum, ldflags, process.platform, process.arch].join('\0'))
    .digest('hex')
    .slice(0, 16);
  const cacheHome = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return { dir, ldflags, cacheDir: join(cacheHome, 'plumbline', 'tools', hash) };
}

function versionFlags(goMod: string): string[] {
  return [...kubernetesVersionFlags(goMod), ...prometheusVersionFlags(goMod)];
}

// Built as a module they know no version of their own, and the rules that they accept differ by version.
function prometheusVersionFlags(goMod: string): string[] {
  const own = /^tool \(?\s*(github\.com\/prometheus\/[a-z]+)\/cmd/m.exec(goMod)?.[1];
  const version = own === undefined ? undefined : new RegExp(`^\\s*${own} v(\\S+)`, 'm').exec(goMod)?.[1];
  return version === undefined ? [] : [`-X github.com/prometheus/common/version.Version=${version}`];
}

// Without these a server built as a module calls itself v0.0.0-master, and clients that compare versions misbehave.
function kubernetesVersionFlags(goMod: string): string[] {
  const version = /^\s*(?:require\s+)?k8s\.io\/kubernetes\s+(v(\d+)\.(\d+)\.\S+)/m.exec(goMod);
  if (version === null) return [];
  const [, gitVersion, major, minor] = version;
  const fields = { gitVersion, gitMajor: major, gitMinor: minor };
  return Object.entries(fields).map(([field, value]) => `-X k8s.io/component-base/version.${field}=${value}`);
}
