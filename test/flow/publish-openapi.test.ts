import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../exporter/findings/memory-store.ts';
import { generatedDocument } from '../../exporter/publish/openapi/generate.ts';
import { openStore } from '../../exporter/store/open-store.ts';
import { complaintsOf, type Document } from '../support/api-conformance.ts';
import { describeApi } from '../support/describe-api.ts';

const root = join(import.meta.dirname, '../..');

describe('the OpenAPI document', () => {
  it('is what the types and routes say: run `npm run generate`', async () => {
    const committed = readFileSync(join(root, 'exporter/publish/openapi/openapi.json'), 'utf8');
    expect(committed).toBe(await generatedDocument(root));
  }, 60_000);

  it('objects to what it does not say', () => {
    const document = JSON.parse(readFileSync(join(root, 'exporter/publish/openapi/openapi.json'), 'utf8')) as Document;
    const object = { apiVersion: 'v1', kind: 'Pod', name: 'web' };
    const complaint = (value: unknown, name: string) =>
      complaintsOf(value, { $ref: `#/components/schemas/${name}` }, document);
    expect(complaint(object, 'ApiObjectRef')).toBeUndefined();
    expect(complaint({ ...object, name: 7 }, 'ApiObjectRef')).toMatch(/name/);
    expect(complaint({ ...object, more: 1 }, 'ApiObjectRef')).toMatch(/more/);
    expect(complaint({ apiVersion: 'v1', kind: 'Pod' }, 'ApiObjectRef')).toMatch(/name/);
    const step = { type: 'opened', reason: 'new', at: '2026-06-01T00:00:00Z', severity: 'low', path: '', message: '' };
    expect(complaint(step, 'ApiTransition')).toBeUndefined();
    expect(complaint({ ...step, severity: 'urgent' }, 'ApiTransition')).toMatch(/severity/);
    expect(complaint({ ...step, at: 'today' }, 'ApiTransition')).toMatch(/at/);
  });
});

describeApi('memory', () => Promise.resolve({ open: createMemoryStore, remove: () => Promise.resolve() }));

describeApi('a file of SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-api-'));
  return Promise.resolve({
    open: () => openStore({ url: join(folder, 'findings.db'), clock: Date.now }),
    remove: () => Promise.resolve(rmSync(folder, { recursive: true })),
  });
});
