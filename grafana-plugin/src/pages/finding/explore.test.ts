import { expect, it } from 'vitest';
import type { ApiFinding } from '#contract';
import { exploreLink, exprOf } from './explore.ts';

const object = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'we"b\n' };
const finding = { cluster: 'prod', check: 'pod-privileged', severity: 'critical', state: 'open', object } as ApiFinding;

it('a critical finding has a series of its own, whatever its object is called', () => {
  expect(exprOf(finding)).toBe(
    'kspm_critical_finding_since_timestamp_seconds{cluster="prod",check="pod-privileged",resource_namespace="shop",resource_kind="Deployment",resource_name="we\\"b\\n"}',
  );
});

it.each([{ severity: 'high' }, { state: 'exempt' }] as const)('a finding with %j is part of a count', (differs) => {
  expect(exprOf({ ...finding, ...differs })).toMatch(/^kspm_findings\{cluster="prod",severity="\w+",state="\w+"\}$/);
});

it('Explore opens with the query of the data source', () => {
  const link = new URL(exploreLink('uid&1', exprOf(finding)), 'http://grafana');
  expect(link.pathname).toBe('/explore');
  const panes: unknown = JSON.parse(link.searchParams.get('panes') ?? '');
  expect(panes).toMatchObject({ a: { datasource: 'uid&1', queries: [{ expr: exprOf(finding) }] } });
});
