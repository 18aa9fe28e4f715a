import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import type { ScanReport } from '../contract/scan.ts';
import { describeError } from './exit.ts';
import { createProgram } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-waive-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

let now = Date.UTC(2026, 5, 1, 12);

/** Runs the program as a person would; arguments are given apart, since reasons have spaces. */
async function plumbline(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const stdout = new PassThrough();
  const chunks: string[] = [];
  stdout.on('data', (chunk) => chunks.push(String(chunk)));
  let code = 0;
  let err = '';
  const program = createProgram({
    edges: { env: {}, clock: () => now, random: () => 0 },
    stdin: Readable.from([]),
    stdout,
    stderr: new PassThrough(),
    signal: new AbortController().signal,
    setExitCode: (set) => (code = set),
  });
  for (const command of [program, ...program.commands]) command.configureOutput({ writeErr: (text) => (err += text) });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    code = 2;
    err += describeError(error) ?? '';
  }
  return { code, out: chunks.join(''), err };
}

const agreed = ['--type', 'mitigated', '--reason', 'no: see ticket', '--requester', 'ana', '--approver', 'bo'] as const;
const waive = (name: string, ...more: readonly string[]) => plumbline('waive', name, ...agreed, ...more);

const workload = (name: string, container: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - { name: ${container}, image: 'app:1', securityContext: { privileged: true } }
---`;
writeFileSync(at('app.yaml'), workload('web', 'app') + workload('agent', 'agent'));
const scan = async (...more: readonly string[]) => {
  const { code, out } = await plumbline('scan', at('app.yaml'), '--check', 'pod-privileged', '-o', 'json', ...more);
  return { code, ...(JSON.parse(out) as ScanReport) };
};

describe('plumbline waive', () => {
  it('writes a waiver that scan honours until it ends, and says what it accepts', async () => {
    const file = at('agent.yaml');
    const wrote = await waive(
      'agent',
      '--check',
      'pod-privileged',
      '--resource',
      'Deployment/agent',
      '--expires',
      '30d',
      '--out',
      file,
    );
    expect(wrote).toMatchObject({ code: 0, out: '' });
    expect(readFileSync(file, 'utf8')).toContain("expiresAt: '2026-07-01'");

    const before = await scan();
    expect(before.code).toBe(1);
    expect(before.summary).not.toHaveProperty('waivers');
    const waived = await scan('--waivers', file);
    expect(waived.results.map(({ object, result }) => `${object.name} ${result}`).sort()).toEqual([
      'agent exempt',
      'web fail',
    ]);
    expect(waived.summary.failures.critical).toBe(1);
    expect(waived.summary.waivers).toMatchObject([
      { name: 'agent', state: 'active', matched: 1, expiresAt: '2026-07-02T00:00:00.000Z' },
    ]);

    const { out } = await plumbline(
      'scan',
      at('app.yaml'),
      '--check',
      'pod-privileged',
      '--no-color',
      '--waivers',
      file,
    );
    expect(out).toContain('Waived  1 finding accepted by 1 waiver');
    expect(out).toContain('no: see ticket');
    expect(out).not.toContain('Explained away');

    now = Date.UTC(2026, 6, 2);
    const ended = await scan('--waivers', file);
    expect(ended.summary.failures.critical).toBe(2);
    expect(ended.summary.waivers).toMatchObject([{ state: 'expired', matched: 0 }]);
    now = Date.UTC(2026, 5, 1, 12);
  });

  it('lets a scan without failures pass, and tells of waivers without use', async () => {
    const all = at('all');
    await waive(
      'all',
      '--check',
      'pod-privileged',
      '-n',
      'shop',
      '--expires',
      '2026-06-05',
      '--out',
      join(all, 'all.yaml'),
    );
    await waive(
      'other',
      '--check',
      'pod-privileged',
      '-n',
      'other',
      '--expires',
      '2026-06-05',
      '--out',
      join(all, 'other.yaml'),
    );
    const { code, summary } = await scan('--waivers', all);
    expect(code).toBe(0);
    expect(summary.waivers?.map(({ name, state }) => `${name} ${state}`)).toEqual(['all expiring', 'other unused']);
  });

  it('is for the cluster that files are meant for, where the configuration names it', async () => {
    const file = at('prod.yaml');
    await waive('prod', '--check', 'pod-privileged', '--cluster', 'prod-*', '--expires', '30d', '--out', file);
    expect((await scan('--waivers', file)).summary.failures.critical).toBe(2);
    const config = at('config.yaml');
    writeFileSync(config, `clusters: { name: prod-eu }\nwaivers: { paths: ['${file}'] }\n`);
    expect((await scan('--config', config)).summary.failures.critical).toBe(0);
  });

  it('does not count waivers that lie among what is scanned', async () => {
    const file = at('smuggled.yaml');
    await waive('smuggled', '--check', 'pod-privileged', '--expires', '30d', '--out', file);
    expect((await scan(file)).summary.failures.critical).toBe(2);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['an unknown check', ['--check', 'pod-privilegd', '--expires', '30d'], /--check: .*did you mean pod-privileged\?/],
    [
      'an expiry that is too far away',
      ['--check', 'pod-privileged', '--expires', '200d'],
      /--expires: is more than 180d after 2026-06-01; write 2026-11-28 or earlier/,
    ],
    ['an expiry that is none', ['--check', 'pod-privileged', '--expires', 'later'], /--expires: is not a date/],
    ['no expiry', ['--check', 'pod-privileged'], /required option '--expires <when>'/],
    [
      'an approver who asks',
      ['--check', 'pod-privileged', '--expires', '1d', '--approver', 'Ana'],
      /--approver: is the requester/,
    ],
    [
      'everything',
      ['--check', '*', '--expires', '1d'],
      /--namespace, --label, --resource or --container: selects everything/,
    ],
    ['no check', ['--expires', '1d', '-n', 'shop'], /--check: is missing/],
    [
      'a label without a value',
      ['--check', 'pod-privileged', '--expires', '1d', '-l', 'app'],
      /--label: "app" is not a label; write key=value/,
    ],
    [
      'an unknown type',
      ['--check', 'pod-privileged', '--expires', '1d', '--type', 'whim'],
      /--type <type>.*whim.*Allowed choices/,
    ],
    [
      'a file that is there',
      ['--check', 'pod-privileged', '--expires', '1d', '--out', at('app.yaml')],
      /--out: .*EEXIST.*choose another file/,
    ],
  ])('exits with 2 for %s, and names the option and the remedy', async (_claim, options, expected) => {
    const { code, out, err } = await waive('agent', ...options);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(expected);
  });
});

it('scan exits with 2 for waivers that are wrong or missing, and names file, field and remedy', async () => {
  writeFileSync(
    at('wrong.yaml'),
    'apiVersion: plumbline.dev/v1alpha1\nkind: Waiver\nmetadata: { name: a }\nspec: {}\n',
  );
  const wrong = await plumbline('scan', at('app.yaml'), '--waivers', at('wrong.yaml'));
  expect(wrong.code).toBe(2);
  expect(wrong.err).toMatch(/wrong\.yaml:4: spec\.expiresAt: is missing; write a string/);
  const missing = await plumbline('scan', at('app.yaml'), '--waivers', at('none.yaml'));
  expect(missing.err).toMatch(/--waivers: .*none\.yaml cannot be read \(ENOENT\); check the path/);
});
