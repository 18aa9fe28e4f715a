import { describe, expect, it } from 'vitest';
import { checks } from '../checks/index.ts';
import { checkSetOf } from './check-set.ts';

describe('the name of a set of checks', () => {
  const weighing = checks.filter(({ severity, composite }) => severity !== 'info' && composite !== true);
  const [first, second] = weighing;
  const configurable = weighing.find(({ settings }) =>
    Object.values(settings).some((value) => typeof value === 'number'),
  );
  if (first === undefined || second === undefined || configurable === undefined) throw new Error('there are checks');

  it('is the same in any order, and of checks that weigh nothing', () => {
    const light = checks.filter(({ severity, composite }) => severity === 'info' || composite === true);
    expect(light.length).toBeGreaterThan(0);
    expect(checkSetOf([...weighing].reverse())).toBe(checkSetOf(weighing));
    expect(checkSetOf(checks)).toBe(checkSetOf(weighing));
  });

  const [parameter, value] = Object.entries(configurable.settings).find(([, one]) => typeof one === 'number') ?? [''];
  it.each([
    ['a check less', weighing.slice(1)],
    [
      'another severity',
      [{ ...first, severity: first.severity === 'low' ? ('high' as const) : ('low' as const) }, ...weighing.slice(1)],
    ],
    [
      'another parameter',
      weighing.map((one) => (one === configurable ? one.configured({ [parameter]: Number(value) + 1 }) : one)),
    ],
  ])('is another with %s', (_, others) => {
    expect(checkSetOf(others)).not.toBe(checkSetOf(weighing));
  });
});
