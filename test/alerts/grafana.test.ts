import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { catalogueOf } from '../../alerts/catalogue.ts';
import { generated } from '../../alerts/generate.ts';
import { prometheusGroups } from '../../alerts/rule-file.ts';
import { loadValues } from '../../alerts/values.ts';

const duration = z.string().regex(/^\d+[smhd]$/);
const query = z.strictObject({
  refId: z.string(),
  relativeTimeRange: z.strictObject({ from: z.int(), to: z.int() }),
  datasourceUid: z.string(),
  model: z.looseObject({ refId: z.string() }),
});
/** What Grafana reads of a rule; it passes over members that it does not know, and so over those that are misspelt. */
const rule = z.strictObject({
  uid: z.string().regex(/^[a-zA-Z0-9_-]{1,40}$/),
  title: z.string().max(190),
  condition: z.string(),
  data: z.tuple([query, query]),
  for: duration.optional(),
  keepFiringFor: duration.optional(),
  noDataState: z.enum(['Alerting', 'NoData', 'OK', 'KeepLast']),
  execErrState: z.enum(['Alerting', 'Error', 'OK', 'KeepLast']),
  // Whatever follows a $ here is taken for a variable of the environment.
  labels: z.record(z.string(), z.string().regex(/^[^$]*$/)),
  annotations: z.record(z.string(), z.string()),
});
const file = z.strictObject({
  apiVersion: z.literal(1),
  groups: z.array(
    z.strictObject({
      orgId: z.literal(1),
      name: z.string(),
      folder: z.string(),
      // The scheduler of Grafana goes round every 10 seconds.
      interval: z.enum(['30s', '1m', '2m']),
      rules: z.array(rule),
    }),
  ),
});

const values = loadValues();
const catalogue = catalogueOf(values);
const { groups } = file.parse(parse((await generated(values)).get('generated/grafana-alerting.yaml') ?? ''));
const rules = groups.flatMap((group) => group.rules);
const original = prometheusGroups(catalogue.groups, values.links).flatMap((group) => group.rules);

it('Grafana gets every page, and what tells that pages work', () => {
  const pages = catalogue.alerts.filter(({ notify }) => notify === 'page').map(({ alert }) => alert);
  expect(rules.map(({ title }) => title).sort()).toEqual(
    [...pages, 'KspmClusterHeartbeatMissing', 'KspmExporterDown', 'KspmWatchdog'].sort(),
  );
});

it('no two rules share a uid', () => {
  expect(new Set(rules.map(({ uid }) => uid)).size).toBe(rules.length);
});

it.each(rules)('$title asks what Prometheus would', ({ title, condition, data, labels, ...own }) => {
  const same = original.find(({ alert, labels: of }) => alert === title && of?.['notify'] === labels['notify']);
  const [asked, compared] = data;
  expect(asked).toMatchObject({ datasourceUid: values.grafana.datasource, model: { expr: same?.expr, instant: true } });
  expect(compared).toMatchObject({
    refId: condition,
    datasourceUid: '__expr__',
    model: { type: 'threshold', expression: asked.refId },
  });
  expect({ for: own.for, keepFiringFor: own.keepFiringFor, labels }).toEqual({
    for: same?.for,
    keepFiringFor: same?.keep_firing_for,
    labels: same?.labels,
  });
});

it.each(rules)('$title says nothing for which Grafana would have to ask', ({ annotations }) => {
  const { description = '', ...rest } = annotations;
  expect(Object.values(rest).filter((text) => /\bquery\b/.test(text))).toEqual([]);
  expect(Object.keys(rest)).toEqual(expect.arrayContaining(['summary', 'runbook_url', 'dashboard_url']));
  // There a text of all values, where Prometheus has the number.
  expect([description, ...Object.values(rest)].join()).not.toMatch(/\$value\b/);
});

it('a data source that fails ends nothing but the watchdog', () => {
  const ends = rules.filter(({ execErrState }) => execErrState !== 'KeepLast');
  expect(ends.map(({ title, execErrState }) => [title, execErrState])).toEqual([['KspmWatchdog', 'OK']]);
});
