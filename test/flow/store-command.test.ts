import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../exporter/store/open-store.ts';
import { plumbline } from '../support/exporter-process.ts';
import { entry } from '../support/journal-contract.ts';
import { finding, opened, writer } from '../support/store-contract.ts';

// Each command is a process of its own.
describe('plumbline store', { timeout: 60_000 }, () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-store-'));
    path = join(folder, 'findings.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('creates, checks and copies a file', async () => {
    const missing = await plumbline(['store', 'check', '--url', path]);
    expect(missing).toMatchObject({ code: 1, stdout: expect.stringContaining('does not exist') });
    expect(await plumbline(['store', 'migrate', '--url', path])).toMatchObject({ code: 0 });
    expect(await plumbline(['store', 'check', '--url', path])).toMatchObject({ code: 0 });
    const copy = join(folder, 'copy.db');
    expect(await plumbline(['store', 'backup', copy, '--url', path])).toMatchObject({ code: 0 });
    expect(await plumbline(['store', 'check', '--url', copy])).toMatchObject({ code: 0 });
    const again = await plumbline(['store', 'backup', copy, '--url', path]);
    expect(again.code).toBe(2);
    expect(again.stderr).toMatch(/not overwritten/);
  });

  it('retires a cluster and brings it back', async () => {
    const store = openStore({ url: path, clock: Date.now });
    await store.take('uid', 'prod');
    await store.close();
    const retire = (...args: string[]) => plumbline(['store', 'retire', ...args, '--url', path]);
    expect(await retire('prod')).toMatchObject({ code: 0, stdout: expect.stringContaining('prod is retired') });
    expect((await plumbline(['store', 'check', '--url', path])).stdout).toMatch(/of prod \(uid\), retired/);
    expect(await retire('prod')).toMatchObject({ code: 2, stderr: expect.stringContaining('store check') });
    expect(await retire('prod', '--undo')).toMatchObject({ code: 0 });
    expect((await plumbline(['store', 'check', '--url', path])).stdout).not.toContain('retired');
  });

  it('lists what a retired cluster has left, and removes it once told to', async () => {
    const day = 24 * 3_600_000;
    const store = openStore({ url: path, clock: Date.now });
    await (await writer(store, 'uid', 'old\u001b[2J')).apply(opened(finding('web')), opened(finding('api')));
    await (await writer(store, 'uid-2', 'prod')).apply(opened(finding('there')));
    await store.journal.note('uid', { entries: [entry('x')], tallies: [] });
    expect(await store.retire('old\u001b[2J', Date.now() - 10 * day)).toBe(true);
    await store.close();
    const prune = (...args: string[]) => plumbline(['store', 'prune', ...args, '--url', path]);
    expect((await prune()).stdout).toMatch(/no cluster was retired more than 400d ago/);
    expect((await prune('--retired-for', '11d', '--yes')).stdout).toMatch(/no cluster was retired more than 11d ago/);
    const dry = await prune('--retired-for', '9d');
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing was removed; --yes') });
    expect(dry.stdout).toMatch(/^old.*\(uid\), retired .*Z: 2 states of findings, 1 entries of the journal$/m);
    expect(dry.stdout).not.toContain('\u001b');
    expect(dry.stdout).not.toContain('prod');
    expect((await prune('--retired-for', '9d')).stdout).toBe(dry.stdout);
    expect(await prune('--retired-for', '9d', '--yes')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('3 removed; their counters stay'),
    });
    expect((await prune('--retired-for', '9d')).stdout).toMatch(/no cluster was retired/);
    expect((await plumbline(['store', 'check', '--url', path])).stdout).toMatch(/1 open findings of prod/);
  });

  it.each([
    [['store', 'prune', '--url', 'nowhere.db'], /does not exist/],
    [['store', 'prune', '--url', 'nowhere.db', '--retired-for', 'ages'], /ages is no duration; write one such as 30d/],
    [['store', 'check'], /set store\.url/],
    [['store', 'check', '--url', 'mysql://db'], /is not a store/],
    [['store', 'backup', 'x.db', '--url', 'postgres://db/plumbline'], /pg_dump/],
    [['store', 'migrate', '--url', 'postgres://u:hunter2@db/plumbline'], /store\.passwordFile/],
  ])('says what to do instead of %j', async (args, message) => {
    const { code, stdout, stderr } = await plumbline(args);
    expect(code).not.toBe(0);
    expect(stdout + stderr).toMatch(message);
    expect(stdout + stderr).not.toMatch(/hunter2|is a bug/);
  });
});
