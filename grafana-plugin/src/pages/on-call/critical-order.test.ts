import type { ApiFinding } from '#contract';
import { describe, expect, it } from 'vitest';
import { alertBehind, isNew, newFirst } from './critical-order.ts';

const finding = (id: string, reason: ApiFinding['reason'], firstSeen?: string): ApiFinding => ({
  id,
  cluster: 'c',
  check: 'pod-privileged',
  title: 'Container runs privileged',
  severity: 'critical',
  state: 'open',
  object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'n', name: 'a' },
  owner: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'n', name: 'a', team: 't', teamSource: 'label' },
  path: '',
  message: '',
  remedy: '',
  ...(reason === undefined ? {} : { reason }),
  ...(firstSeen === undefined ? {} : { firstSeen }),
});

const old = finding('old', 'baseline', '2026-11-24T09:00:00Z');
const older = finding('older', 'baseline', '2026-11-20T09:00:00Z');
const fresh = finding('fresh', 'new', '2026-11-21T09:00:00Z');
const added = finding('added', 'check_changed', '2026-11-24T10:00:00Z');
const timeless = finding('timeless', 'baseline');

describe('critical findings', () => {
  it('come with what is new first, however old it is, then the youngest', () => {
    expect([older, timeless, added, old, fresh].toSorted(newFirst).map(({ id }) => id)).toEqual([
      'fresh',
      'added',
      'old',
      'older',
      'timeless',
    ]);
  });

  it.each([
    [fresh, true, 'KspmCriticalFindingNew'],
    [old, false, 'KspmCriticalFindingsOpen'],
    [added, false, 'KspmCriticalFindingsOpen'],
  ])('$id is news only when it began while somebody watched', (one, news, alert) => {
    expect(isNew(one)).toBe(news);
    expect(alertBehind(one)).toBe(alert);
  });
});
