import { describe, expect, it } from 'vitest';
import { asksForPosture, findingsOfLabels, findingsOfSeries } from './finding-links.ts';

const findings = '/a/plumbline-posture-app/findings';

describe('links from elsewhere in Grafana', () => {
  it('come from panels that ask for a metric of ours only', () => {
    expect(asksForPosture([{ expr: 'sum(cluster:kspm_clean:bool)' }])).toBe(true);
    expect(asksForPosture([{ expr: 'up' }, { rawSql: 'select kspm_x' }, null, 'kspm_x'])).toBe(false);
    expect(asksForPosture(undefined)).toBe(false);
  });

  it('lead from an alert to the findings that its labels name', () => {
    const labels = {
      alertname: 'KspmCriticalFindingNew',
      cluster: 'prod & co',
      check: 'privileged-container',
      resource_namespace: 'shop',
      resource_name: 'web',
      owner: 'team-shop',
      severity: 'critical',
    };
    expect(findingsOfLabels(labels)).toBe(
      `${findings}?cluster=prod+%26+co&check=privileged-container&namespace=shop&owner=team-shop&q=web`,
    );
  });

  it('do not come from alerts of others, whatever their labels are', () => {
    expect(findingsOfLabels({ alertname: 'KubePodCrashLooping', cluster: 'prod' })).toBeUndefined();
    expect(findingsOfLabels({ alertname: 7, check: { evil: true } })).toBeUndefined();
    expect(findingsOfLabels(undefined)).toBeUndefined();
  });

  it('lead from a panel to the clusters that it shows', () => {
    expect(findingsOfSeries([{ cluster: 'a' }, { cluster: 'b' }, { cluster: 'a' }])).toBe(
      `${findings}?cluster=a&cluster=b`,
    );
    expect(findingsOfSeries([{ cluster: 'a' }, {}])).toBe(findings);
    expect(findingsOfSeries([])).toBe(findings);
  });
});
