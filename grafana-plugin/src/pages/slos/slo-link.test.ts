import { describe, expect, it } from 'vitest';
import { chosenByLink } from './slo-link.ts';

describe('a link to an SLO', () => {
  it.each([
    ['?slo=m2-high-findings&from=now-7d', 'from=now-7d&var-slo=m2-high-findings'],
    ['?slo=m9-score&var-slo=m2-high-findings', 'var-slo=m9-score'],
    ['?slo=', ''],
  ])('%s chooses it on the page', (search, chosen) => {
    expect(chosenByLink(search)?.toString()).toBe(chosen);
  });

  it('is none where the page has its own choice', () => {
    expect(chosenByLink('?var-slo=m9-score')).toBeUndefined();
  });
});
