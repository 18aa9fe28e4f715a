import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { drillCheck, metrics, select } from '#contract';
import { catalogueOf } from '../../alerts/catalogue.ts';
import type { AlertRule } from '../../alerts/rule.ts';
import { labelsOf, prometheusGroups } from '../../alerts/rule-file.ts';
import { loadValues } from '../../alerts/values.ts';
import { promtool } from '../support/prometheus.ts';
import { skipWithout } from '../tools/find.ts';
import { critical, criticalLabels } from './cases/series.ts';

const values = { ...loadValues(), links: { runbooks: 'https://r', grafana: 'https://g', exporter: 'https://e' } };
const catalogue = catalogueOf(values);

it('a page tells object, owner, since when, by whom, and where to look, with hostile names kept harmless', async ({
  skip,
}) => {
  if (skipWithout('what a page says', ['promtool'])) skip();
  const rule = ruleOf('KspmCriticalFindingNew');
  const name = 'a&b={{ 1 }}';
  const object = {
    cluster: 'prod',
    resource_namespace: 'shop',
    resource_kind: 'Deployment',
    resource_name: name,
  };
  const always = (series: string) => ({ series, values: '1+0x10' });
  const input_series = [
    { series: critical({ name }), values: '0+0x10' },
    always(
      select(metrics.checkInfo, {
        check: 'pod-privileged',
        title: 'Privileged',
        category: 'pods',
        severity: 'critical',
      }),
    ),
    always(
      select(metrics.criticalFindingChange, {
        ...object,
        check: 'pod-privileged',
        actor: 'human',
        manager: 'kubectl-edit',
      }),
    ),
    always(select(metrics.ownerInfo, { owner: 'storefront', slack: '#shop', escalation: '+1', runbook: '' })),
    always(select(metrics.deployWindowActive, { cluster: 'prod', change_id: 'CHG-1' })),
  ];
  const where = 'cluster=prod&namespace=shop';
  const q = 'a%26b%3D%7B%7B+1+%7D%7D';
  const exp_annotations = {
    summary: 'A critical finding has just begun.',
    description: `Deployment shop/${name} in cluster prod fails pod-privileged: Privileged. It belongs to storefront. Pages end after 4h, or when it is fixed; what is still open then is in KspmCriticalFindingsOpen.`,
    runbook_url: 'https://r/KspmCriticalFindingNew.md',
    dashboard_url: 'https://g/d/plumbline-oncall?var-cluster=prod',
    deploy_window: 'open: CHG-1',
    since: '1970-01-01 00:00:00 +0000 UTC',
    actor: 'kubectl-edit (human)',
    contact: '#shop +1',
    finding_url: `https://g/a/plumbline-posture-app/findings?${where}&check=pod-privileged&q=${q}`,
    evidence_url: `https://e/api/v1/findings?${where}&check=pod-privileged&q=${q}`,
    timeline_url: `https://e/api/v1/drift?${where}&kind=Deployment&name=${q}`,
  };
  expect(
    await objections(rule, input_series, { ...labelsOf(rule), ...criticalLabels({ name }) }, exp_annotations),
  ).toBe('');
});

const beside = [
  { name: 'old', reason: 'baseline' },
  { name: 'stricter', reason: 'check_changed' },
  { name: 'drill-1', check: drillCheck },
] as const;

it.skipIf(skipWithout('what a page of many says', ['promtool'])).each([
  [
    'KspmCriticalFindingsBurst',
    { cluster: 'prod' },
    '3 objects of cluster prod began to fail critical checks within 30m: a bad deployment, or somebody at work. Findings by check: pod-privileged (3) pod-hostpath-volume (1).',
  ],
  [
    'KspmCriticalFindingsSpread',
    {},
    'Critical findings began in 2 clusters within 30m. Objects by cluster: prod (3) test (1).',
  ],
])('%s counts in its text what it rings for, and neither backlog nor drills', async (alert, labels, description) => {
  const rule = ruleOf(alert);
  const [told] = prometheusGroups([{ name: 'one', interval: '1m', rules: [rule] }], values.links)[0]?.rules ?? [];
  const input_series = [
    ...['a', 'b', 'c'].map((name) => critical({ name })),
    critical({ name: 'a', check: 'pod-hostpath-volume' }),
    critical({ cluster: 'test' }),
    ...['prod', 'test'].flatMap((cluster) => beside.map((of) => critical({ ...of, cluster }))),
  ].map((series) => ({ series, values: '0+0x10' }));
  expect(
    await objections(
      rule,
      input_series,
      { ...labelsOf(rule), ...labels },
      {
        ...told?.annotations,
        description,
        ...('cluster' in labels && {
          dashboard_url: `https://g/d/${rule.dashboard}?var-cluster=prod`,
          deploy_window: 'none',
        }),
      },
    ),
  ).toBe('');
});

function ruleOf(alert: string): AlertRule {
  const rule = catalogue.alerts.find((one) => one.alert === alert);
  if (rule === undefined) throw new Error(`${alert}: no such alert`);
  return rule;
}

/** What promtool objects to when an alert of critical findings is to fire after five minutes with these words. */
async function objections(
  { alert }: AlertRule,
  input_series: readonly object[],
  exp_labels: object,
  exp_annotations: object,
): Promise<string> {
  const groups = prometheusGroups(
    catalogue.groups.filter(({ name }) => name === 'plumbline-critical-findings'),
    values.links,
  );
  const test = {
    rule_files: ['rules.yaml'],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series,
        alert_rule_test: [{ alertname: alert, eval_time: '5m', exp_alerts: [{ exp_labels, exp_annotations }] }],
      },
    ],
  };
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-annotations-'));
  // JSON is YAML.
  await writeFile(join(folder, 'rules.yaml'), JSON.stringify({ groups }));
  await writeFile(join(folder, 'test.yaml'), JSON.stringify(test));
  const { code, stdout, stderr } = await promtool(['test', 'rules', join(folder, 'test.yaml')]);
  await rm(folder, { recursive: true });
  return code === 0 ? '' : stdout + stderr;
}
