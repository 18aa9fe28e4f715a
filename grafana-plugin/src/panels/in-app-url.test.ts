import { describe, expect, it } from 'vitest';
import { toDashboard } from '../../../dashboards/app-links.ts';
import { inAppUrl } from './in-app-url.ts';

const app = '/a/plumbline-posture-app';

describe('a link of the catalogue within the app', () => {
  it.each([
    ['/d/plumbline-slo?x=1', `${app}/slos?x=1`],
    ['/d/plumbline-executive', `${app}/overview`],
    ['/d/plumbline-changes?${__url_time_range}', `${app}/debug/changes?\${__url_time_range}`],
    ['/d/somebody-elses?x=1', '/d/somebody-elses?x=1'],
    [`${app}/findings?check=x`, `${app}/findings?check=x`],
    ['https://elsewhere.example/d/plumbline-slo', 'https://elsewhere.example/d/plumbline-slo'],
  ])('%s leads to %s', (url, link) => {
    expect(inAppUrl(url)).toBe(link);
  });

  it('keeps time and clusters', () => {
    expect(inAppUrl(toDashboard('SLOs', 'slo').url)).toBe(`${app}/slos?\${__url_time_range}&\${cluster:queryparam}`);
  });
});
