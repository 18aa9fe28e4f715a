import type { ApiCheck } from '#contract';
import { describe, expect, it } from 'vitest';
import { examplesOf, natureOf, presetInWords } from './check-nature.ts';

const check: ApiCheck = {
  id: 'x',
  title: 'X',
  category: 'rbac',
  severity: 'high',
  risk: { impact: 'cluster', gains: '', ease: 'direct', takes: '' },
  optional: false,
  composite: false,
  why: '',
  remedy: '',
  fields: [],
  needs: [],
  observed: [],
  switches: [],
  parameters: [],
  frameworks: [],
  profiles: [],
  examples: [],
};

describe('a check in the catalogue', () => {
  it.each<[string, Partial<ApiCheck>, number]>([
    ['nothing where it is like most', {}, 0],
    ['that it is optional', { optional: true }, 1],
    ['all that sets it apart', { optional: true, composite: true, switches: ['clusters.read.secrets'] }, 3],
  ])('tells %s', (_what, change, count) => {
    expect(natureOf({ ...check, ...change })).toHaveLength(count);
  });

  it('shows what fails before what passes, otherwise as the check has it', () => {
    const example = (when: string, result: 'fail' | 'pass' | 'not_applicable') => ({ when, result, manifest: '' });
    const examples = [example('a', 'pass'), example('b', 'fail'), example('c', 'not_applicable'), example('d', 'fail')];
    expect(examplesOf({ examples }).map(({ when }) => when)).toEqual(['b', 'd', 'a', 'c']);
  });

  it.each([
    ['text', 'text'],
    [5, '5'],
    [['a', 'b'], '["a","b"]'],
    [undefined, 'none'],
  ])('tells the preset %j as %s', (preset, words) => {
    expect(presetInWords(preset)).toBe(words);
  });
});
