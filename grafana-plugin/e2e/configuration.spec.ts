import { expect, test } from './fixtures.ts';

test('saving the configuration says what works', async ({ configuration, page }) => {
  const saved = configuration.waitForSettingsResponse();
  await page.getByRole('button', { name: 'Save and test' }).click();
  await expect(saved).toBeOK();
  await expect(page.getByTestId('connection-exporter')).toContainText('works');
  await expect(page.getByTestId('connection-prometheus')).toContainText('works');
});

test('what is no URL is refused before anything is saved', async ({ configuration: _opened, page }) => {
  await expect(page.getByTestId('configuration')).toBeVisible();
  await page.locator('#exporter-url').fill('exporter:8080/api/v1');
  await page.getByRole('button', { name: 'Save and test' }).click();
  await expect(page.getByText('The URL begins with http:// or https://.')).toBeVisible();
});
