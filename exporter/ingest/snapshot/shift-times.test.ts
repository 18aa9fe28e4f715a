import { describe, expect, it } from 'vitest';
import type { Snapshot } from './format.ts';
import { shiftTimes } from './shift-times.ts';

const pod = (metadata: object) => ({
  kind: 'Pod' as const,
  object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app', namespace: 'shop', ...metadata }, spec: {} },
});

function snapshotOf(metadata: object, takenAt = '2026-01-10T00:00:00Z'): Snapshot {
  return {
    header: {
      format: 'plumbline-snapshot',
      version: 1,
      cluster: { id: 'id', name: 'prod', version: 'v1.37.0', provider: 'eks' },
      takenAt,
      kinds: {},
      gaps: [],
    },
    objects: [pod(metadata)],
    facts: [],
    events: [
      { at: 5, put: pod(metadata) },
      { at: 9, remove: { kind: 'Pod', namespace: 'shop', name: 'app' } },
    ],
    passedOver: [],
  };
}

const times = {
  creationTimestamp: '2026-01-01T00:00:00Z',
  managers: [{ manager: 'kubectl-edit', operation: 'Update', time: '2026-01-09T12:00:00Z' }],
};
const later = Date.parse('2026-03-10T00:00:00Z');

describe('a snapshot whose times are shifted', () => {
  it('keeps the age of its objects, also of those in events', () => {
    const { header, objects, events } = shiftTimes(snapshotOf(times), later);
    const moved = {
      creationTimestamp: '2026-03-01T00:00:00Z',
      managers: [{ manager: 'kubectl-edit', operation: 'Update', time: '2026-03-09T12:00:00Z' }],
    };
    expect(header.takenAt).toBe('2026-03-10T00:00:00.000Z');
    expect(objects[0]?.object.metadata).toMatchObject(moved);
    expect(events).toEqual([
      { at: 5, put: pod(moved) },
      { at: 9, remove: { kind: 'Pod', namespace: 'shop', name: 'app' } },
    ]);
  });

  it('keeps how long certificates are still valid', () => {
    const snapshot = snapshotOf({});
    const object = { ...pod({}).object, status: { notAfter: '2026-02-04T00:00:00Z', phase: 'Ready' } };
    const { objects } = shiftTimes({ ...snapshot, objects: [{ kind: 'Certificate', object }] }, later);
    const validMs = Date.parse('2026-02-04T00:00:00Z') - Date.parse(snapshot.header.takenAt);
    expect(objects[0]?.object['status']).toEqual({
      notAfter: new Date(later + validMs).toISOString().replace('.000Z', 'Z'),
      phase: 'Ready',
    });
  });

  it('keeps times that nobody can read', () => {
    const { objects } = shiftTimes(snapshotOf({ creationTimestamp: 'yesterday' }), later);
    expect(objects[0]?.object.metadata.creationTimestamp).toBe('yesterday');
  });

  it('stays as it is when it does not say when it was taken', () => {
    const snapshot = snapshotOf(times, '');
    expect(shiftTimes(snapshot, later)).toBe(snapshot);
  });

  it('adds no time that was not there', () => {
    expect(shiftTimes(snapshotOf({}), later).objects).toEqual([pod({})]);
  });
});
