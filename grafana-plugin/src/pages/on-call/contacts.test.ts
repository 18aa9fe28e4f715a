import { unowned, type ApiFinding, type ApiFindingGroup } from '#contract';
import { describe, expect, it } from 'vitest';
import { contactsOf, withoutOwner } from './contacts.ts';

const group = (key: string, total: number): ApiFindingGroup => ({
  key,
  total,
  counts: { critical: total, high: 0, medium: 0, low: 0, info: 0 },
});
const groups = [group('shop', 4), group(unowned, 3), group('edge', 2), group('', 1), group('data', 1)];
const owner = { apiVersion: 'v1', kind: 'Pod', name: 'p', teamSource: 'label' };
const findings = [
  { owner: { ...owner, team: 'shop', contact: { slack: '#shop' } } },
  { owner: { ...owner, team: 'edge' } },
] as unknown as readonly ApiFinding[];

describe('contacts', () => {
  it('are those of teams with findings, and tell what is not on file from what was not read', () => {
    expect(contactsOf(groups, findings)).toEqual([
      { team: 'shop', open: 4, contact: { slack: '#shop' }, looked: true },
      { team: 'edge', open: 2, contact: undefined, looked: true },
      { team: 'data', open: 1, contact: undefined, looked: false },
    ]);
  });

  it('leave out what nobody is named for, which is counted', () => {
    expect(withoutOwner(groups)).toBe(4);
  });
});
