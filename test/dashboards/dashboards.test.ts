import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../../alerts/catalogue.ts';
import { loadValues } from '../../alerts/values.ts';
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

it('alerts lead to dashboards that are there, and that can be narrowed to their cluster', () => {
  const narrowed = new Map(
    dashboards.map(([, text]) => {
      const { uid, templating } = JSON.parse(text) as DashboardModel;
      return [uid, templating.list.some(({ name }) => name === 'cluster')];
    }),
  );
  expect([...narrowed.keys()].toSorted()).toEqual(Object.values(dashboardUids).toSorted());
  const { alerts } = catalogueOf(loadValues());
  expect(alerts.filter(({ dashboard }) => narrowed.get(dashboard) !== true).map(({ alert }) => alert)).toEqual([]);
});

describe.each(dashboards)('%s', (_path, text) => {
  const dashboard = JSON.parse(text) as DashboardModel;

  it.each(dashboardRules)('$name', ({ objections }) => {
    expect(objections(dashboard)).toEqual([]);
  });
});
