import type { ApiCluster } from '#contract';
import { describe, expect, it } from 'vitest';
import { heartbeatOf } from './heartbeat.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const well = {
  name: 'c',
  watched: true,
  up: true,
  ready: true,
  leader: 'pod-0',
  lastSuccess: '2026-11-24T11:59:30Z',
} as unknown as ApiCluster;

describe('the heartbeat of a cluster', () => {
  it.each<[string, Partial<ApiCluster>, boolean, string]>([
    ['is heard when it answered just now and somebody leads', {}, true, 'its API answered just now, led by pod-0'],
    ['is not well when the last answer is old', { lastSuccess: '2026-11-24T11:50:00Z' }, false, '10 minutes ago'],
    ['is not well when it does not answer', { up: false, problem: 'no route to host' }, false, 'no route to host'],
    ['is not well while it is read', { ready: false }, false, 'still being read'],
    ['is not there when nobody reports', { watched: false }, false, 'no exporter reports'],
  ])('%s', (_what, change, beats, text) => {
    const beat = heartbeatOf({ ...well, ...change }, now);
    expect(beat.beats).toBe(beats);
    expect(beat.text).toContain(text);
  });

  it('is not well while no replica leads', () => {
    const { leader: _nobody, ...led } = well;
    expect(heartbeatOf(led as ApiCluster, now)).toEqual({
      beats: false,
      text: 'its API answered just now, no replica leads',
    });
  });
});
