import { describe, expect, it } from 'vitest';
import { budgetWords, burnWords, historyWords, spentWords } from './slo-words.ts';

describe('figures of an SLO in words', () => {
  it.each([
    [1, '100 %'],
    [0.9996, '>99.9 %'],
    [0, '0 %'],
    [-0.5, 'overspent by 50 %'],
    [-19, 'overspent 20×'],
  ])('a budget of which %s is left: %s', (left, words) => {
    expect(budgetWords(left)).toBe(words);
  });

  it.each([
    [0, 'not at all'],
    [0.04, 'under 0.1×'],
    [1.25, '1.3×'],
    [99.6, '100×'],
  ])('a burn rate of %s: %s', (burn, words) => {
    expect(burnWords(burn)).toBe(words);
  });

  it.each([
    [0.25, '25 % of the budget'],
    [9.5, '950 % of the budget'],
    [40, '40× the budget'],
  ])('%s spent: %s', (spent, words) => {
    expect(spentWords(spent)).toBe(words);
  });

  it('a history by its ends', () => {
    const points = [1, 0.7, 0.4].map((value, at) => ({ at, value }));
    expect(historyWords(points)).toBe('from 100 % to 40 %');
    expect(historyWords([{ at: 0, value: 1 }])).toBe('at 100 %');
    expect(historyWords([])).toBe('');
  });
});
