import type { ApiFindingGroups, Severity } from '#contract';
import { describe, expect, it } from 'vitest';
import { differencesInWords, differencesSince } from './since-yesterday.ts';

const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };

function then(open: Partial<Record<Severity, number>>, notRemembered: readonly string[] = []): ApiFindingGroups {
  const items = Object.entries(open).map(([key, total]) => ({ key, total, counts }));
  return { by: 'severity', items, groups: items.length, findings: 0, notRemembered, revision: 'r' };
}

describe('what is open compared to a day before', () => {
  it.each<[string, ApiFindingGroups, Partial<Record<Severity, number>>, RegExp]>([
    [
      'more and fewer, the worst first',
      then({ high: 5, critical: 1 }),
      { high: 3, critical: 4 },
      /: 3 more critical, 2 fewer high\.$/,
    ],
    ['what was not there at all', then({}), { low: 2 }, /: 2 more low\.$/],
    ['what is gone', then({ medium: 7 }), {}, /: 7 fewer medium\.$/],
    ['that nothing changed', then({ high: 2 }), { high: 2 }, /^As many/],
    ['that it is not known', then({}, ['prod']), { high: 2 }, /not remembered/],
  ])('tells %s', (_what, before, now, words) => {
    expect(differencesInWords(differencesSince(before, { ...counts, ...now }))).toMatch(words);
  });
});
