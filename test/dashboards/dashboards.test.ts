import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generated } from '../../dashboards/generate.ts';
import { dashboardUids } from '../../dashboards/app-links.ts';
import type { DashboardModel } from './dashboard-model.ts';
import { dashboardRules } from './rules/index.ts';

const folder = join(import.meta.dirname, '../../dashboards');
const files = await generated();
const dashboards = [...files].filter(([path]) => path.endsWith('.json'));

describe.each([...files])('%s', (path, text) => {
  it('is what the catalogue gives; npm run generate brings it up to date', () => {
    expect(readFileSync(join(folder, path), 'utf8')).toBe(text);
  });
});

it('every dashboard that alerts lead to is there', () => {
  const uids = dashboards.map(([, text]) => (JSON.parse(text) as DashboardModel).uid);
  expect(uids.toSorted()).toEqual(Object.values(dashboardUids).toSorted());
});

describe.each(dashboards)('%s', (_path, text) => {
  const dashboard = JSON.parse(text) as DashboardModel;

  it.each(dashboardRules)('$name', ({ objections }) => {
    expect(objections(dashboard)).toEqual([]);
  });
});
