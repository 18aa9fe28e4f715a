import { describe, expect } from 'vitest';
import { journey } from '../host/journey.ts';

describe('without a mouse', () => {
  journey('findings are searched, gone through and opened', async ({ openApp }) => {
    const { page, settled } = await openApp({ path: '/findings' });
    await page
      .getByRole('row', { name: /critical/ })
      .first()
      .waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('privileged');
    await page.waitForURL(/q=privileged/);
    await settled();
    await page
      .getByRole('row', { name: /Container runs privileged/ })
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    const focused = await page.evaluate(() => document.activeElement?.textContent ?? '');
    expect(focused).not.toBe('');
    await page.keyboard.press('Enter');
    await page.getByTestId('finding').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(focused);
  });

  journey('a dialog takes the focus, and gives it back', async ({ openApp }) => {
    const { page } = await openApp({ path: '/findings' });
    await page.getByRole('row').first().waitFor();
    const opener = page.getByRole('button', { name: 'Keys of this page' });
    await opener.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true);
  });
});
