import { describe, expect } from 'vitest';
import { journey } from '../host/journey.ts';

describe('compliance', () => {
  journey.for(['dark', 'light'] as const)(
    'lists frameworks with what no check answers, in the %s theme',
    async (theme, { openApp }) => {
      const { page, audit, shot } = await openApp({ path: '/compliance', theme });
      const cis = page.locator('[data-framework="cis"]');
      await cis.waitFor();
      expect(await cis.innerText()).toMatch(/\d+ covered[^]*\d+ manual[^]*\d+ not automatable/);
      expect(await audit()).toEqual([]);
      await shot(`compliance-${theme}`);
    },
  );

  journey('leads from a framework to a control, its checks and their findings', async ({ openApp }) => {
    const { page, audit } = await openApp({ path: '/compliance' });
    await page.getByRole('link', { name: 'CIS Kubernetes Benchmark', exact: true }).click();
    const control = page.locator('[data-control="5.2.2"]');
    await control.getByRole('button').click();
    await page.waitForURL(/control=5\.2\.2/);
    const open = page.getByRole('link', { name: /open findings? of pod-privileged in prod-eu/ });
    await open.waitFor();
    expect(await audit()).toEqual([]);
    await open.click();
    await page.waitForURL(/\/findings\?cluster=prod-eu&check=pod-privileged$/);
    await page.goBack();
    await open.waitFor();
  });

  journey('keeps filter, clusters and control in the URL', async ({ openApp }) => {
    const { page, shot } = await openApp({
      path: '/compliance/cis?result=fail&cluster=staging&control=1.1.1',
      theme: 'light',
    });
    await page.getByTestId('matrix').waitFor();
    await page.locator('[data-result="fail"]').first().waitFor();
    const clusters = await page.getByTestId('matrix').getByRole('columnheader').allInnerTexts();
    expect(clusters).toHaveLength(2);
    expect(clusters[1]).toMatch(/^staging/);
    // The control of the link is there although the filter would hide it.
    const results = await page
      .locator('[data-control] [data-result]')
      .evaluateAll((all) => all.map((one) => one.dataset['result']));
    expect(results.filter((result) => result !== 'fail')).toEqual(['manual']);
    await page.getByText('needs an agent on the host').waitFor();
    await shot('framework-light');
  });

  journey('shows nothing but what passes in green', async ({ openApp }) => {
    const { page } = await openApp({ path: '/compliance/cis' });
    await page.locator('[data-result="pass"]').first().waitFor();
    const colours = await page.locator('[data-result]').evaluateAll((marks) =>
      marks.map((mark) => {
        const sign = mark.querySelector('svg');
        return [mark.dataset['result'] ?? '', sign === null ? '' : getComputedStyle(sign).color] as const;
      }),
    );
    const green = new Set(colours.filter(([result]) => result === 'pass').map(([, colour]) => colour));
    expect(green.size).toBe(1);
    expect(colours.filter(([result, colour]) => result !== 'pass' && green.has(colour))).toEqual([]);
  });

  journey('does not know a framework that is none', async ({ openApp }) => {
    const { page } = await openApp({ path: '/compliance/nothing', expectedErrors: [/status of 404/] });
    await page.getByTestId('failure-not-found').waitFor();
  });

  journey('says that nothing can be read', async ({ openApp }) => {
    const { page } = await openApp({ path: '/compliance', fault: 'exporter-401' });
    await page.getByTestId('failure-token').waitFor();
  });
});
