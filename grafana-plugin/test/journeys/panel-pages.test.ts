import { describe, expect } from 'vitest';
import { journey } from '../host/journey.ts';

/** Questions of each page at most, whatever the fleet: those of Prometheus with what comes into view at first, and those of the exporter. */
const bounds = [
  { path: '/overview', prometheus: 70, exporter: 0 },
  { path: '/on-call', prometheus: 40, exporter: 8 },
  { path: '/slos', prometheus: 45, exporter: 0 },
  { path: '/debug', prometheus: 60, exporter: 1 },
] as const;

/** What Scenes writes when the values of a variable cannot be asked for. */
const expectedErrors = [/SceneVariableSet updateAndValidate error/];
/** Grafana's own time picker, legends and panels, in which axe finds things that are not ours to mend. */
const ofGrafana = (where: string) =>
  /toolbar-button|viz-layout|series-icon|LegendLabel|LegendRow|rdg-cell|aria-label="Filter /.test(where);

describe('pages of panels', () => {
  journey.for(bounds)(
    'ask a bounded number of questions: $path',
    async ({ path, prometheus, exporter }, { openApp }) => {
      const { page, requests, settled } = await openApp({ path });
      await page.getByTestId('panels').waitFor();
      await settled();
      const to = (whom: string) => requests().filter((request) => request.to === whom).length;
      expect(to('prometheus')).toBeGreaterThan(0);
      expect(to('prometheus')).toBeLessThanOrEqual(prometheus);
      expect(to('exporter')).toBeLessThanOrEqual(exporter);
    },
  );

  journey.for(['dark', 'light'] as const)('are accessible, in the %s theme', async (theme, { openApp }) => {
    for (const { path } of bounds) {
      const { page, audit, settled, shot } = await openApp({ path, theme });
      await page.getByTestId('panels').waitFor();
      await settled();
      const ours = (await audit()).filter(({ where }) => !where.every(ofGrafana));
      expect({ path, ours }).toEqual({ path, ours: [] });
      await shot(`${path.slice(1)}-${theme}`);
    }
  });

  journey('keep what the exporter tells when Prometheus is down', async ({ openApp }) => {
    const { page } = await openApp({ path: '/on-call', fault: 'prometheus-down', expectedErrors });
    await page.getByRole('table', { name: 'Active critical findings' }).waitFor();
    expect(await page.getByRole('heading', { name: 'Admission rejects' }).count()).toBe(1);
  });

  journey('keep their panels when the exporter refuses, and say so section by section', async ({ openApp }) => {
    const { page } = await openApp({ path: '/on-call', fault: 'exporter-403' });
    await page.getByTestId('failure-forbidden').first().waitFor();
    expect(await page.getByTestId('failure-forbidden').count()).toBeGreaterThan(3);
    expect(await page.getByTestId('panels').count()).toBe(1);
  });

  journey('show on-call and debug without any Prometheus', async ({ openApp }) => {
    for (const path of ['/on-call', '/debug']) {
      const { page } = await openApp({ path, fault: 'no-data-source' });
      await page.getByTestId('no-prometheus').waitFor();
      await page.getByTestId(`${path.slice(1)}-detail`).waitFor();
    }
  });
});

describe('the overview', () => {
  journey('says how we stand, and never calls it good while clusters are not clean', async ({ openApp }) => {
    const { page } = await openApp({ path: '/overview' });
    const statement = page.getByTestId('statement');
    await statement.waitFor();
    expect(await statement.innerText()).toMatch(/of 3 expected clusters (is|are) clean/);
    expect(await statement.getAttribute('data-tone')).toBe('bad');
  });

  journey('says that it knows nothing when Prometheus fails', async ({ openApp }) => {
    const { page } = await openApp({ path: '/overview', fault: 'prometheus-error', expectedErrors });
    await page.getByTestId('statement-failed').waitFor();
    expect(await page.getByTestId('statement').count()).toBe(0);
  });

  journey('goes to paper whole, without controls', async ({ openApp }) => {
    const { page } = await openApp({ path: '/overview?print=1', theme: 'light', width: 1280 });
    await page.waitForFunction(() => document.body.dataset['plumblinePrint'] === 'ready');
    expect(await page.getByTestId('statement').count()).toBe(1);
    expect(await page.getByRole('button', { name: /Refresh/ }).count()).toBe(0);
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    const sheets = pdf.match(/\/MediaBox \[[^\]]*\]/g) ?? [];
    expect(sheets.length).toBeGreaterThan(1);
    // A4 across, in points.
    expect(sheets.filter((box) => !/\[0 0 84[12]\S* 59[45]\S*\]/.test(box))).toEqual([]);
  });
});

describe('on-call', () => {
  journey('is narrowed to my teams, by a link too, and leads to the finding', async ({ openApp }) => {
    const { page } = await openApp({ path: '/on-call?team=platform' });
    const table = page.getByRole('table', { name: 'Active critical findings' });
    await table.waitFor();
    const owners = await table.locator('td[data-title="Owner"]').allInnerTexts();
    expect(new Set(owners)).toEqual(new Set(['platform']));
    await page.getByRole('switch', { name: 'Assigned to my on-call' }).click({ force: true });
    await page.waitForURL((url) => !url.searchParams.has('team'));
    await table.locator('a').first().click();
    await page.waitForURL(/\/findings\/[0-9a-f]{64}/);
  });

  journey('says where denials cannot be seen, so that none are no good news', async ({ openApp }) => {
    const { page } = await openApp({ path: '/on-call' });
    await page.getByText('Denials cannot be seen in these clusters').waitFor();
  });
});

describe('SLOs', () => {
  journey('without data say what would connect them, and are neither kept nor missed', async ({ openApp }) => {
    const { page } = await openApp({ path: '/slos' });
    const evidence = page.locator('[data-slo="m6-evidence"]');
    await evidence.waitFor();
    expect(await evidence.getAttribute('data-verdict')).toBe('unknown');
    expect(await evidence.innerText()).toContain('Not connected: no evidence');
    expect(await page.locator('[data-slo]').count()).toBe(11);
  });

  journey('are chosen by the links of dashboards', async ({ openApp }) => {
    const { page } = await openApp({ path: '/slos?slo=m2-high-findings' });
    await page.waitForURL((url) => url.searchParams.getAll('var-slo').join() === 'm2-high-findings');
  });
});

describe('debug', () => {
  journey('tells what may not be read and what grants it, and keeps the time between its tabs', async ({ openApp }) => {
    const { page } = await openApp({ path: '/debug?from=now-1h&to=now&var-cluster=staging' });
    const gaps = page.getByRole('table', { name: 'What cannot be read' });
    await gaps.waitFor();
    expect(await gaps.innerText()).toContain('rolebindings');
    expect(await gaps.innerText()).toContain('ClusterRole');
    await page.getByRole('tab', { name: 'Exporter' }).click();
    await page.waitForURL(/\/debug\/exporter\?.*from=now-1h.*var-cluster=staging/);
  });
});
