import { describe, expect } from 'vitest';
import type { ApiPostureHistory } from '#contract';
import { journey } from '../host/journey.ts';

describe('clusters', () => {
  journey.for(['dark', 'light'] as const)(
    'are listed worst first with their reasons, in the %s theme',
    async (theme, { openApp }) => {
      const { page, audit, requests, settled, shot } = await openApp({ path: '/clusters', theme });
      await page.locator('[data-cluster]').first().waitFor();
      const order = await page
        .locator('[data-cluster]')
        .evaluateAll((rows) => rows.map((row) => row.dataset['cluster']));
      expect(order[0]).toBe('prod-eu');
      expect(order.toSorted((a = '', b = '') => a.localeCompare(b))).toEqual(['prod-eu', 'prod-us', 'staging']);
      const worst = page.locator('[data-cluster="prod-eu"]');
      expect(await worst.locator('[data-standing]').innerText()).toBe('Not clean');
      expect(await worst.innerText()).toMatch(/and \d+ more/);
      await settled();
      expect(requests().filter(({ to }) => to === 'exporter').length).toBeLessThanOrEqual(4);
      expect(await audit()).toEqual([]);
      await shot(`clusters-${theme}`);
    },
  );

  journey('are found by words, which the URL keeps and a button takes away', async ({ openApp }) => {
    const { page } = await openApp({ path: '/clusters' });
    await page.locator('[data-cluster="prod-eu"]').waitFor();
    await page.getByLabel('Search clusters').fill('kubeadm');
    await page.locator('[data-cluster="prod-eu"]').waitFor({ state: 'detached' });
    expect(await page.locator('[data-cluster]').count()).toBe(1);
    await page.reload();
    await page.locator('[data-cluster="staging"]').waitFor();
    expect(await page.getByLabel('Search clusters').inputValue()).toBe('kubeadm');
    await page.getByLabel('Search clusters').fill('no such cluster');
    await page.getByRole('button', { name: 'Reset filters' }).click();
    await page.locator('[data-cluster="prod-eu"]').waitFor();
  });

  journey('lead to one, to its findings, and back', async ({ openApp }) => {
    const { page } = await openApp({ path: '/clusters' });
    await page.getByRole('link', { name: 'staging' }).click();
    await page.getByRole('heading', { name: 'staging' }).waitFor();
    await page
      .getByTestId('standing')
      .getByRole('link', { name: /Container runs privileged/ })
      .click();
    await page.waitForURL(/\/findings\?cluster=staging&check=pod-privileged$/);
    await page.goBack();
    await page.getByTestId('standing').waitFor();
    await page.goBack();
    await page.getByTestId('clusters').waitFor();
  });

  journey.for([
    ['exporter-401', 'token'],
    ['exporter-403', 'forbidden'],
    ['exporter-500', 'broken'],
    ['exporter-unreachable', 'unreachable'],
  ] as const)('say what is wrong under %s', async ([fault, kind], { openApp }) => {
    const { page } = await openApp({ path: '/clusters', fault });
    await page.getByTestId(`failure-${kind}`).first().waitFor();
    expect(await page.getByTestId('clusters').count()).toBe(0);
  });

  journey.for([768, 2560])('fit %d pixels', async (width, { openApp }) => {
    const { page } = await openApp({ path: '/clusters', width });
    await page.locator('[data-cluster]').first().waitFor();
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over).toBe(0);
  });
});

