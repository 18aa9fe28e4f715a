import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../exporter/store/open-store.ts';
import { createReads } from '../../exporter/store/sqlite/reads.ts';
import { finding, opened, writer } from '../support/store-contract.ts';
import { ms, print, ratio, type Figure } from './figures.ts';

/** (j) The longest turn of the event loop while a file of SQLite is asked, against the same questions asked on it. */
export async function benchStoreTurns(open = 190_000): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
  const path = join(folder, 'findings.db');
  const store = openStore({ url: path, clock: Date.now });
  const database = new DatabaseSync(path);
  try {
    const { apply } = await writer(store);
    const message = 'may do everything that the node may do, and more than anybody wants. '.repeat(4);
    for (let from = 0; from < open; from += 10_000) {
      const names = Array.from({ length: Math.min(10_000, open - from) }, (_, index) => `workload-${from + index}`);
      await apply(...names.map((name) => opened(finding(name, { message: name + message }))));
    }
    const reads = createReads(database, () => {});
    const since = { revision: 1, place: 0 };
    const questions: readonly (readonly [string, () => unknown, () => Promise<unknown>])[] = [
      [
        'words that nothing has',
        () => reads.query({ text: 'nowhere' }, 100),
        () => store.query({ text: 'nowhere' }, 100),
      ],
      ['groups by owner', () => reads.groups({}, 'owner'), () => store.groups({}, 'owner')],
      ['a page of an export', () => reads.query({}, 500), () => store.query({}, 500)],
      ['1,000 changes', () => reads.changes('id-a', since, 1_000), () => store.changes('id-a', since, 1_000)],
    ];
    const figures: Figure[] = [];
    for (const [what, here, there] of questions) {
      // Both once before: files and code are read then.
      here();
      await there();
      const without = await longestTurn(async () => here());
      const turn = await longestTurn(there);
      figures.push({
        what: `longest turn: ${what}`,
        value: ms(turn),
        baseline: `${ms(without)} asked on the event loop (ratio ${ratio(turn / without)})`,
      });
    }
    const taking = await longestTurn(() => store.take('id-a', 'a'));
    figures.push({ what: 'longest turn: taking the cluster over', value: ms(taking) });
    print(`(j) ${open} open findings in SQLite, asked while others want their turn`, figures);
  } finally {
    database.close();
    await store.close();
    rmSync(folder, { recursive: true });
  }
}

/** The longest time between two turns of a timer while something is done, in milliseconds. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let [last, longest] = [performance.now(), 0];
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  await work();
  await sleep(20);
  clearInterval(timer);
  return longest;
}
