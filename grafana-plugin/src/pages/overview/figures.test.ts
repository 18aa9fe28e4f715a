import { recorded } from '#contract';
import { describe, expect, it } from 'vitest';
import { figureQueries, figuresOf } from './figures.ts';

describe('the figures of the statement', () => {
  it('come from recorded series alone, so that a thousand clusters are no more work than ten', () => {
    const known = new Set<string>(Object.values(recorded).map(({ name }) => name));
    const names = Object.values(figureQueries).flatMap(
      (expr) => expr.match(/[a-z_0-9]+:[a-z_0-9:]+|kspm_[a-z_]+/g) ?? [],
    );
    expect(names.length).toBeGreaterThanOrEqual(Object.keys(figureQueries).length);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });

  it('are absent where nothing came, or what came is no figure', () => {
    const series = (refId: string, value: number) => ({ refId, labels: {}, points: [{ at: 0, value }] });
    expect(figuresOf([series('clean', 2), series('budgetLeft', Infinity), series('else', 1)])).toEqual({ clean: 2 });
  });
});
