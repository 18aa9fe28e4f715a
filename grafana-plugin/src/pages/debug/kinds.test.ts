import { kindStatuses, type KindStatus } from '#contract';
import { describe, expect, it } from 'vitest';
import { gapsOf, kindsInOrder, kindWords, remedyOf } from './kinds.ts';

const kind = (resource: string, status: KindStatus, objects = 0, reason?: string) => ({
  resource,
  status,
  objects,
  ...(reason === undefined ? {} : { reason }),
});
const kinds = [
  kind('pods', 'synced', 200),
  kind('gateways', 'absent'),
  kind('nodes', 'stale', 9),
  kind('secrets', 'forbidden'),
  kind('deployments', 'synced', 300),
  kind('jobs', 'pending'),
  kind('events', 'forbidden'),
];
const names = (list: readonly { readonly resource: string }[]) => list.map(({ resource }) => resource);

describe('kinds', () => {
  it('that somebody has to mend come by urgency; one that is not served is none of them', () => {
    expect(names(gapsOf({ kinds }))).toEqual(['events', 'secrets', 'nodes', 'jobs']);
  });

  it('come gaps first and then by size', () => {
    expect(names(kindsInOrder({ kinds }))).toEqual([
      'events',
      'secrets',
      'nodes',
      'jobs',
      'deployments',
      'pods',
      'gateways',
    ]);
  });

  it('have words for every status', () => {
    expect(Object.keys(kindWords).toSorted()).toEqual([...kindStatuses].toSorted());
  });

  it.each<[string, KindStatus, string | undefined, RegExp]>([
    ['the words of the exporter', 'forbidden', 'add the rule …', /^add the rule …$/],
    ['what to grant', 'forbidden', undefined, /get, list and watch/],
    ['where to look', 'stale', undefined, /requests, watches/],
    ['that waiting helps', 'pending', '', /Wait/],
  ])('are mended by %s', (_what, status, reason, remedy) => {
    expect(remedyOf(kind('x', status, 0, reason))).toMatch(remedy);
  });
});
