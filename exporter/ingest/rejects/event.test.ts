import { describe, expect, it } from 'vitest';
import { rejectOfEvent } from './event.ts';

const at = (time: string) => Date.parse(time);

/** An Event as the ReplicaSet controller writes it. */
function refusal(over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    metadata: { uid: 'e1', name: 'web.1', namespace: 'shop', creationTimestamp: '2026-06-01T10:00:00Z' },
    involvedObject: { apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace: 'shop', name: 'web-1', uid: 'r1' },
    type: 'Warning',
    reason: 'FailedCreate',
    message: 'Error creating: pods "web-1-x" is forbidden: violates PodSecurity "baseline:latest": hostNetwork',
    firstTimestamp: '2026-06-01T10:00:00Z',
    lastTimestamp: '2026-06-01T10:05:00Z',
    count: 7,
    ...over,
  };
}

describe('an Event about a denial', () => {
  it('says who asked for what, since when and how often, on our clock', () => {
    expect(rejectOfEvent(refusal(), 2_000)).toEqual({
      source: 'event',
      record: 'e1',
      engine: 'psa',
      policies: ['baseline:latest'],
      refused: 'Pod',
      by: { kind: 'ReplicaSet', namespace: 'shop', name: 'web-1' },
      reason: 'violates PodSecurity "baseline:latest": hostNetwork',
      firstAt: at('2026-06-01T09:59:58Z'),
      lastAt: at('2026-06-01T10:04:58Z'),
      attempts: 7,
    });
  });

  it('is understood in the form of the newer API, which counts in a series', () => {
    const series = { count: 4, lastObservedTime: '2026-06-01T10:07:00.123456Z' };
    const newer = { firstTimestamp: null, lastTimestamp: null, count: 0, eventTime: '2026-06-01T10:01:00.5Z', series };
    expect(rejectOfEvent(refusal(newer), 0)).toMatchObject({
      firstAt: at('2026-06-01T10:01:00.5Z'),
      lastAt: at('2026-06-01T10:07:00.123Z'),
      attempts: 4,
    });
    expect(rejectOfEvent(refusal({ firstTimestamp: null, lastTimestamp: null, count: 0 }), 0)).toMatchObject({
      firstAt: at('2026-06-01T10:00:00Z'),
      lastAt: at('2026-06-01T10:00:00Z'),
      attempts: 1,
    });
  });

  it.each([
    ['Deployment', 'apps/v1', 'ReplicaSetCreateError', 'ReplicaSet'],
    ['StatefulSet', 'apps/v1', 'FailedCreate', 'Pod'],
    ['DaemonSet', 'apps/v1', 'FailedCreate', 'Pod'],
    ['ReplicationController', 'v1', 'FailedCreate', 'Pod'],
    ['Job', 'batch/v1', 'FailedCreate', 'Pod'],
    ['CronJob', 'batch/v1', 'FailedCreate', 'Job'],
  ])('of a %s is about what that makes', (kind, apiVersion, reason, refused) => {
    const involvedObject = { apiVersion, kind, namespace: 'shop', name: 'web' };
    expect(rejectOfEvent(refusal({ involvedObject, reason }), 0)).toMatchObject({ refused, by: { kind, name: 'web' } });
  });

  it('keeps no secret that a policy quotes, and no control characters', () => {
    const quoting = `Error creating: admission webhook "p.example.com" denied the request: DB_PASSWORD=c0rrect-h0rse-b4ttery\u001b[31m is bad`;
    const { reason = '' } = rejectOfEvent(refusal({ message: quoting }), 0) ?? {};
    expect(reason).not.toContain('c0rrect-h0rse-b4ttery');
    expect(reason).toMatch(/^DB_PASSWORD=<.+> ?.*is bad$/);
    expect(reason).not.toContain('\u001b');
  });

  it.each([
    ['another reason', { reason: 'FailedCreatePodSandBox' }],
    ['another kind', { involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web' } }],
    ['a kind that nobody knows', { involvedObject: { apiVersion: 'x/v1', kind: 'X', namespace: 'shop', name: 'web' } }],
    ['no denial', { message: 'Error creating: etcdserver: request timed out' }],
    ['no object', { involvedObject: null }],
    ['a name that cannot be', { involvedObject: { apiVersion: 'apps/v1', kind: 'Job', namespace: 'a/b', name: '' } }],
    [
      'a name that is longer than names are',
      { involvedObject: { apiVersion: 'apps/v1', kind: 'Job', namespace: 'shop', name: 'x'.repeat(254) } },
    ],
    ['no time', { firstTimestamp: 'x', metadata: { uid: 'e1' } }],
    ['a message that is none', { message: 7 }],
    ['no metadata', { metadata: [] }],
  ])('that has %s is none', (_what, over) => {
    expect(rejectOfEvent(refusal(over), 0)).toBeUndefined();
  });

  it.each([[null], ['text'], [[]], [{}]])('is not made of %j', (raw) => {
    expect(rejectOfEvent(raw, 0)).toBeUndefined();
  });
});
