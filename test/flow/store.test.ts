import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore } from '../../exporter/findings/memory-store.ts';
import { openStore } from '../../exporter/store/open-store.ts';
import { describeJournal } from '../support/journal-contract.ts';
import { describeLeases } from '../support/leases-contract.ts';
import { describeStore, type Place } from '../support/store-contract.ts';
import { describeOrders } from '../support/store-order-contract.ts';

const clock = () => Date.UTC(2026, 0, 1, 1);

const inMemory = (): Promise<Place> => Promise.resolve({ open: createMemoryStore, remove: () => Promise.resolve() });

describeStore('memory', false, inMemory);
describeJournal('memory', false, inMemory);
describeLeases('memory', { ends: 'by time', isShared: false }, inMemory);
describeOrders('memory', inMemory);

const inFile = (): Promise<Place> => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-store-'));
  return Promise.resolve({
    open: () => openStore({ url: `sqlite:${join(folder, 'findings.db')}`, clock }),
    remove: () => Promise.resolve(rmSync(folder, { recursive: true })),
  });
};

describeStore('a file of SQLite', true, inFile);
describeJournal('a file of SQLite', true, inFile);
describeLeases('a file of SQLite', { ends: 'with its process', isShared: true }, inFile);
describeOrders('a file of SQLite', inFile);
