import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore } from '../../exporter/findings/memory-store.ts';
import { openStore } from '../../exporter/store/open-store.ts';
import { describeStore } from '../support/store-contract.ts';

const clock = () => Date.UTC(2026, 0, 1, 1);

describeStore('memory', false, () => Promise.resolve({ open: createMemoryStore, remove: () => Promise.resolve() }));

describeStore('a file of SQLite', true, () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-store-'));
  return Promise.resolve({
    open: () => openStore({ url: `sqlite:${join(folder, 'findings.db')}`, clock }),
    remove: () => Promise.resolve(rmSync(folder, { recursive: true })),
  });
});
