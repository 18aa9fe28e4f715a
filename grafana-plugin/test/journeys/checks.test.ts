import { describe, expect } from 'vitest';
import { journey } from '../host/journey.ts';

describe('checks', () => {
  journey.for(['dark', 'light'] as const)(
    'are listed with what is open of them, in the %s theme',
    async (theme, { openApp }) => {
      const { page, audit, settled, shot } = await openApp({ path: '/checks?severity=critical', theme });
      const row = page.locator('[data-check="pod-privileged"]');
      await row.getByRole('link', { name: /open findings? of pod-privileged/ }).waitFor();
      await settled();
      expect(await audit()).toEqual([]);
      await shot(`checks-${theme}`);
    },
  );

  journey('are read page by page, and found by words', async ({ openApp }) => {
    const { page } = await openApp({ path: '/checks' });
    await page.locator('[data-check]').first().waitFor();
    expect(await page.locator('[data-check]').count()).toBe(50);
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.locator('[data-check]').nth(50).waitFor();
    await page.getByLabel('Search checks').fill('privileged container');
    await page.waitForURL(/q=privileged\+container/);
    await page.locator('[data-check="pod-privileged"]').waitFor();
    await page.locator('[data-check="admission-plugins-observed"]').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Reset filters' }).click();
    await page.locator('[data-check="admission-plugins-observed"]').waitFor();
  });

  journey('lead to one, with a remedy to copy, examples, and where it finds something', async ({ openApp }) => {
    const { page, audit, shot } = await openApp({ path: '/checks?q=admission-plugins-observed' });
    await page.getByRole('link', { name: 'Admission plugin that should be at work is not' }).click();
    await page.getByRole('button', { name: 'Copy YAML' }).waitFor();
    expect(await audit()).toEqual([]);
    await page.getByRole('button', { name: 'Copy YAML' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('enable-admission-plugins');
    await page.getByText('one is missing').waitFor();
    await page.getByRole('link', { name: '1.2.13' }).click();
    await page.waitForURL(/\/compliance\/cis\?control=1\.2\.13/);
    await page.getByTestId('matrix').waitFor();
    await shot('control');
  });

  journey('tell clusters in which they find something', async ({ openApp }) => {
    const { page } = await openApp({ path: '/checks/pod-privileged' });
    const table = page.getByTestId('open-by-cluster');
    await table.getByRole('link', { name: 'staging', exact: true }).click();
    await page.getByTestId('standing').waitFor();
  });

  journey('are not known by another name', async ({ openApp }) => {
    const { page } = await openApp({ path: '/checks/nothing', expectedErrors: [/status of 404/] });
    await page.getByTestId('failure-not-found').waitFor();
  });
});
