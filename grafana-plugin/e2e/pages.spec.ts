import { pages } from '../src/routes.ts';
import { expect, test } from './fixtures.ts';

for (const [name, path] of Object.entries(pages)) {
  test(`the page ${name} opens without a failure`, async ({ open, page }) => {
    const thrown: string[] = [];
    page.on('pageerror', ({ message }) => thrown.push(message));
    await open(`/${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.waitForLoadState('networkidle');
    await expect(page.getByTestId(/^failure-/)).toHaveCount(0);
    expect(thrown).toEqual([]);
  });
}

test('a finding of the demo opens from the list through the proxy of Grafana', async ({ open, page }) => {
  await open(`/${pages.findings}?severity=critical`);
  await page.getByRole('table').getByRole('link').first().click();
  await expect(page).toHaveURL(/\/findings\/.+/);
  await expect(page.getByRole('region', { name: 'How to fix it' })).toBeVisible();
});
