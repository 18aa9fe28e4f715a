import { expect, it } from 'vitest';
import type { ApiFindingGroups } from '#contract';
import { countsOf } from './counts.ts';

const none = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
const groups: ApiFindingGroups = {
  by: 'severity',
  items: [
    { key: 'high', total: 7, counts: { ...none, high: 7 } },
    { key: 'low', total: 20_000, counts: { ...none, low: 20_000 } },
  ],
  groups: 2,
  findings: 20_007,
  revision: '1',
};

it.each([
  [[], 20_007],
  [['low'], 20_000],
  [['low', 'high'], 20_007],
  [['critical'], 0],
])('counts of severities %j add up to %d', (chosen, findings) => {
  expect(countsOf(groups, chosen)?.findings).toBe(findings);
});
