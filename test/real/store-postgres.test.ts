import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrationsFor } from '../../exporter/store/migrations.ts';
import { openStore, reopening } from '../../exporter/store/open-store.ts';
import { createPool, transact } from '../../exporter/store/postgres/connection.ts';
import { openPostgresStore } from '../../exporter/store/postgres/postgres-store.ts';
import { type Postgres, postgresTools, startPostgres } from '../support/postgres.ts';
import { plumbline } from '../support/exporter-process.ts';
import { describeJournal, entry } from '../support/journal-contract.ts';
import { describeLeases } from '../support/leases-contract.ts';
import { describeStore, finding, opened, writer, type Place } from '../support/store-contract.ts';
import { describeOrders } from '../support/store-order-contract.ts';
import { waitUntil } from '../support/process.ts';
import { skipWithout } from '../tools/find.ts';
import { historyOf } from '../../exporter/testing/history.ts';

const skipped = skipWithout('PostgreSQL as a store', postgresTools);
const clock = () => Date.UTC(2026, 0, 1, 1);
const roles = join(import.meta.dirname, '../../exporter/store/postgres/roles.sql');

describe.skipIf(skipped)('PostgreSQL', () => {
  let server: Postgres;
  beforeAll(async () => {
    server = await startPostgres({ fsync: 'off' });
  });
  afterAll(() => server.remove());

  const storeAt = (url: string) => openStore({ url, passwordFile: server.passwordFile, clock });

  const inDatabase = async (): Promise<Place> => {
    const url = await server.createDatabase();
    return { open: () => storeAt(url), remove: () => Promise.resolve() };
  };
  describeStore('PostgreSQL', true, inDatabase);
  describeJournal('PostgreSQL', true, inDatabase);
  describeLeases('PostgreSQL', { ends: 'by time', isShared: true }, inDatabase);
  describeOrders('PostgreSQL', inDatabase);
  describeOrders('PostgreSQL, with more findings than are sorted', async () => {
    const url = await server.createDatabase();
    const options = { url, label: 'test', passwordFile: server.passwordFile, clock, sortsUpTo: 0 };
    return { open: () => reopening(() => openPostgresStore(options)), remove: () => Promise.resolve() };
  });

  describe('with a role per cluster', () => {
    let url: string;
    beforeAll(async () => {
      url = await server.createDatabase();
      const store = storeAt(url);
      await (await writer(store, 'id-a', 'a')).apply(opened(finding('of-a')));
      await (await writer(store, 'id-b', 'b')).apply(opened(finding('of-b')));
      const tallies = [{ family: 'drifts', labels: '', count: 1 }];
      await store.journal.note('id-b', { entries: [entry('of-b')], tallies });
      await store.close();
      await server.psql(url, '-v', 'role=exporter_a', '-v', 'cluster=id-a', '-f', roles);
      await server.psql(url, '-v', 'role=fleet_reader', '-f', roles);
    });

    it('lets a cluster read and write its own findings, and see no others', async () => {
      const own = storeAt(server.urlFor(url, 'exporter_a'));
      const { taken, apply } = await writer(own, 'id-a', 'a');
      expect(taken.open.map(({ object }) => object.name)).toEqual(['of-a']);
      await apply(opened(finding('also-of-a')));
      expect((await own.query({}, 10)).items.map(({ cluster }) => cluster)).toEqual(['a', 'a']);
      expect((await own.query({ clusters: ['b'] }, 10)).total).toBe(0);
      expect(await own.find(finding('of-b').id)).toBeUndefined();
      expect(await own.history(finding('of-b').id, 10)).toEqual([]);
      expect(await historyOf(own, 'id-b')).toEqual([]);
      await own.journal.note('id-a', { entries: [entry('of-a')], tallies: [] });
      expect((await own.journal.read({ topic: 'drift' }, 10)).items.map(({ entry: { key } }) => key)).toEqual(['of-a']);
      expect(await own.journal.tallies('id-b')).toEqual([]);
      expect(await own.journal.note('id-b', { entries: [entry('forged')], tallies: [] })).toBe(false);
      const claim = { replica: { name: 'a', instance: '1' }, forMs: 60_000, isFirst: true };
      expect((await own.leases.lead({ clusterId: 'id-a', ...claim })).isOurs).toBe(true);
      await expect(own.leases.lead({ clusterId: 'id-b', ...claim })).rejects.toMatchObject({ trouble: 'denied' });
      await own.close();
    });

    it('refuses a cluster that writes as another, and one that claims its name', async () => {
      const own = storeAt(server.urlFor(url, 'exporter_a'));
      await expect(own.take('id-b', 'b')).rejects.toMatchObject({ name: 'StoreFailure', trouble: 'denied' });
      await expect(own.take('id-new', 'new')).rejects.toMatchObject({ trouble: 'denied' });
      await expect(own.take('id-a', 'b')).rejects.toMatchObject({ trouble: 'denied' });
      await expect(own.take('id-a', 'b')).rejects.toThrow(
        /the name b belongs to another cluster; .*plumbline store retire/,
      );
      await own.take('id-a', 'a');
      await own.prune(Number.MAX_SAFE_INTEGER);
      await own.close();
      const all = storeAt(url);
      expect(await all.find(finding('of-b').id)).toMatchObject({ cluster: 'b' });
      await all.take('id-a', 'a');
      await all.close();
    });

    it.each([
      ['read', `SELECT count(*) FROM plumbline.findings WHERE cluster_id = 'id-b'`, '0'],
      ['change', `UPDATE plumbline.findings SET finding = 'x' WHERE cluster_id = 'id-b' RETURNING 1`, ''],
      ['delete', `DELETE FROM plumbline.findings WHERE cluster_id = 'id-b' RETURNING 1`, ''],
      ['see the counters of', `SELECT count(*) FROM plumbline.transition_counts WHERE cluster_id = 'id-b'`, '0'],
      ['see the role of', `SELECT count(*) FROM plumbline.roles WHERE cluster_id IS DISTINCT FROM 'id-a'`, '0'],
    ])('lets a role not %s another cluster with SQL of its own', async (_, sql, answer) => {
      expect(await server.psql(server.urlFor(url, 'exporter_a'), '-c', sql)).toBe(answer);
    });

    it.each([
      `UPDATE plumbline.findings SET cluster_id = 'id-b'`,
      `INSERT INTO plumbline.baselines VALUES ('id-b', 'x|Pod')`,
      `INSERT INTO plumbline.journal VALUES ('id-b', 'drift', 'x', '', 0, NULL, '{}')`,
      `UPDATE plumbline.journal SET cluster_id = 'id-b'`,
      `INSERT INTO plumbline.journal_tallies VALUES ('id-b', 'drifts', '', 9)`,
      `INSERT INTO plumbline.leases VALUES ('id-b', 'x', 'x', 9, 0, 0)`,
      `UPDATE plumbline.leases SET cluster_id = 'id-b'`,
      `INSERT INTO plumbline.roles VALUES ('exporter_a', 'id-b')`,
      `UPDATE plumbline.roles SET cluster_id = 'id-b'`,
      'ALTER TABLE plumbline.findings DISABLE ROW LEVEL SECURITY',
      'DROP TABLE plumbline.findings',
      'SET ROLE plumbline_owner',
      `DELETE FROM plumbline.schema_migrations`,
    ])('refuses a role that tries: %s', async (sql) => {
      await expect(server.psql(server.urlFor(url, 'exporter_a'), '-c', sql)).rejects.toThrow(
        /row-level|permission|owner/,
      );
    });

    it.each([
      `UPDATE plumbline.clusters SET name = 'b'`,
      `UPDATE plumbline.clusters SET name = 'b', retired_at = 9000000000000`,
      `UPDATE plumbline.clusters SET name = 'b', remembered_since = 0 WHERE id = 'id-a'`,
      `INSERT INTO plumbline.clusters (id, name, epoch, revision) VALUES ('id-a', 'b', 1, 0)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name`,
      `BEGIN; DELETE FROM plumbline.roles; DELETE FROM plumbline.clusters;
         INSERT INTO plumbline.clusters (id, name, epoch, revision) VALUES ('id-a', 'b', 1, 0); COMMIT`,
      `CREATE OR REPLACE FUNCTION plumbline.claim_name() RETURNS trigger LANGUAGE plpgsql AS $x$ BEGIN RETURN NEW; END $x$`,
      'ALTER TABLE plumbline.clusters DISABLE TRIGGER USER',
      'SET session_replication_role = replica',
      `SELECT plumbline.claim_name()`,
    ])('lets no role put its findings under the name of another cluster: %s', async (sql) => {
      await expect(server.psql(server.urlFor(url, 'exporter_a'), '-c', sql)).rejects.toThrow(
        /belongs to another|permission|owner|foreign key/,
      );
      expect(await server.psql(url, '-c', `SELECT id FROM plumbline.clusters WHERE name = 'b'`)).toBe('id-b');
    });

    it('lets a role rename its cluster, and take a name whose cluster is retired', async () => {
      const own = storeAt(server.urlFor(url, 'exporter_a'));
      const all = storeAt(url);
      expect(await own.take('id-a', 'renamed')).toMatchObject({ open: expect.any(Array) as unknown });
      const { epoch } = await own.take('id-a', 'a');
      await all.take('id-c', 'c');
      await expect(own.take('id-a', 'c')).rejects.toMatchObject({ trouble: 'denied' });
      expect(await all.retire('c', clock())).toBe(true);
      expect((await own.take('id-a', 'c')).epoch).toBe(epoch + 1);
      expect(await all.retire('c', undefined)).toBe(false);
      // Brought back while its name leads elsewhere: refused for whoever asks, but for the owner, who retires the other.
      await own.take('id-a', 'a');
      expect(await all.retire('c', undefined)).toBe(true);
      await Promise.all([own.close(), all.close()]);
    });

    it('gives a name to one of two roles that claim it at once', async () => {
      await server.psql(url, '-v', 'role=exporter_d', '-v', 'cluster=id-d', '-f', roles);
      const [a, d] = [storeAt(server.urlFor(url, 'exporter_a')), storeAt(server.urlFor(url, 'exporter_d'))];
      const outcomes = await Promise.allSettled([a.take('id-a', 'wanted'), d.take('id-d', 'wanted')]);
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      await a.take('id-a', 'a');
      await Promise.all([a.close(), d.close()]);
    });

    it('lets the reader see the whole fleet and change nothing', async () => {
      const reader = storeAt(server.urlFor(url, 'fleet_reader'));
      const { items } = await reader.query({}, 10);
      expect((await reader.journal.read({ topic: 'drift' }, 10)).items).toHaveLength(2);
      await expect(reader.journal.note('id-a', { entries: [entry('x')], tallies: [] })).rejects.toMatchObject({
        trouble: 'denied',
      });
      expect(new Set(items.map(({ cluster }) => cluster))).toEqual(new Set(['a', 'b']));
      await expect(reader.take('id-a', 'a')).rejects.toMatchObject({ trouble: 'denied' });
      await reader.close();
      const deleting = server.psql(server.urlFor(url, 'fleet_reader'), '-c', 'DELETE FROM plumbline.findings');
      await expect(deleting).rejects.toThrow(/permission/);
    });

    it('is not broken by a cluster that writes what is no finding', async () => {
      const role = server.urlFor(url, 'exporter_a');
      await server.psql(role, '-c', `UPDATE plumbline.findings SET finding = '{"severity":"<b>"}'`);
      const reader = storeAt(server.urlFor(url, 'fleet_reader'));
      expect((await reader.query({}, 10)).items.map(({ cluster }) => cluster)).toEqual(['b']);
      await reader.close();
    });

    it.each([
      'UPDATE plumbline.findings SET severity = -1',
      'UPDATE plumbline.findings SET severity = 5',
      'UPDATE plumbline.findings SET first_seen = 9223372036854775807',
      'UPDATE plumbline.findings SET began_at = -9223372036854775808',
      'UPDATE plumbline.findings SET ended_at = 9223372036854775807',
      'UPDATE plumbline.journal SET at = 9223372036854775807',
      'UPDATE plumbline.journal SET until = 9223372036854775807',
      'UPDATE plumbline.clusters SET retired_at = 9223372036854775807',
      'UPDATE plumbline.clusters SET remembered_since = -1',
    ])('takes nothing in that would end the pages of others: %s', async (sql) => {
      await expect(server.psql(server.urlFor(url, 'exporter_a'), '-c', sql)).rejects.toThrow(/check constraint/);
    });
  });

  it('is rid of retired clusters by a command of its owner, and not by one of a reader', async () => {
    const url = await server.createDatabase();
    const store = storeAt(url);
    await (await writer(store, 'id-a', 'a')).apply(opened(finding('of-a')));
    await (await writer(store, 'id-b', 'b')).apply(opened(finding('of-b')));
    await store.journal.note('id-a', { entries: [entry('x')], tallies: [] });
    await store.retire('a', Date.now() - 10 * 24 * 3_600_000);
    await server.psql(url, '-v', 'role=prune_reader', '-f', roles);
    const env = { PLUMBLINE_STORE_PASSWORD_FILE: server.passwordFile };
    const prune = (as: string, ...args: string[]) =>
      plumbline(['store', 'prune', '--url', as, '--retired-for', '9d', ...args], undefined, env);
    const line = /^a \(id-a\), retired .*: 1 states of findings, 1 entries of the journal$/m;
    const reader = server.urlFor(url, 'prune_reader');
    expect(await prune(reader)).toMatchObject({ code: 0, stdout: expect.stringMatching(line) });
    const refused = await prune(reader, '--yes');
    expect([refused.code === 0, refused.stderr]).toEqual([false, expect.stringMatching(/permission denied/)]);
    expect(await prune(url)).toMatchObject({ code: 0, stdout: expect.stringMatching(/nothing was removed/) });
    expect((await store.query({ at: clock() }, 10)).total).toBe(2);
    expect(await prune(url, '--yes')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^2 removed/m) });
    expect((await prune(url)).stdout).toMatch(/no cluster was retired more than 9d ago/);
    expect((await store.query({}, 10)).items.map(({ cluster }) => cluster)).toEqual(['b']);
    await store.close();
  });

  it('locks no cluster while somebody reads what is remembered of it, and has ended the epoch before by then', async () => {
    const url = await server.createDatabase();
    const [old, next, third] = [storeAt(url), storeAt(url), storeAt(url)];
    const { apply } = await writer(old, 'id-a', 'a');
    await apply(opened(finding('web')));
    const pool = await createPool({ url, label: 'test', passwordFile: server.passwordFile });
    const seen: string[] = [];
    let reading: Promise<unknown> = Promise.resolve();
    await transact(pool, async (client) => {
      // Whoever reads stands still in the middle of it.
      await client.query('LOCK TABLE plumbline.baselines IN ACCESS EXCLUSIVE MODE');
      reading = next.take('id-a', 'a').then(
        ({ epoch }) => seen.push(`taken with ${epoch}`),
        (error: Error) => seen.push(`refused: ${error.name}`),
      );
      await waitUntil('the next epoch has begun', async () => {
        const { rows } = await pool.query<{ epoch: number }>('SELECT epoch FROM plumbline.clusters');
        return rows[0]?.epoch === 2;
      });
      await expect(apply(opened(finding('late')))).rejects.toMatchObject({ name: 'Fenced' });
      seen.push('old one fenced');
    });
    await reading;
    expect(seen).toEqual(['old one fenced', 'taken with 2']);
    expect((await third.take('id-a', 'a')).open.map(({ object }) => object.name)).toEqual(['web']);
    await Promise.all([pool.end(), ...[old, next, third].map((store) => store.close())]);
  });

  it('is migrated once by exporters that start together', async () => {
    const url = await server.createDatabase();
    const stores = Array.from({ length: 5 }, () => storeAt(url));
    await Promise.all(stores.map((store, index) => store.take(`id-${index}`, `cluster-${index}`)));
    await Promise.all(stores.map((store) => store.close()));
    expect(await server.psql(url, '-c', 'SELECT count(*) FROM plumbline.schema_migrations')).toBe(
      String(migrationsFor('postgres').length),
    );
  });

  it('gives roles from before their rights to tables that an update adds', async () => {
    const url = await server.createDatabase();
    const [first] = migrationsFor('postgres');
    if (first === undefined) throw new Error('there is no first step');
    await server.psql(
      url,
      '-c',
      `CREATE SCHEMA plumbline; ${first.sql}; CREATE TABLE plumbline.schema_migrations
         (version INTEGER PRIMARY KEY, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL);
       INSERT INTO plumbline.schema_migrations VALUES (1, '${first.checksum}', 0);
       CREATE ROLE exporter_old LOGIN; GRANT USAGE ON SCHEMA plumbline TO exporter_old;
       GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA plumbline TO exporter_old;
       INSERT INTO plumbline.roles VALUES ('exporter_old', 'id-a');`,
    );
    const owner = storeAt(url);
    await writer(owner, 'id-a', 'a');
    await owner.close();
    const own = storeAt(server.urlFor(url, 'exporter_old'));
    expect(await own.journal.note('id-a', { entries: [entry('x')], tallies: [] })).toBe(true);
    const replica = { name: 'a', instance: '1' };
    expect((await own.leases.lead({ clusterId: 'id-a', replica, forMs: 1_000, isFirst: true })).isOurs).toBe(true);
    await own.close();
  });

  it('with a newer schema is refused, and used again once it fits', async () => {
    const url = await server.createDatabase();
    const store = storeAt(url);
    await store.take('id-a', 'a');
    await store.close();
    await server.psql(url, '-c', `INSERT INTO plumbline.schema_migrations VALUES (9999, 'x', 0)`);
    const refused = storeAt(url);
    await expect(refused.take('id-a', 'a')).rejects.toMatchObject({ trouble: 'newer' });
    await server.psql(url, '-c', 'DELETE FROM plumbline.schema_migrations WHERE version = 9999');
    expect((await refused.take('id-a', 'a')).epoch).toBe(2);
    await refused.close();
  });

  it('that is away fails with its address and without the password, and works again once it is back', async () => {
    const url = await server.createDatabase();
    const store = storeAt(url);
    const { apply } = await writer(store);
    await apply(opened(finding('before')));
    await server.stop();
    await expect(apply(opened(finding('lost')))).rejects.toMatchObject({ trouble: 'unreachable' });
    await server.start();
    await apply(opened(finding('after')));
    expect((await store.query({}, 10)).items.map(({ finding: { object } }) => object.name)).toEqual([
      'after',
      'before',
    ]);
    await store.close();
  });

  describe('with a process that stands still in the middle of a batch', () => {
    it('lets the next one take the cluster all the same', async () => {
      const url = await server.createDatabase();
      const store = storeAt(url);
      await writer(store);
      const pool = await createPool({ url, label: url, passwordFile: server.passwordFile });
      const { promise: locked, resolve: tell } = Promise.withResolvers<void>();
      const { promise: over, resolve: goOn } = Promise.withResolvers<void>();
      const stuck = transact(pool, async (client) => {
        await client.query(`SELECT FROM plumbline.clusters WHERE id = 'id-a' FOR UPDATE`);
        tell();
        await over;
        await client.query('SELECT 1');
      });
      const failure = stuck.catch((error: unknown) => String(error));
      await locked;
      expect((await store.take('id-a', 'a')).epoch).toBe(2);
      goOn();
      expect(await failure).toMatch(/terminat|not queryable/i);
      await Promise.all([pool.end(), store.close()]);
    });

    it('does not end that process when its connection breaks meanwhile', async () => {
      const url = await server.createDatabase();
      const pool = await createPool({ url, label: url, passwordFile: server.passwordFile });
      const broken = transact(pool, async (client) => {
        await client.query('SELECT 1');
        const ended = new Promise((resolve) => client.once('end', resolve));
        await server.psql(
          url,
          '-c',
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'plumbline'`,
        );
        await ended;
        await client.query('SELECT 1');
      });
      await expect(broken).rejects.toThrow(/terminat|not queryable/i);
      expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
      await pool.end();
    });
  });

  it('refuses a wrong password without repeating it', async () => {
    const url = await server.createDatabase();
    const store = openStore({ url, clock, passwordFile: roles });
    const taking = store.take('id-a', 'a');
    await expect(taking).rejects.toMatchObject({ trouble: 'denied' });
    await expect(taking).rejects.not.toThrow(/ON_ERROR_STOP/);
    await store.close();
  });
});
