import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(root, file)));

const topLevel = new Set([
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'exporter',
  'grafana-plugin',
  'dashboards',
  'alerts',
  'deploy',
  'test',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
]);

const read = (file: string): string => readFileSync(join(root, file), 'utf8');

describe('the repository', () => {
  it('has a fixed top level', () => {
    const names = new Set(files.map((file) => file.split('/')[0] ?? ''));
    expect([...names].filter((name) => !name.startsWith('.') && !topLevel.has(name))).toEqual([]);
  });

  it('holds no drawers for what has no name', () => {
    const scaffolded = 'grafana-plugin/.config/';
    const drawer = /(^|\/)(utils?|helpers?|services|shared|common|types)(\/|\.ts$)/;
    expect(files.filter((file) => drawer.test(file) && !file.startsWith(scaffolded))).toEqual([]);
  });

  it('holds no large or stray files', () => {
    const stray = files.filter((file) => /\.(DS_Store|log|orig|rej|swp|tgz|node|exe)$/.test(file));
    const large = files.filter((file) => statSync(join(root, file)).size > 1_000_000);
    expect([...stray, ...large]).toEqual([]);
  });

  it.each(['package-lock.json', 'grafana-plugin/package-lock.json'])('keeps no download addresses in %s', (lock) => {
    expect(read(lock)).not.toMatch(/"resolved": "https?:/);
  });

  it.each(files.filter((file) => file.endsWith('.md')))('has only links that lead somewhere in %s', (file) => {
    const links = [...read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, target]) => target ?? '');
    expect(links.filter((target) => !existsSync(join(root, dirname(file), target)))).toEqual([]);
  });

  it('gives every runtime dependency a reason in the design', () => {
    const { dependencies } = JSON.parse(read('exporter/package.json')) as { dependencies: Record<string, string> };
    const design = read('exporter/DESIGN.md');
    const unexplained = Object.keys(dependencies).filter(
      (name) => !design.includes(name.replace('@opentelemetry/', '')),
    );
    expect(unexplained).toEqual([]);
  });

  it('pins what it depends on exactly', () => {
    for (const manifest of ['package.json', 'exporter/package.json']) {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(read(manifest)) as Record<
        string,
        Record<string, string>
      >;
      for (const version of Object.values({ ...dependencies, ...devDependencies })) expect(version).toMatch(/^\d/);
    }
  });
});
