import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checks } from '../checks/index.ts';
import { ConfigError } from '../config/load.ts';
import type { ApiFramework, ApiFrameworkSummary } from '../contract/api.ts';
import { loadFrameworks } from './framework-files.ts';
import { frameworksCommand } from './frameworks.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-frameworks-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Writes a framework and gives its path; `body` is what follows id, title and version. */
async function written(
  name: string,
  body: string,
  head = 'id: house\ntitle: House rules\nversion: "1"\n',
): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, head + body);
  return path;
}

const sound = 'controls:\n  - { id: "1.10", title: Nobody runs privileged, checks: [pod-privileged] }\n';

describe('frameworks of files', () => {
  it('come after those that ship, from a file or from a folder', async () => {
    const path = await written('house.yaml', sound);
    const own = await mkdtemp(join(folder, 'many-'));
    await writeFile(join(own, 'b.yml'), `id: b\ntitle: B\nversion: "1"\n${sound}`);
    await writeFile(join(own, 'notes.txt'), 'not a framework');
    const frameworks = await loadFrameworks(checks, [path, own]);
    expect(frameworks.slice(-3).map(({ id }) => id)).toEqual(['nist-800-190', 'house', 'b']);
    expect(frameworks.at(-1)?.controls).toEqual([
      {
        id: '1.10',
        title: 'Nobody runs privileged',
        section: '',
        state: 'covered',
        checks: ['pod-privileged'],
        optional: [],
      },
    ]);
  });

  it.each([
    [
      'a misspelt check',
      'controls: [{ id: a, title: A, checks: [pod-privilegd] }]',
      /controls\.0\.checks\.0: .*did you mean pod-privileged\?/,
    ],
    [
      'a control that does not exist',
      'controls: [{ id: a, title: A, includes: { nsa: [kubelett] } }]',
      /includes\.nsa\.0: .*did you mean kubelet\?/,
    ],
    [
      'a framework that does not exist',
      'controls: [{ id: a, title: A, includes: { msa: [x] } }]',
      /includes: "msa" .*did you mean nsa\?/,
    ],
    [
      'a number that YAML reads as another one',
      'controls: [{ id: 4.10, title: A, checks: [pod-privileged] }]',
      /controls\.0\.id: must be text/,
    ],
    ['a key twice', 'title: again\n', /unique/],
    [
      'a misspelt key',
      'controls: [{ id: a, title: A, cheks: [pod-privileged] }]',
      /controls\.0: "cheks" is not a key; did you mean checks\?/,
    ],
    ['no controls', 'controls: []', /controls: /],
    ['an empty file', '', /controls/],
  ])('are refused with file and field: %s', async (_what, body, says) => {
    const path = await written('wrong.yaml', body);
    const error = await loadFrameworks(checks, [path]).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConfigError);
    expect(String(error)).toContain(path);
    expect(String(error)).toMatch(says);
  });

  it.each([
    ['an id that is taken', 'cis', /id: "cis" is taken by the frameworks that ship/],
    ['the id of the example', 'nist-800-190', /is taken by .*nist-800-190\.yaml/],
    ['an id with capitals', 'CIS', /small letters/],
  ])('are refused with %s', async (_what, id, says) => {
    const path = await written('named.yaml', sound, `id: ${id}\ntitle: T\nversion: "1"\n`);
    await expect(loadFrameworks(checks, [path])).rejects.toThrow(says);
  });

  it('are refused where nothing can be read', async () => {
    const empty = await mkdtemp(join(folder, 'empty-'));
    await expect(loadFrameworks(checks, [join(folder, 'nothing.yaml')])).rejects.toThrow(/ENOENT.*checks\.frameworks/);
    await expect(loadFrameworks(checks, [empty])).rejects.toThrow(/holds no/);
  });
});

describe('NIST SP 800-190, which ships as a file', () => {
  it('has every countermeasure, answered through the frameworks that checks name', async () => {
    const nist = (await loadFrameworks(checks, [])).at(-1);
    expect(nist).toMatchObject({ id: 'nist-800-190' });
    expect(nist?.controls).toHaveLength(24);
    expect(nist?.controls.filter(({ state }) => state === 'not_covered')).toEqual([]);
    expect(nist?.controls.find(({ id }) => id === '4.4.3')?.checks).toContain('pod-privileged');
  });
});

async function run(...words: readonly string[]): Promise<string> {
  let out = '';
  const command = frameworksCommand({ print: (text) => (out += text), paint: (_format, text) => text, env: {} });
  command.exitOverride().configureOutput({ writeErr: (text) => (out += text) });
  await command.parseAsync(words, { from: 'user' });
  return out;
}

describe('plumbline frameworks', () => {
  it('lists every framework with what checks cover of it', async () => {
    const text = await run();
    expect(text).toMatch(/^pss +2 of +2 controls {2}Pod Security Standards/m);
    const summaries = JSON.parse(await run('--output', 'json')) as readonly ApiFrameworkSummary[];
    expect(summaries.map(({ id }) => id)).toEqual(expect.arrayContaining(['cis', 'eks', 'nist-800-190']));
    for (const { controls, states } of summaries) {
      expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBe(controls);
    }
  });

  it('says of one framework what answers each control, and why the others are not answered', async () => {
    const text = await run('cis');
    expect(text).toMatch(/5\.2\.2 +Privileged containers are not admitted\n +.*\bpod-privileged\b/);
    expect(text).toMatch(/1\.1\.1 .*\n +out of reach: Owners and permissions/);
    const cis = JSON.parse(await run('cis', '-o', 'json')) as ApiFramework;
    expect(cis.controls.length).toBeGreaterThan(100);
  });

  it('takes frameworks of its own from the configuration', async () => {
    const path = await written('mine.yaml', sound);
    const config = join(folder, 'config.yaml');
    await writeFile(config, JSON.stringify({ checks: { frameworks: [path] } }));
    expect(await run('house', '--config', config)).toContain('Nobody runs privileged');
  });

  it('names the nearest framework for one that it does not know', async () => {
    await expect(run('cys')).rejects.toThrow(/did you mean cis\?/);
  });
});
