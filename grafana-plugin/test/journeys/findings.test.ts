import type { Page } from 'playwright-core';
import { describe, expect, inject } from 'vitest';
import { findingsOfLabels } from '../../src/extensions/finding-links.ts';
import { journey } from '../host/journey.ts';

const rows = (page: Page) => page.locator('[data-testid="findings"] tbody tr');
const found = (page: Page) => page.getByTestId('count').innerText();
const titles = (page: Page) =>
  rows(page)
    .locator('[data-finding]')
    .evaluateAll((links) => links.map((link) => link.dataset['finding']));
const within = (page: Page, name: string) => new URL(page.url()).searchParams.getAll(name);
const severity = (page: Page, name: string) =>
  page.getByRole('group', { name: 'Findings by severity' }).getByRole('button', { name });

describe('the findings page', () => {
  journey(
    'holds its filters in the URL: they survive a reload, and back takes them off one by one',
    async ({ openApp }) => {
      const { page, settled } = await openApp({ path: '/findings?from=now-6h' });
      await rows(page).first().waitFor();
      await severity(page, 'critical').click();
      await page.waitForURL(/severity=critical/);
      await page.getByLabel('Search findings').fill('build');
      await page.waitForURL(/q=build/);
      await page.getByLabel('Search findings').pressSequentially('-agent');
      await page.waitForURL(/q=build-agent/);
      await settled();
      const before = await titles(page);
      expect(before.length).toBeGreaterThan(0);
      await page.reload();
      await rows(page).first().waitFor();
      expect(await titles(page)).toEqual(before);
      expect(within(page, 'from')).toEqual(['now-6h']);
      // What was typed at one go is one step.
      await page.goBack();
      await page.waitForURL((url) => !url.searchParams.has('q'));
      expect(await page.getByLabel('Search findings').inputValue()).toBe('');
      await page.goBack();
      await page.waitForURL((url) => !url.searchParams.has('severity'));
      await page.goForward();
      await page.waitForURL(/severity=critical/);
    },
  );

  journey('shows the same to whoever opens a link to it', async ({ openApp }) => {
    const path = '/findings?severity=critical&cluster=prod-eu&sort=oldest&namespace=legacy';
    const [mine, theirs] = [await openApp({ path }), await openApp({ path, role: 'Viewer' })];
    for (const { page } of [mine, theirs]) await rows(page).first().waitFor();
    expect(await titles(theirs.page)).toEqual(await titles(mine.page));
    expect(new Set(await rows(mine.page).locator('[data-severity]').allInnerTexts())).toEqual(new Set(['critical']));
  });

  journey('takes filters off one by one and all at once', async ({ openApp }) => {
    const { page } = await openApp({ path: '/findings?severity=critical&severity=high&namespace=legacy' });
    await rows(page).first().waitFor();
    await page.getByRole('button', { name: 'Take off Severity: critical' }).click();
    await page.waitForURL((url) => url.searchParams.getAll('severity').join() === 'high');
    await page.getByRole('button', { name: 'Reset filters' }).click();
    await page.waitForURL((url) => url.search === '');
  });

  journey('chooses values that the exporter knows', async ({ openApp }) => {
    const { page } = await openApp({ path: '/findings' });
    await rows(page).first().waitFor();
    await page.getByRole('combobox', { name: 'Namespace' }).click();
    await page.getByRole('option', { name: /^cluster-scoped/ }).click();
    await page.waitForURL((url) => url.searchParams.get('namespace') === '');
    await page.getByRole('button', { name: 'Take off Namespace: cluster-scoped' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => rows(page).first().innerText()).toMatch(/Cluster|Node|Namespace/);
  });

  journey('leafs to the next page and back, after a reload too', async ({ openApp }) => {
    const { page } = await openApp({ path: '/findings?cluster=staging&cluster=prod-eu' });
    await rows(page).first().waitFor();
    const first = await titles(page);
    expect(first).toHaveLength(50);
    await page.getByRole('button', { name: 'Next' }).click();
    await expect.poll(() => found(page)).toMatch(/, page 2$/);
    await expect.poll(async () => (await titles(page))[0]).not.toBe(first[0]);
    const second = await titles(page);
    expect(second.filter((id) => first.includes(id))).toEqual([]);
    await page.reload();
    await rows(page).first().waitFor();
    expect(await titles(page)).toEqual(second);
    await page.getByRole('button', { name: 'Previous' }).click();
    await expect.poll(async () => (await titles(page))[0]).toBe(first[0]);
    await page.goBack();
    await expect.poll(async () => (await titles(page))[0]).toBe(second[0]);
  });

  journey('is walked by keys, and a finding leads back to where one was', async ({ openApp }) => {
    const { page } = await openApp({ path: '/findings?severity=critical' });
    await rows(page).first().waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys of this page' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Search findings');
    await page.keyboard.press('Escape');
    for (const key of ['j', 'ArrowDown', 'j', 'k']) await page.keyboard.press(key);
    const ids = await titles(page);
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset['finding'])).toBe(ids[1]);
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/findings/${ids[1]}$`));
    await page.getByTestId('finding').waitFor();
    await page.getByRole('link', { name: 'Findings', exact: true }).last().click();
    await page.waitForURL(/findings\?severity=critical$/);
  });

  journey('opens a finding beside with the middle button, wherever its row is hit', async ({ openApp }) => {
    const { page } = await openApp({ path: '/findings' });
    await rows(page).first().waitFor();
    const cell = await rows(page).nth(1).locator('td').nth(4).boundingBox();
    if (cell === null) throw new Error('the row is not drawn');
    const opened = page.context().waitForEvent('page');
    const hit = page.mouse.click(cell.x + cell.width - 4, cell.y + cell.height - 4, { button: 'middle' });
    const [beside] = await Promise.all([opened, hit]);
    await beside.getByTestId('finding').waitFor();
    expect(beside.url()).toContain(`/findings/${(await titles(page))[1]}`);
  });

  journey('counts by owner, opens a group to its worst, and leads on to all of it', async ({ openApp }) => {
    const { page } = await openApp({ path: '/findings?by=owner' });
    const groups = page.getByTestId('groups');
    await groups.waitFor();
    await groups.getByRole('button', { name: 'Open platform' }).click();
    await rows(page).first().waitFor();
    expect(await rows(page).count()).toBe(10);
    await page.reload();
    await rows(page).first().waitFor();
    await page.getByRole('link', { name: /^All \d+ findings$/ }).click();
    await page.waitForURL((url) => url.searchParams.get('owner') === 'platform' && !url.searchParams.has('by'));
    await expect
      .poll(async () => new Set(await rows(page).locator('td:nth-child(5)').allInnerTexts()))
      .toEqual(new Set(['platform']));
  });

  journey('exports what its filters leave, all of it', async ({ openApp }) => {
    const { page } = await openApp({ path: '/findings?cluster=staging&severity=high' });
    await rows(page).first().waitFor();
    const link = page.getByRole('link', { name: 'NDJSON' });
    const href = (await link.getAttribute('href')) ?? '';
    const lines = (await (await page.request.get(new URL(href, page.url()).href)).text()).trim().split('\n');
    const exported = lines.map((line) => JSON.parse(line) as { cluster: string; severity: string });
    expect(new Set(exported.map((one) => `${one.cluster} ${one.severity}`))).toEqual(new Set(['staging high']));
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'CSV' }).click();
    expect((await downloading).suggestedFilename()).toBe('findings.csv');
  });

  journey('asks little, and no more while nothing is done', async ({ openApp }) => {
    const { page, requests, settled } = await openApp({ path: '/findings' });
    await rows(page).first().waitFor();
    await settled();
    expect(requests().filter(({ to }) => to === 'exporter')).toHaveLength(3);
  });
});

describe('a link to the findings page', () => {
  journey('from an alert leads to the finding that it is about', async ({ openApp }) => {
    const { prometheusUrl } = inject('host') ?? { prometheusUrl: '' };
    const query = encodeURIComponent('kspm_critical_finding_since_timestamp_seconds{cluster="prod-eu"}');
    const answer = (await (await fetch(`${prometheusUrl}/api/v1/query?query=${query}`)).json()) as {
      data: { result: { metric: Record<string, string> }[] };
    };
    const labels = answer.data.result.find(({ metric }) => metric['resource_namespace'] !== '')?.metric ?? {};
    const path = findingsOfLabels({ ...labels, alertname: 'KspmCriticalFindingNew' }) ?? '';
    const { page } = await openApp({ path });
    await rows(page).first().waitFor();
    const row = await rows(page).first().innerText();
    expect(row).toContain(`${labels['resource_namespace']}/${labels['resource_name']}`);
    await rows(page).first().getByRole('link').click();
    await page
      .getByTestId('finding')
      .getByText(labels['check'] ?? '')
      .or(page.getByTestId('finding'))
      .first()
      .waitFor();
  });

  journey('from a drill says that nothing is wrong', async ({ openApp }) => {
    const { page, requests } = await openApp({ path: '/findings?cluster=prod-us&check=plumbline-drill&q=drill-1' });
    await page.getByTestId('drill').waitFor();
    expect(requests().filter(({ path }) => path.includes('check=plumbline-drill'))).toEqual([]);
  });

  journey('from an alert about small owners together shows the owners that there are', async ({ openApp }) => {
    const { page } = await openApp({ path: '/findings?cluster=prod-eu&owner=_other' });
    await rows(page).first().waitFor();
    await page.getByText('The alert is about smaller owners together').waitFor();
  });
});

describe.for(['dark', 'light'] as const)('the findings page in the %s theme', (theme) => {
  journey.for(['', '?by=check', '?severity=critical&state=open&q=legacy'])(
    'keeps nobody out: %s',
    async (search, { openApp }) => {
      const { page, audit, settled } = await openApp({ path: `/findings${search}`, theme });
      await page.getByTestId('count').waitFor();
      await settled();
      expect(await audit()).toEqual([]);
    },
  );

  journey.for([768, 1280, 2560])('fits into %d pixels', async (width, { openApp }) => {
    const { page, shot, settled } = await openApp({ path: '/findings', theme, width });
    await rows(page).first().waitFor();
    await settled();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await shot(`findings-${theme}-${width}`);
  });
});
