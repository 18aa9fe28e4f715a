import { describe, expect, it } from 'vitest';
import type { Figures } from './figures.ts';
import { statementOf } from './statement.ts';

const well: Figures = {
  expected: 3,
  known: 3,
  clean: 3,
  openCritical: 0,
  overdueCritical: 0,
  newCritical: 0,
  fixedCritical: 2,
  scoreChange: 0.012,
  score: 0.97,
  budgetLeft: 0.8,
};
const without = (...names: (keyof Figures)[]): Figures =>
  Object.fromEntries(Object.entries(well).filter(([name]) => !names.includes(name as keyof Figures)));

describe('how we stand', () => {
  it('is told in whole sentences', () => {
    expect(statementOf(well)).toEqual({
      tone: 'good',
      standing:
        'All 3 expected clusters are clean. No critical finding is open where we look. 80 % of the error budget of clean clusters is left.',
      week: 'In the last seven days no critical findings began, 2 were fixed and the score rose by 1.2 points.',
      unknown: [],
    });
  });

  it.each<[string, Partial<Figures>, string]>([
    ['some are clean', { clean: 1 }, '1 of 3 expected clusters is clean.'],
    ['none is', { clean: 0 }, 'None of 3 expected clusters are clean.'],
    ['there is but one', { expected: 1, known: 1, clean: 1 }, 'The one expected cluster is clean.'],
    [
      'one finding is overdue',
      { openCritical: 1, overdueCritical: 1 },
      '1 critical finding is open, longer than agreed.',
    ],
    ['all are overdue', { openCritical: 4, overdueCritical: 4 }, '4 critical findings are open, all of them longer'],
    ['some are overdue', { openCritical: 4, overdueCritical: 3 }, '4 critical findings are open, 3 of them longer'],
    ['none is overdue', { openCritical: 4 }, '4 critical findings are open, none of them longer than agreed.'],
    ['the budget is overspent', { budgetLeft: -0.2 }, 'The error budget of clean clusters is overspent.'],
  ])('is told when %s', (_when, change, sentence) => {
    expect(statementOf({ ...well, ...change }).standing).toContain(sentence);
  });

  it.each<[string, Figures, 'good' | 'bad' | 'unknown']>([
    ['all is known and well', well, 'good'],
    ['a cluster says nothing', { ...well, known: 2, clean: 2 }, 'unknown'],
    ['nothing is expected', { ...well, expected: 0, known: 0, clean: 0 }, 'unknown'],
    ['nothing is known at all', {}, 'unknown'],
    ['critical findings are not counted', without('openCritical'), 'unknown'],
    ['verdicts are missing', without('known', 'clean'), 'unknown'],
    ['a critical finding is open and the rest unknown', { openCritical: 1 }, 'bad'],
    ['a cluster is not clean', { ...well, clean: 2 }, 'bad'],
    ['the budget is overspent', { ...well, budgetLeft: -0.01 }, 'bad'],
  ])('is neither good nor bad by mistake when %s', (_when, figures, tone) => {
    expect(statementOf(figures).tone).toBe(tone);
  });

  it('says what it does not know', () => {
    const { standing, week, unknown } = statementOf({ expected: 4, known: 3, clean: 3 });
    expect(standing).toBe('3 of 4 expected clusters are clean.');
    expect(week).toBe('What changed in the last seven days is not known.');
    expect(unknown).toEqual([
      '1 expected cluster says nothing, which is not clean.',
      'How many critical findings are open is not known.',
      'The score cannot be compared with that of a week ago.',
      'What is left of the error budget is known after a week of data.',
    ]);
  });

  it('does not call a cluster clean when no verdict came', () => {
    expect(statementOf({ expected: 2 }).standing).toBe('How the 2 expected clusters stand is not known.');
    expect(statementOf({}).standing).toBe('Which clusters there should be is not known.');
  });

  it.each([
    [0.0004, 'the score held'],
    [-0.01, 'the score fell by 1 point'],
    [0.1, 'the score rose by 10 points'],
  ])('tells a score that moved by %s', (scoreChange, words) => {
    expect(statementOf({ ...well, scoreChange }).week).toContain(words);
  });
});
