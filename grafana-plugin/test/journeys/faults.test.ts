import { describe, expect } from 'vitest';
import { journey } from '../host/journey.ts';

describe('what stands behind Grafana fails', () => {
  const failures = [
    ['exporter-401', 'failure-token'],
    ['exporter-403', 'failure-forbidden'],
    ['exporter-500', 'failure-broken'],
    ['exporter-unreachable', 'failure-unreachable'],
  ] as const;

  journey.for(failures)('%s is told as what it is on every page that asks', async ([fault, notice], { openApp }) => {
    for (const path of ['/findings', '/clusters']) {
      const { page, shot } = await openApp({ path, fault });
      await page.getByTestId(notice).first().waitFor();
      expect(await page.getByText(/no findings|nothing is wrong|all clean/i).count()).toBe(0);
      await shot(`${path.slice(1)}-${fault}`);
    }
  });

  journey('an exporter that never answers keeps nobody from the rest of the page', async ({ openApp }) => {
    const { page } = await openApp({ path: '/findings', fault: 'exporter-slow' });
    await page.getByLabel('Loading findings').first().waitFor();
    expect(await page.getByRole('heading', { name: 'Findings', exact: true }).isVisible()).toBe(true);
  });

  journey('a dead Prometheus is told by every panel, none of which shows a figure', async ({ openApp }) => {
    const { page, settled, shot } = await openApp({ path: '/overview', fault: 'prometheus-down', height: 1200 });
    await page
      .getByTestId(/Panel status error/)
      .first()
      .waitFor();
    await settled();
    expect(await page.getByText(/expected clusters (?:are|is) clean/).count()).toBe(0);
    await shot('overview-prometheus-down');
  });

  journey('a query that Prometheus refuses is told in its words', async ({ openApp }) => {
    const { page } = await openApp({ path: '/overview', fault: 'prometheus-error', height: 1200 });
    const status = page.getByTestId(/Panel status error/).first();
    await status.waitFor();
    await status.hover();
    await page
      .getByText(/load too many samples into memory/)
      .first()
      .waitFor();
  });

  journey('without exporter and data source the app says how to connect it', async ({ openApp }) => {
    const { page, shot, audit } = await openApp({ path: '/overview', fault: ['not-configured', 'no-data-source'] });
    await page
      .getByRole('link', { name: /configur/i })
      .first()
      .waitFor();
    expect(await audit()).toEqual([]);
    await shot('onboarding');
  });
});

describe('what is known is old', () => {
  journey('is said when clusters have not been heard of for two hours', async ({ openApp }) => {
    const { page } = await openApp({ path: '/findings' });
    await page.clock.setSystemTime(Date.now() + 2 * 3_600_000);
    await page.reload();
    await page
      .getByRole('alert')
      .getByText(/prod-eu/)
      .first()
      .waitFor();
  });
});

describe('nothing is there', () => {
  journey('a filter that leaves nothing is no good news, and can be taken off', async ({ openApp }) => {
    const { page } = await openApp({ path: '/findings?q=no-such-thing-anywhere' });
    await page
      .getByRole('button', { name: /filters|all findings|take/i })
      .first()
      .waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
  });
});
