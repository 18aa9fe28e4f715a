import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../exporter/store/open-store.ts';
import { plumbline } from '../support/exporter-process.ts';

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

  it.each([
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
