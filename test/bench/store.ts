import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../exporter/store/open-store.ts';
import { finding, opened, resolved, writer } from '../support/store-contract.ts';
import { mib, ms, print, quantile, ratio } from './figures.ts';

/** A cycle's worth of transitions: each batch is one commit, and one wait for the disk. */
const perBatch = 10;
const aimPerSecond = 1_000;

/** (f) Transitions into a file of SQLite that holds many open findings, and starting with it. */
export async function benchStore(open = 100_000, seconds = 10): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
  const path = join(folder, 'findings.db');
  const store = openStore({ url: path, clock: Date.now });
  try {
    const { apply } = await writer(store);
    const findings = Array.from({ length: open }, (_, index) => finding(`workload-${index}`));
    const fillStart = performance.now();
    for (let from = 0; from < open; from += 1_000) {
      await apply(...findings.slice(from, from + 1_000).map((one) => opened(one)));
    }
    const fillMs = performance.now() - fillStart;
    const bytes = statSync(path).size;

    const waits: number[] = [];
    let done = 0;
    const end = performance.now() + seconds * 1_000;
    for (let round = 0; performance.now() < end; round += 1) {
      const batch = Array.from({ length: perBatch }, (_, index) => {
        const one = finding(`workload-${(round * perBatch + index) % open}`);
        const at = one.firstSeen + round;
        return Math.floor((round * perBatch) / open) % 2 === 0
          ? resolved(one, at)
          : { ...opened(one, at), type: 'reopened' as const };
      });
      const start = performance.now();
      await apply(...batch);
      waits.push(performance.now() - start);
      done += perBatch;
    }
    const perSecond = done / seconds;
    const takeStart = performance.now();
    const taken = await store.take('id-a', 'a');
    const takeMs = performance.now() - takeStart;
    const pages: number[] = [];
    for (let index = 0; index < 50; index += 1) {
      const start = performance.now();
      await store.query({ severities: ['critical'], teams: ['checkout'] }, 100);
      pages.push(performance.now() - start);
    }
    print(`(f) SQLite with ${open} open findings, batches of ${perBatch}`, [
      {
        what: 'transitions per second, each batch synced to disk',
        value: perSecond.toFixed(0),
        baseline: `${((open / fillMs) * 1_000).toFixed(0)} in batches of 1,000 (ratio ${ratio(perSecond / ((open / fillMs) * 1_000))})`,
        aim: `${aimPerSecond}`,
        met: perSecond >= aimPerSecond,
      },
      { what: 'commit p50, p99', value: `${ms(quantile(waits, 0.5))}, ${ms(quantile(waits, 0.99))}` },
      { what: `taking over ${taken.open.length} open findings`, value: ms(takeMs) },
      { what: 'page of 100 with filters and total, p99', value: ms(quantile(pages, 0.99)) },
      { what: 'file, bytes per open finding', value: `${mib(bytes)}, ${(bytes / open).toFixed(0)}` },
    ]);
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
}
