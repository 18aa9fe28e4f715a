import { expect, test } from './fixtures.ts';

test('saving the configuration says what works', async ({ configuration, page }) => {
  const saved = configuration.waitForSettingsResponse();
  await page.getByRole('button', { name: 'Save and test' }).click();
  await expect(saved).toBeOK();
  await expect(page.getByTestId('connection-exporter')).toContainText('works');
  await expect(page.getByTestId('connection-prometheus')).toContainText('works');
});

test('a wrong token is told from an exporter that is away', async ({ configuration, page }) => {
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.getByLabel('Token').fill('not-a-token-of-the-exporter');
  const saved = configuration.waitForSettingsResponse();
  await page.getByRole('button', { name: 'Save and test' }).click();
  await expect(saved).toBeOK();
  await expect(page.getByTestId('connection-exporter')).toContainText('does not accept the token');
});
