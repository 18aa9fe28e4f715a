import type { ApiCluster } from '#contract';
import { describe, expect, it } from 'vitest';
import { soundCluster as sound } from '../../../test/sound-cluster.ts';
import { standingOf } from './standing.ts';

const critical = { ...sound.findings, critical: 1 };

describe('how a cluster stands', () => {
  it.each<[string, Partial<ApiCluster>, string, string]>([
    ['all is well and seen', {}, 'clean', 'Clean'],
    ['it is gone on purpose', { watched: false, retired: { reason: 'merged' } }, 'unknown', 'Retired'],
    ['nobody watches it', { watched: false, up: false, clean: false }, 'unknown', 'Not watched'],
    ['its API server is silent after all was well', { up: false, clean: true }, 'unknown', 'Out of reach'],
    ['it is still being read', { ready: false, clean: false }, 'unknown', 'Being read'],
    ['a critical finding is open', { clean: false, findings: critical }, 'not-clean', 'Not clean'],
    ['a critical finding is open and nothing else is said', { findings: critical }, 'not-clean', 'Not clean'],
    ['a critical finding was open when it was last seen', { up: false, findings: critical }, 'not-clean', 'Not clean'],
    ['something else keeps it from being clean', { clean: false, notClean: ['stale'] }, 'not-clean', 'Not clean'],
  ])('is told right when %s', (_when, change, standing, label) => {
    expect(standingOf({ ...sound, ...change })).toMatchObject({ standing, label });
  });

  it.each<[string, Partial<ApiCluster>]>([
    ['not clean', { clean: false, findings: critical, notClean: ['a reason'] }],
    ['not clean for no reason that is told', { findings: critical }],
    ['not watched', { watched: false }],
    ['out of reach', { up: false }],
    ['retired', { watched: false, retired: { reason: 'merged' } }],
  ])('has a reason beside the word when it is %s', (_when, change) => {
    expect(standingOf({ ...sound, ...change }).reasons).not.toEqual([]);
  });
});
