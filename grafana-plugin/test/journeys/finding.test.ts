import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import type { OpenApp } from '../host/open-app.ts';
import { journey } from '../host/journey.ts';
import { refusing } from './patched.ts';

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());
const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** Opens the first finding of a list. */
async function firstOf(openApp: OpenApp, search: string, options: Omit<Parameters<OpenApp>[0], 'path'> = {}) {
  const opened = await openApp({ ...options, path: `/findings?${search}` });
  await opened.page.locator('[data-finding]').first().click();
  await opened.page.getByTestId('finding').waitFor();
  await opened.settled();
  return opened;
}

const privileged = 'cluster=prod-eu&check=pod-privileged&namespace=legacy';

describe('the page of a finding', () => {
  journey('says what is wrong, why it matters, where, since when and how to fix it', async ({ openApp }) => {
    const { page, errors } = await firstOf(openApp, privileged);
    await part(page, 'Offending fields').getByText('securityContext.privileged').waitFor();
    await part(page, 'Why it matters').getByText('Gives away').waitFor();
    await part(page, 'Where and whose').getByText('First seen').waitFor();
    await part(page, 'Timeline').getByRole('listitem').first().waitFor();
    await part(page, 'Alerts').waitFor();
    await part(page, 'How to fix it').getByRole('button', { name: 'Copy patch' }).click();
    await expect.poll(() => clipboard(page)).toContain('privileged: false');
    await part(page, 'How to fix it').getByRole('button', { name: 'Copy kubectl command' }).click();
    await expect.poll(() => clipboard(page)).toMatch(/^kubectl patch daemonset build-agent -n legacy -p '/);
    expect(errors()).toEqual([]);
  });

  journey('is the same behind its link', async ({ openApp }) => {
    const { page } = await firstOf(openApp, privileged);
    await page.getByRole('button', { name: 'Copy link' }).click();
    const link = await clipboard(page);
    expect(link).toMatch(/\/findings\/[0-9a-f]{64}$/);
    const other = await openApp({ path: new URL(link).pathname, role: 'Viewer' });
    await other.page.getByTestId('finding').waitFor();
    expect(await other.page.getByRole('heading', { level: 1 }).innerText()).toBe(
      await page.getByRole('heading', { level: 1 }).innerText(),
    );
  });

  journey('leads to Explore with its series, and to others like it', async ({ openApp }) => {
    const { page } = await firstOf(openApp, privileged);
    const explore = new URL((await page.getByRole('link', { name: 'Explore' }).getAttribute('href')) ?? '', page.url());
    expect(explore.pathname).toBe('/explore');
    expect(explore.searchParams.get('panes')).toContain('kspm_critical_finding_since_timestamp_seconds');
    const before = page.url();
    await part(page, 'Other findings of this object').getByRole('link').first().click();
    await page.waitForURL((url) => url.href !== before);
    await page.getByTestId('finding').waitFor();
    await page.goBack();
    await page.waitForURL(before);
  });

  journey('has no link to Explore without a data source', async ({ openApp }) => {
    const { page } = await firstOf(openApp, privileged, { fault: 'no-data-source' });
    expect(await page.getByRole('link', { name: 'Explore' }).count()).toBe(0);
  });

  journey('that is over says so, and how it ended', async ({ openApp }) => {
    const path = `/findings/${'0'.repeat(64)}`;
    const { page } = await openApp({ path, expectedErrors: [/404/] });
    await page.getByTestId('gone').getByText('No finding has this id now').waitFor();
    const step = { at: '2026-05-01T10:00:00Z', severity: 'high', path: '', message: 'was privileged' };
    await refusing(page, 'findings/*', 404, {
      title: 'Not found',
      detail: 'It was resolved.',
      history: [
        { ...step, type: 'opened', reason: 'new' },
        { ...step, type: 'resolved', reason: 'fixed', at: '2026-05-02T10:00:00Z' },
      ],
    });
    await page.reload();
    await page.getByTestId('gone').getByText('This finding is over. Resolved: fixed').waitFor();
    expect(await part(page, 'What happened').getByRole('listitem').count()).toBe(2);
  });
});

describe('a request for a waiver', () => {
  journey('is not for those who only read, who are told why', async ({ openApp }) => {
    const { page } = await firstOf(openApp, privileged, { role: 'Viewer' });
    const button = page.getByRole('button', { name: 'Request a waiver' });
    expect((await button.isDisabled()) || (await button.getAttribute('aria-disabled')) === 'true').toBe(true);
    await page.getByTestId('why-no-waiver').waitFor();
  });

  journey(
    'is told at each field what is wrong, and becomes a file and the text of a pull request',
    async ({ openApp }) => {
      const { page, audit } = await firstOf(openApp, privileged, { role: 'Editor', expectedErrors: [/422/] });
      await page.getByRole('button', { name: 'Request a waiver' }).click();
      const form = page.getByTestId('waiver-form');
      await form.getByLabel('Requester').fill('ann');
      await form.getByLabel('Approver').fill('@Ann');
      await form.getByLabel('Ends with').fill('2099-01-01');
      await form.getByRole('button', { name: 'Make the file' }).click();
      await form.getByText(/is empty; say something/).waitFor();
      await form.getByText(/is the requester; somebody else has to approve/).waitFor();
      await form.getByText(/or earlier, and renew it then/).waitFor();
      expect(await audit()).toEqual([]);
      await form.getByLabel('Reason').fill('The build agent is replaced in June.');
      await form.getByLabel('Approver').fill('ben');
      const soon = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
      await form.getByLabel('Ends with').fill(soon);
      await form.getByRole('button', { name: 'Make the file' }).click();
      const draft = page.getByTestId('waiver-draft');
      await draft.getByText(/It would accept 1 open finding now/).waitFor();
      await draft.getByRole('button', { name: 'Copy file' }).click();
      await expect
        .poll(() => clipboard(page))
        .toMatch(/kind: Waiver[\s\S]*pod-privileged[\s\S]*The build agent is replaced in June\./);
      await draft.getByRole('button', { name: 'Copy text' }).click();
      await expect.poll(() => clipboard(page)).not.toContain('kind: Waiver');
      await draft.getByRole('button', { name: 'Done' }).click();
      await draft.waitFor({ state: 'detached' });
    },
  );
});

describe.for(['dark', 'light'] as const)('the page of a finding in the %s theme', (theme) => {
  journey.for([768, 1280, 2560])('keeps nobody out and fits into %d pixels', async (width, { openApp }) => {
    const { page, audit, shot } = await firstOf(openApp, privileged, { theme, width });
    await part(page, 'Why it matters').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await audit()).toEqual([]);
    await shot(`finding-${theme}-${width}`);
  });
});
