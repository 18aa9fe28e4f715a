import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { checks as library } from '../checks/index.ts';
import { loadConfig } from '../config/load.ts';
import { enabledChecks } from './enabled-checks.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-checks-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The ids that a configuration and the words of `--check` leave. */
function idsOf(checks: unknown, asked: readonly string[] = []): readonly string[] {
  const file = join(folder, 'config.yaml');
  writeFileSync(file, JSON.stringify({ checks }));
  return enabledChecks(loadConfig({ file, env: {} }), asked).map(({ id }) => id);
}

it('runs a check that is asked for, whether or not the configuration enables it', () => {
  expect(library.find(({ id }) => id === 'res-cpu-limit')?.optional).toBe(true);
  expect(idsOf({})).not.toContain('res-cpu-limit');
  expect(idsOf({ profiles: ['critical-posture'] }, ['res-cpu-limit'])).toEqual(['res-cpu-limit']);
});

it('takes selectors where it takes ids', () => {
  const ids = idsOf({ disable: ['pod-privileged'] }, ['category:pod-security', 'severity:critical']);
  expect(ids).toContain('rbac-wildcard-all');
  expect(ids).toContain('pod-host-pid');
  expect(ids).not.toContain('pod-privileged');
});

it.each([
  [
    'a word that is wrong in the file',
    { enable: ['pod-privilegd'] },
    [],
    /config\.yaml: checks\.enable: .*did you mean pod-privileged\?$/,
  ],
  [
    'one that this run does without',
    { enable: ['pod-privilegd'] },
    ['pod-host-pid'],
    /config\.yaml: checks\.enable: .*did you mean pod-privileged\?$/,
  ],
  ['a word on the command line', {}, ['pod-privilegd'], /^--check: .*did you mean pod-privileged\?$/],
  ['a selector on the command line', {}, ['category:imags'], /^--check: .*did you mean category:images\?$/],
  [
    'a check that is asked for and disabled',
    { disable: ['pod-privileged'] },
    ['pod-privileged'],
    /^--check: "pod-privileged" is left out by checks\.disable/,
  ],
  [
    'a parameter of a check without any',
    { parameters: { 'pod-privileged': { level: 1 } } },
    [],
    /config\.yaml: checks\.parameters\.pod-privileged: "level" is not known; this check has no parameters$/,
  ],
  [
    'a parameter that is called otherwise',
    { parameters: { 'image-registry-not-allowed': { allowed: [] } } },
    [],
    /"allowed" is not known; there are registries$/,
  ],
  [
    'a shared parameter once, however many checks take it',
    { parameters: { '*': { systemNamespaces: 7 } } },
    [],
    /^[^\n]*config\.yaml: checks\.parameters\.\*\.systemNamespaces: [^\n]*$/,
  ],
])('refuses %s, and says where it stands and what was meant', (_what, checks, asked, says) => {
  expect(() => idsOf(checks, asked)).toThrow(says);
});
