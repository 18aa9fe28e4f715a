import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreFailure } from '../../exporter/findings/store.ts';
import { backupStore, inspectStore } from '../../exporter/store/manage.ts';
import { openStore } from '../../exporter/store/open-store.ts';
import { sqliteFailure } from '../../exporter/store/sqlite/failure.ts';
import { finding, opened, writer } from '../support/store-contract.ts';

const clock = () => Date.UTC(2026, 0, 1);

describe('a file of SQLite', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-store-'));
    path = join(folder, 'findings.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const open = () => openStore({ url: path, clock });
  const changed = (sql: string): void => {
    const database = new DatabaseSync(path);
    database.exec(sql);
    database.close();
  };
  async function filled(): Promise<void> {
    const store = open();
    await (await writer(store)).apply(...Array.from({ length: 500 }, (_, index) => opened(finding(`web-${index}`))));
    await store.close();
  }

  it("is nobody else's to read", async () => {
    await filled();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('in a folder that is not there fails as missing, and works once the volume is', async () => {
    const store = openStore({ url: join(folder, 'volume/findings.db'), clock });
    await expect(store.take('id-a', 'a')).rejects.toMatchObject({ name: 'StoreFailure', trouble: 'missing' });
    await expect(store.take('id-a', 'a')).rejects.toThrow(/volume/);
    renameSync(mkdtempSync(join(folder, 'x')), join(folder, 'volume'));
    expect((await store.take('id-a', 'a')).epoch).toBe(1);
    await store.close();
  });

  it('that is something else fails as corrupt, and is left as it is', async () => {
    writeFileSync(path, 'these are the notes of somebody, not a database\n'.repeat(100));
    const store = open();
    await expect(store.take('id-a', 'a')).rejects.toMatchObject({ trouble: 'corrupt' });
    expect(readFileSync(path, 'utf8')).toMatch(/^these are the notes/);
    await store.close();
  });

  it('with a damaged page fails as corrupt at the start', async () => {
    await filled();
    const bytes = readFileSync(path);
    for (let page = 3; page < bytes.length / 4_096; page += 2) bytes.fill(0x5a, page * 4_096, page * 4_096 + 512);
    writeFileSync(path, bytes);
    const store = open();
    await expect(store.take('id-a', 'a')).rejects.toMatchObject({ trouble: 'corrupt' });
    await expect(inspectStore({ url: path, clock })).rejects.toMatchObject({ trouble: 'corrupt' });
    await store.close();
  });

  it.each([
    ['a newer schema', `INSERT INTO schema_migrations VALUES (9999, 'x', 0)`],
    ['a changed step of its schema', `UPDATE schema_migrations SET checksum = 'other'`],
  ])('with %s fails as newer, unchanged', async (_, sql) => {
    await filled();
    changed(sql);
    const store = open();
    await expect(store.take('id-a', 'a')).rejects.toMatchObject({ trouble: 'newer' });
    await expect(store.query({}, 1)).rejects.toThrow(/Plumbline/);
    await store.close();
    changed(`DELETE FROM schema_migrations WHERE checksum IN ('x', 'other')`);
  });

  it('that another process holds fails as locked, and loses nothing', async () => {
    const store = open();
    const { apply } = await writer(store);
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    await expect(apply(opened(finding('web')))).rejects.toMatchObject({ trouble: 'locked' });
    // Readers are not locked out.
    expect((await store.query({}, 1)).total).toBe(0);
    other.exec('ROLLBACK');
    other.close();
    await apply(opened(finding('web')));
    expect((await store.query({}, 1)).total).toBe(1);
    await store.close();
  });

  it('that is full says so, and what to do', async () => {
    await filled();
    const database = new DatabaseSync(path);
    database.exec('PRAGMA max_page_count = 1');
    let failure: unknown;
    try {
      database.exec('BEGIN; CREATE TABLE more (x); INSERT INTO more VALUES (zeroblob(1000000)); COMMIT');
    } catch (error) {
      failure = sqliteFailure(path, error);
    }
    database.close();
    expect(failure).toBeInstanceOf(StoreFailure);
    expect(failure).toMatchObject({ trouble: 'full' });
  });

  it('that is deleted while in use is not written on in secret: it fails as missing, then begins anew', async () => {
    const store = open();
    const { apply } = await writer(store);
    await apply(opened(finding('web')));
    rmSync(path);
    await expect(apply(opened(finding('lost')))).rejects.toMatchObject({ trouble: 'missing' });
    const { taken } = await writer(store);
    expect(taken).toMatchObject({ epoch: 1, revision: 0, open: [] });
    await store.close();
  });

  it('that is deleted is missed with the lease of a cluster in which nothing happens', async () => {
    const store = open();
    const replica = { name: 'here:8080', instance: 'first' };
    const ask = () => store.leases.lead({ clusterId: 'id-a', replica, forMs: 15_000, isFirst: true });
    expect(await ask()).toMatchObject({ isOurs: true });
    rmSync(path);
    await expect(ask()).rejects.toMatchObject({ trouble: 'missing' });
    expect(await ask()).toMatchObject({ isOurs: true, revision: 0 });
    await store.close();
  });

  it('that was lost lists no findings, rather than none, until its clusters are known again', async () => {
    const store = open();
    const [{ apply: applyA }, { apply: applyB }] = [await writer(store), await writer(store, 'id-b', 'b')];
    await applyA(opened(finding('web')));
    await applyB();
    rmSync(path);
    await expect(applyA()).rejects.toMatchObject({ trouble: 'missing' });
    await expect(store.query({}, 10)).rejects.toThrow('not evaluated anew yet: a, b');
    await expect(store.groups({}, 'check')).rejects.toThrow('not evaluated anew yet');
    await expect(store.find('any')).rejects.toThrow('not evaluated anew yet');
    await (await writer(store)).apply(opened(finding('web')));
    await expect(store.query({ clusters: ['b'] }, 10)).rejects.toThrow('not evaluated anew yet: b');
    expect((await store.query({ clusters: ['a'] }, 10)).total).toBe(1);
    await (await writer(store, 'id-b', 'b')).apply();
    expect((await store.query({}, 10)).total).toBe(1);
    await store.close();
  });

  it('is copied while it is used, and the copy is whole', async () => {
    const store = open();
    const { apply } = await writer(store);
    await apply(opened(finding('web')));
    const copy = join(folder, 'copy.db');
    await backupStore({ url: path, clock }, copy);
    await apply(opened(finding('later')));
    await store.close();
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    const report = await inspectStore({ url: copy, clock });
    expect(report).toMatchObject({ pending: [], clusters: [{ id: 'id-a', name: 'a', retired: false, open: 1 }] });
    await expect(backupStore({ url: path, clock }, copy)).rejects.toThrow(/not overwritten/);
  });

  it('that is not there is not created by looking at it', async () => {
    await expect(inspectStore({ url: path, clock })).rejects.toMatchObject({ trouble: 'missing' });
    expect(statSync(path, { throwIfNoEntry: false })).toBeUndefined();
  });
});
