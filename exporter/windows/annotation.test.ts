import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../model/object.ts';
import { announcedAt } from './annotation.ts';

const HOUR = 3_600_000;
const now = Date.parse('2026-06-01T12:00:00Z');
const terms = { longestMs: 24 * HOUR };
const namespace = (id: string | undefined, until: string | undefined): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: 'shop',
    namespace: '',
    annotations: {
      ...(id !== undefined && { 'plumbline.dev/deploy-window': id }),
      ...(until !== undefined && { 'plumbline.dev/deploy-window-until': until }),
    },
  },
});
const announced = (id: string | undefined, until: string | undefined, firstSeen?: number) =>
  announcedAt(namespace(id, until), now, () => firstSeen, terms);

describe('annotations of a namespace', () => {
  it('announce a window of that namespace that begins when they are first seen', () => {
    expect(announced('CHG-1', '2026-06-01T14:00:00Z')).toMatchObject({
      window: { changeId: 'CHG-1', namespaces: ['shop'], from: now, until: now + 2 * HOUR },
    });
    expect(announced('CHG-1', '2026-06-01T14:00:00Z', now - HOUR)?.window.from).toBe(now - HOUR);
  });

  it('announce nothing where there are none, or their end has come', () => {
    expect(announced(undefined, undefined)).toBeUndefined();
    expect(announced('CHG-1', '2026-06-01T12:00:00Z')).toBeUndefined();
  });

  it.each<[string, string | undefined, string | undefined, RegExp]>([
    ['no end', 'CHG-1', undefined, /deploy-window-until is missing; write when the window ends/],
    ['no change', undefined, '2026-06-01T14:00:00Z', /deploy-window is missing; write the id of the change/],
    ['an id with markup', '<b>', '2026-06-01T14:00:00Z', /is no change id/],
    ['an id with a line break', 'CHG-1\nCHG-2', '2026-06-01T14:00:00Z', /is no change id/],
    ['an id of ours', '_other', '2026-06-01T14:00:00Z', /is no change id/],
    ['an end in words', 'CHG-1', 'tomorrow', /is not a time; write one such as/],
    ['an end without a zone', 'CHG-1', '2026-06-01T14:00:00', /is not a time/],
    [
      'an end that is too far away',
      'CHG-1',
      '2026-06-02T12:00:01Z',
      /more than 1d after it was first seen .*2026-06-02T12:00:00.000Z or earlier/,
    ],
  ])('are refused for %s', (_claim, id, until, problem) => {
    const read = announced(id, until);
    expect(read?.problem).toMatch(problem);
    expect(JSON.stringify(read)).not.toContain('<b>');
  });

  it('that ask for too long do not come true by waiting', () => {
    const asked = now - 29 * 24 * HOUR;
    expect(announced('CHG-1', '2026-06-01T14:00:00Z', asked)?.problem).toMatch(/more than 1d after it was first seen/);
  });
});
