import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiFinding, ApiPage } from '../../exporter/contract/index.ts';
import type { FindingStore } from '../../exporter/findings/store.ts';
import { measuredStore } from '../../exporter/store/measured.ts';
import type { ReaderOptions } from '../../exporter/store/sqlite/reader.ts';
import { createReads } from '../../exporter/store/sqlite/reads.ts';
import { openSqliteStore } from '../../exporter/store/sqlite/sqlite-store.ts';
import { heldReaders, type HeldReaders } from '../support/held-readers.ts';
import { waitUntil } from '../support/process.ts';
import { entry } from '../support/journal-contract.ts';
import { badDeployment, published, testClock } from '../support/published.ts';
import { finding, opened, resolved, writer } from '../support/store-contract.ts';

describe('a file of SQLite that is read in threads', () => {
  let folder: string;
  let path: string;
  let readers: HeldReaders;
  let store: FindingStore;
  const clock = testClock();
  const open = (options: Partial<ReaderOptions> = {}): FindingStore => {
    readers = heldReaders();
    return (store = openSqliteStore({ path, clock, startThread: readers.startThread, ...options }));
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-readers-'));
    path = join(folder, 'findings.db');
  });
  afterEach(async () => {
    readers.release();
    await store.close();
    rmSync(folder, { recursive: true });
  });

  /** What a promise has come to by now, with everything done that was due. */
  async function standing(promise: Promise<unknown>): Promise<'waits' | 'is over'> {
    const over = promise.then(
      () => 'is over' as const,
      () => 'is over' as const,
    );
    return Promise.race([over, new Promise<'waits'>((resolve) => setImmediate(() => resolve('waits')))]);
  }

  it('answers scrapes, probes and lookups, and takes commits, while a search runs', async () => {
    const world = published({ store: open(), clock });
    await world.clusters[0]?.become([badDeployment('web')]);
    await world.snapshot();
    const listening = await world.listen();
    const { url } = listening;
    const [one] = ((await (await fetch(`${url}/api/v1/findings?limit=1`)).json()) as ApiPage<ApiFinding>).items;
    for (const thread of readers.started) await thread.terminate();
    await fetch(`${url}/api/v1/findings/${one?.id}`);
    readers.holdNext();
    const before = readers.started.length;
    const search = fetch(`${url}/api/v1/findings?q=nowhere`).then((response) => response.json());
    await waitUntil('the search is in its thread', async () => readers.started.length > before);
    for (const route of ['/metrics', '/healthz', '/readyz', `/api/v1/findings/${one?.id}`, '/api/v1/clusters']) {
      const response = await fetch(url + route);
      expect([route, response.status]).toEqual([route, 200]);
      await response.text();
    }
    await world.clusters[0]?.put(badDeployment('api'));
    await world.snapshot();
    expect(world.clusters[0]?.session.posture?.memory).toBe('whole');
    expect(await standing(search)).toBe('waits');
    readers.release();
    expect(await search).toMatchObject({ items: [], total: 0 });
    expect(world.errors).toEqual([]);
    await listening.close(0);
  });

  it('gives up what a client asked that has left, and counts no failure', async () => {
    const failed: string[] = [];
    const measured = measuredStore(open(), { applied() {}, failed: (operation) => failed.push(operation) });
    const world = published({ store: measured, clock });
    await world.clusters[0]?.become([badDeployment('web')]);
    await world.snapshot();
    const listening = await world.listen();
    const { url } = listening;
    await readers.hold();
    const gone = new AbortController();
    const before = readers.started.length;
    const left = ['findings?q=x', 'findings.csv', 'findings.ndjson', 'findings/groups?by=owner'].map((path) =>
      fetch(`${url}/api/v1/${path}`, { signal: gone.signal }).catch((error: unknown) => error),
    );
    await waitUntil('a question is in its thread', async () => readers.started.length > before);
    const waiting = fetch(`${url}/api/v1/findings?limit=1`).then((response) => response.json());
    gone.abort();
    for (const one of left) expect(await one).toMatchObject({ name: 'AbortError' });
    readers.release();
    expect(await waiting).toMatchObject({ items: [{ cluster: 'prod' }] });
    expect([world.errors, failed]).toEqual([[], []]);
    await listening.close(0);
  });

  it('rejects what takes too long, and answers the next question in another thread', async () => {
    const { apply } = await writer(open({ timeoutMs: 1_500, graceMs: 1 }));
    await apply(opened(finding('web')));
    await readers.hold();
    const slow = store.query({ text: 'web' }, 10);
    await expect(slow).rejects.toMatchObject({ name: 'StoreFailure', trouble: 'other' });
    await expect(slow).rejects.toThrow(/a question \(query\) took longer than .* one cluster/);
    await waitUntil('the thread is given up', async () => {
      readers.release();
      const { total } = await store.query({ text: 'web' }, 10).catch(() => ({ total: 0 }));
      return total === 1;
    });
    expect(readers.started.length).toBeGreaterThan(1);
  });

  it('tells whoever waits for a thread that dies, and starts another for the next question', async () => {
    const { apply } = await writer(open());
    await apply(opened(finding('web')));
    expect((await store.query({}, 10)).total).toBe(1);
    await readers.hold();
    const before = readers.started.length;
    const [asked, queued] = [store.query({}, 10), store.groups({}, 'check')];
    await waitUntil('the next one is started', async () => readers.started.length > before);
    const [told] = await Promise.all([asked.catch(String), readers.started[before]?.terminate()]);
    expect(told).toMatch(/the thread that reads it ended .*ask again/);
    readers.release();
    expect(await queued).toHaveLength(1);
    expect(readers.started).toHaveLength(before + 2);
  });

  it('ends its threads and gives up what is asked when it is closed', async () => {
    await writer(open());
    await readers.hold();
    const before = readers.started.length;
    const asked = [store.query({}, 10), store.groups({}, 'check'), store.find('x'), store.journal.tallies('id-a')];
    const closed = asked.map((one) => expect(one).rejects.toThrow('the store is closed'));
    const ended = Promise.all(
      readers.started.slice(before).map((thread) => new Promise((resolve) => thread.once('exit', resolve))),
    );
    const closing = store.close();
    await Promise.all(closed);
    await expect(store.query({}, 10)).rejects.toThrow('the store is closed');
    readers.release();
    await closing;
    expect(await ended).toHaveLength(2);
  });

  it('takes no more questions than somebody will wait for', async () => {
    open();
    await readers.hold();
    const asked = Array.from({ length: 1_002 }, () => store.query({}, 1));
    await expect(asked.at(-1)).rejects.toThrow(/1000 questions wait; ask again later/);
    readers.release();
    expect(await Promise.all(asked.slice(0, -1))).toHaveLength(1_001);
  });

  it('reads what was committed before the question, and one moment in one answer', async () => {
    const { apply } = await writer(open());
    for (let round = 0; round < 20; round += 1) {
      const page = store.query({}, 100);
      await apply(
        opened(finding(`web-${round}`)),
        ...(round > 0 ? [resolved(finding(`web-${round - 1}`), round)] : []),
      );
      const { items, total } = await page;
      expect([items.length, total]).toEqual([total, items.length]);
      const now = await store.query({}, 100);
      expect(now.items.map(({ finding: { object } }) => object.name)).toEqual([`web-${round}`]);
    }
  });

  it('gives others their turn while many findings are taken over, and tells who was overtaken meanwhile', async () => {
    const { apply } = await writer(open());
    await apply(...Array.from({ length: 5_000 }, (_, index) => opened(finding(`web-${index}`))));
    const taking = store.take('id-a', 'a');
    expect(await standing(taking)).toBe('waits');
    expect((await taking).open).toHaveLength(5_000);
    const [overtaken, last] = await Promise.allSettled([store.take('id-a', 'a'), store.take('id-a', 'a')]);
    expect(last).toMatchObject({ status: 'fulfilled', value: { epoch: 4 } });
    expect(overtaken).toMatchObject({ reason: { message: 'epoch 3 of id-a has ended before it was read' } });
  });

  it('refuses to read what took the place of the file', async () => {
    await writer(open());
    renameSync(path, `${path}-away`);
    new DatabaseSync(path).close();
    await expect(store.query({}, 1)).rejects.toMatchObject({ trouble: 'missing' });
    rmSync(path);
    await expect(store.find('x')).rejects.toMatchObject({ name: 'StoreFailure' });
  });

  it.each([
    ['a page', (reads: ReturnType<typeof createReads>) => reads.query({ text: 'nowhere' }, 10)],
    [
      'a page in another order',
      (reads: ReturnType<typeof createReads>) => reads.query({ sort: 'owner', at: 1e15 }, 10),
    ],
    ['groups', (reads: ReturnType<typeof createReads>) => reads.groups({ text: 'web' }, 'owner')],
    ['a journal', (reads: ReturnType<typeof createReads>) => reads.journal({ topic: 'drift', from: 1 }, 10)],
  ])('stops in the middle of %s when nobody wants it any more', async (_, ask) => {
    const { apply } = await writer(open());
    await apply(...Array.from({ length: 100 }, (_unused, index) => opened(finding(`web-${index}`))));
    const entries = Array.from({ length: 100 }, (_unused, index) => entry(`${index}`));
    await store.journal.note('id-a', { entries, tallies: [] });
    const database = new DatabaseSync(path, { readOnly: true });
    let left = Infinity;
    const reads = createReads(database, () => {
      if ((left -= 1) <= 0) throw new Error('nobody waits');
    });
    ask(reads);
    left = 5;
    expect(() => ask(reads)).toThrow('nobody waits');
    expect(left).toBe(0);
    left = Infinity;
    ask(reads);
    database.close();
  });
});