describe('a cluster', () => {
  journey.for(['dark', 'light'] as const)(
    'tells how it stands and what it lost, in the %s theme',
    async (theme, { openApp }) => {
      const { page, audit, settled, shot } = await openApp({ path: '/clusters/staging', theme, height: 1400 });
      await page.getByTestId('drivers').waitFor();
      await page.getByRole('img', { name: /^Score of staging: [\d.]+ % at last/ }).waitFor();
      expect(await page.getByTestId('standing').innerText()).toMatch(/Cannot be seen now: rolebindings/);
      await settled();
      expect(await audit()).toEqual([]);
      await shot(`cluster-${theme}`);
    },
  );

  journey('draws no line across what is not known, nor from one set of checks to another', async ({ openApp }) => {
    const { page, shot } = await openApp({ path: '/clusters' });
    await page.route('**/api/v1/clusters/staging/history?*', (asked) => asked.fulfill({ json: brokenHistory() }));
    await page.getByRole('link', { name: 'staging' }).click();
    const chart = page.getByRole('img', {
      name: /; 1 time without data; 1 change of the checks that it is made of$/,
    });
    await chart.waitFor();
    expect(await chart.locator('polyline').count()).toBe(3);
    expect(await page.getByText(/^\+5\.0 points over equal checks, since/).count()).toBe(1);
    await page.getByText('points as a table').click();
    expect(
      await page
        .getByRole('table', { name: /Posture over time/ })
        .getByRole('row')
        .count(),
    ).toBe(1 + 151);
    await shot('cluster-history');
  });

  journey('tells what cannot be seen, and how to let it be', async ({ openApp }) => {
    const { page, audit } = await openApp({ path: '/clusters/staging' });
    await page.getByRole('link', { name: '1 kind cannot be seen' }).click();
    const row = page.locator('[data-kind="rolebindings"]');
    await row.waitFor();
    expect(await row.innerText()).toMatch(/forbidden[^]*add the rule/);
    expect(await audit()).toEqual([]);
  });

  journey('compares its node pools, and says what was not read', async ({ openApp }) => {
    const { page, audit, shot } = await openApp({ path: '/clusters/prod-eu/node-pools' });
    const table = page.getByTestId('node-pools');
    await table.waitFor();
    expect(await table.getByRole('columnheader').count()).toBeGreaterThan(2);
    expect(await table.innerText()).toMatch(/of \d+ nodes: unknown/);
    expect(await table.innerText()).toMatch(/fails on 2 nodes/);
    expect(await audit()).toEqual([]);
    await shot('node-pools');
  });

  journey('has its frameworks and its changes', async ({ openApp }) => {
    const { page, audit, settled } = await openApp({
      path: '/clusters/prod-eu/frameworks',
      // Nobody approved a state, which is an answer of its own.
      expectedErrors: [/\/baseline$/],
    });
    await page.getByTestId('cluster-frameworks').getByText('81').first().waitFor();
    expect(await audit()).toEqual([]);
    await page.getByRole('tab', { name: 'Changes' }).click();
    await page.getByText('No state of this cluster is approved').waitFor();
    await page.getByText('route-planner').first().waitFor();
    await settled();
    expect(await audit()).toEqual([]);
  });

  journey('that nobody knows is said to be unknown', async ({ openApp }) => {
    const { page } = await openApp({ path: '/clusters/no%2Fsuch', expectedErrors: [/status of 40/] });
    await page.getByTestId('failure-not-found').waitFor();
  });
});

/** A week by the hour: half a day is missing, and the score is made of other checks for the last two days. */
function brokenHistory(): ApiPostureHistory {
  const hour = 3_600_000;
  const until = Math.floor(Date.now() / hour) * hour;
  const hours = Array.from({ length: 169 }, (_, index) => index).filter((index) => index < 60 || index > 77);
  return {
    cluster: 'staging',
    every: 'hour',
    from: new Date(until - 168 * hour).toISOString(),
    until: new Date(until).toISOString(),
    points: hours.map((index) => ({
      at: new Date(until - (168 - index) * hour).toISOString(),
      score: index < 120 ? 0.8 : 0.85 + (0.05 * (index - 120)) / 48,
      coverage: 1,
      clean: false,
      open: { critical: 1, high: 0, medium: 0, low: 0, info: 0 },
      checkSet: index < 120 ? 'before' : 'after',
    })),
  };
}
