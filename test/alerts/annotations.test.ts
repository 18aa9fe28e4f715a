import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { metrics, select } from '#contract';
import { catalogueOf } from '../../alerts/catalogue.ts';
import { labelsOf, prometheusGroups } from '../../alerts/rule-file.ts';
import { loadValues } from '../../alerts/values.ts';
import { promtool } from '../support/prometheus.ts';
import { skipWithout } from '../tools/find.ts';
import { critical, criticalLabels } from './cases/series.ts';

const values = { ...loadValues(), links: { runbooks: 'https://r', grafana: 'https://g', exporter: 'https://e' } };

it('a page tells object, owner, since when, by whom, and where to look, with hostile names kept harmless', async ({
  skip,
}) => {
  if (skipWithout('what a page says', ['promtool'])) skip();
  const catalogue = catalogueOf(values);
  const groups = prometheusGroups(
    catalogue.groups.filter(({ name }) => name === 'plumbline-critical-findings'),
    values.links,
  );
  const rule = catalogue.alerts.find(({ alert }) => alert === 'KspmCriticalFindingNew');
  if (rule === undefined) throw new Error('no such alert');
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
  const exp_labels = { ...labelsOf(rule), ...criticalLabels({ name }) };
  const test = {
    rule_files: ['rules.yaml'],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series,
        alert_rule_test: [{ alertname: rule.alert, eval_time: '5m', exp_alerts: [{ exp_labels, exp_annotations }] }],
      },
    ],
  };
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-annotations-'));
  // JSON is YAML.
  await writeFile(join(folder, 'rules.yaml'), JSON.stringify({ groups }));
  await writeFile(join(folder, 'test.yaml'), JSON.stringify(test));
  const { code, stdout, stderr } = await promtool(['test', 'rules', join(folder, 'test.yaml')]);
  await rm(folder, { recursive: true });
  expect(code === 0 ? '' : stdout + stderr).toBe('');
});
