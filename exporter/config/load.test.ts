import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, configPaths, loadConfig, variableOf } from './load.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(text: string): string {
  const path = join(folder, 'config.yaml');
  writeFileSync(path, text);
  return path;
}

function problem(input: Parameters<typeof loadConfig>[0]): string {
  try {
    loadConfig(input);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'no problem';
}

describe('configuration', () => {
  it('has a default for everything', () => {
    expect(loadConfig({ env: {} }).config).toMatchObject({
      listen: { host: '127.0.0.1', port: 8080 },
      sla: { critical: 48 * 3_600_000 },
    });
  });

  it('lets the environment win over the file, and flags over both', () => {
    const path = file('listen: {port: 1, host: "0.0.0.0"}\nlog: {level: debug}\n');
    const env = { PLUMBLINE_LISTEN_PORT: '2', PLUMBLINE_LOG_LEVEL: 'warn' };
    const { config } = loadConfig({ file: path, env, overrides: { 'listen.port': '3' } });
    expect(config.listen).toEqual({ host: '0.0.0.0', port: 3 });
    expect(config.log.level).toBe('warn');
  });

  it('can be set by a variable for every key that one holds', () => {
    for (const path of configPaths()) expect(variableOf(path)).toMatch(/^PLUMBLINE_[A-Z_]+$/);
    expect(loadConfig({ env: { PLUMBLINE_CLUSTERS_CONTEXTS: 'a, prod-*' } }).config.clusters.contexts).toEqual([
      'a',
      'prod-*',
    ]);
  });

  it.each([
    [
      'an unknown key',
      'clusters: {stale_after: 4m}',
      /clusters\.stale_after is not a setting; did you mean clusters\.staleAfter\?/,
    ],
    ['a wrong type', 'listen: {port: many}', /listen\.port: /],
    ['a value that is no duration', 'sla: {high: soon}', /sla\.high: "soon" is not a duration; write for example/],
    [
      'a duration that no timer can wait',
      'schedule: {fullPass: 30d}',
      /schedule\.fullPass: "30d" is out of range; write a duration from 1s to 7d/,
    ],
    ['YAML that does not parse', 'listen: [', /config\.yaml: /],
    ['a key given twice', 'log: {level: info}\nlog: {level: warn}', /unique/],
    ['a document that is a list', '- a', /not a mapping/],
    [
      'a cluster that is expected and retired',
      'clusters: {expected: [a], retired: [{name: a, reason: b}]}',
      /remove it/,
    ],
    ['a retirement without a reason', 'clusters: {retired: [{name: a}]}', /clusters\.retired\.0\.reason: /],
    [
      'a retirement at no date',
      'clusters: {retired: [{name: a, reason: b, since: May}]}',
      /clusters\.retired\.0\.since: /,
    ],
    ['an unknown scope', 'auth: {tokens: [{name: a, file: b, scopes: [root]}]}', /auth\.tokens\.0\.scopes\.0: /],
  ])('names the file and the key for %s', (_, text, expected) => {
    expect(problem({ file: file(text), env: {} })).toMatch(expected);
  });

  it('names a file that is missing', () => {
    expect(problem({ file: '/no/such/file.yaml', env: {} })).toMatch(/no\/such\/file\.yaml: cannot be read \(ENOENT\)/);
  });

  it('suggests only what stands beside a mistyped key', () => {
    expect(problem({ file: file('clusters: {read: {hosts: 1}}'), env: {} })).toMatch(
      /clusters\.read\.hosts is not a setting; remove it/,
    );
  });

  it('says which variable holds a wrong word of a list', () => {
    expect(problem({ env: { PLUMBLINE_CHECKS_PROFILES: 'cis,ciss' } })).toMatch(
      /^environment variable PLUMBLINE_CHECKS_PROFILES: checks\.profiles\.1: /,
    );
  });

  it.each(['PLUMBLINE_CLUSTERS_RETIRED', 'PLUMBLINE_AUTH_TOKENS', 'PLUMBLINE_CHECKS_SEVERITY'])(
    'sends %s to the file, for it is more than a variable holds',
    (name) => {
      expect(problem({ env: { [name]: 'a=b' } })).toMatch(
        /cannot be set here; write (auth|checks|clusters)\.\w+ in the file/,
      );
    },
  );

  it('names a variable that is mistyped', () => {
    expect(problem({ env: { PLUMBLINE_LISEN_PORT: '1' } })).toMatch(/did you mean PLUMBLINE_LISTEN_PORT/);
  });

  it.each([
    ['PLUMBLINE_PORT', 'tcp://10.0.0.1:8080'],
    ['PLUMBLINE_SERVICE_HOST', '10.0.0.1'],
    ['PLUMBLINE_SERVICE_PORT_METRICS', '8080'],
    ['PLUMBLINE_PORT_8080_TCP_ADDR', '10.0.0.1'],
  ])('ignores %s, which Kubernetes injects beside a Service called plumbline', (name, value) => {
    expect(problem({ env: { [name]: value } })).toBe('no problem');
  });
});
