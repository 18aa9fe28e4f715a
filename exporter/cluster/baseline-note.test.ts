import { describe, expect, it } from 'vitest';
import { checks } from '../checks/index.ts';
import type { Check } from '../checks/define.ts';
import { digestsOf, formatNote, pairsIn, parseNote, type BaselineNote } from './baseline-note.ts';

const now = Date.parse('2026-11-01T12:00:00Z');
const all = checks.flatMap(({ id, kinds }) => kinds.map((kind) => `${id}|${kind}`));
const noteOf = (has: (pair: string) => boolean): BaselineNote => ({
  clusterId: 'uid',
  baselineAt: now - 1_000,
  watchedUntil: now - 10,
  digests: digestsOf(checks, has),
});
const readBack = (note: BaselineNote, at = now) => parseNote(formatNote(note), 'uid', at);
const changed = (over: object): string =>
  JSON.stringify({ ...(JSON.parse(formatNote(noteOf(() => true))) as object), ...over });

describe('a note of the baseline', () => {
  it.each([
    ['all of them', () => true],
    ['none', () => false],
    ['those of some kinds', (pair: string) => /\|(?:Pod|Deployment|Role)$/.test(pair)],
    ['those of some checks', (pair: string) => pair.startsWith('pod-')],
  ])('tells which pairs had their backlog looked at: %s', (_, has) => {
    const note = noteOf(has);
    const read = readBack(note);
    expect(read).toEqual(note);
    expect([...pairsIn(note, checks)]).toEqual(all.filter(has));
  });

  it('of every check takes little room in an object that is written twice a minute', () => {
    expect(formatNote(noteOf(() => true)).length).toBeLessThan(2_000);
    expect(formatNote(noteOf((pair) => !pair.endsWith('Pod'))).length).toBeLessThan(16_000);
  });

  it('does not vouch for a kind that a check gains later', () => {
    const [check] = checks.filter(({ kinds }) => !kinds.includes('Secret'));
    if (check === undefined) throw new Error('some check does not look at Secrets');
    const wider: Check = { ...check, kinds: [...check.kinds, 'Secret'] };
    expect(
      pairsIn(
        noteOf(() => true),
        [wider],
      ).has(`${check.id}|Secret`),
    ).toBe(false);
  });

  it.each([
    ['no JSON', 'not a note'],
    ['another shape', '[1,2]'],
    ['null', 'null'],
    ['another version', changed({ version: 2 })],
    ['another cluster', changed({ cluster: 'other' })],
    ['a baseline to come', changed({ baselineAt: now + 1 })],
    ['a baseline before time began', changed({ baselineAt: -1 })],
    ['a baseline in words', changed({ baselineAt: 'yesterday' })],
    ['no time of the last look', changed({ watchedUntil: null })],
    ['pairs of another shape', changed({ known: {} })],
    ['more than any note has', changed({ known: 'A'.repeat(20_000) })],
  ])('is not believed when it has %s', (_, text) => {
    expect(parseNote(text, 'uid', now)).toBeUndefined();
  });

  it('that claims a look in the future makes nothing new', () => {
    expect(parseNote(changed({ watchedUntil: now + 86_400_000 }), 'uid', now)?.watchedUntil).toBe(now);
  });

  it('of pairs that are garbage knows no pair', () => {
    const note = parseNote(changed({ known: '%%%not base64%%%' }), 'uid', now);
    expect(note && [...pairsIn(note, checks)]).toEqual([]);
  });
});
