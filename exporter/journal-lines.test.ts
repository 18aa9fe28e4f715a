import { describe, expect, it } from 'vitest';
import type { JournalEntry } from './findings/journal.ts';
import { rejectEntry } from './findings/reject-entries.ts';
import { journalLines } from './journal-lines.ts';

const reject = (reason: string): JournalEntry =>
  rejectEntry({
    id: 'one',
    source: 'event',
    engine: 'psa',
    policies: Array.from({ length: 20 }, (_, index) => `policy-${index}`),
    refused: 'Pod',
    reason,
    owner: {
      kind: 'Deployment',
      namespace: 'shop',
      name: 'web',
      apiVersion: 'apps/v1',
      team: { team: 'storefront', source: 'label team' },
    },
    firstSeen: 1,
    lastSeen: 2,
    attempts: 3,
    records: new Map(),
  });

describe('lines of the log about what was committed', () => {
  it('name a reject, its object and its owner, in text that steers no terminal and has an end', () => {
    const [line] = journalLines([reject(`privileged\u001b[2J\n\u202e${'x'.repeat(10_000)}`)]);
    expect(line).toMatchObject({
      message: 'admission reject',
      fields: {
        engine: 'psa',
        attempts: 3,
        object: { kind: 'Deployment', namespace: 'shop', name: 'web' },
        owner: 'storefront',
      },
    });
    const { reason, policies } = line?.fields ?? {};
    expect(reason).toMatch(/^privileged \[2J x[^\p{C}]*$/u);
    expect(String(reason)).toHaveLength(256);
    expect(policies).toHaveLength(10);
  });

  it('are at most a hundred at once, and one that counts the rest', () => {
    const lines = journalLines(Array.from({ length: 103 }, () => reject('privileged')));
    expect(lines).toHaveLength(101);
    expect(lines.at(-1)?.fields).toEqual({ more: 3 });
  });
});
