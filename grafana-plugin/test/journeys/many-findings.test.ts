import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { hostFolder } from '../host/build-host.ts';
import { distFolder } from '../host/global-setup.ts';
import { journey } from '../host/journey.ts';
import { startHostServer, type HostServer } from '../host/server/host-server.ts';
import { startManyFindings, type ManyFindings } from '../host/stack/many-findings.ts';

const deployments = 3_500;
const leastFindings = 100_000;
/** Elements of a page of findings with all around it: bounded by the page, not by what there is. */
const mostElements = 6_000;
/** Questions to the exporter until a page of findings stands: the findings, their counts, how clusters stand, and what filters offer. */
const mostQuestions = 8;

describe('among 100,000 findings', () => {
  let many: ManyFindings | undefined;
  let server: HostServer | undefined;

  beforeAll(async () => {
    if (inject('host') === undefined) return;
    many = await startManyFindings(deployments);
    server = await startHostServer({ host: hostFolder, dist: distFolder, backends: { demo: many } });
  }, 300_000);

  afterAll(async () => {
    await server?.stop();
    await many?.stop();
  });

  journey('a page asks little, draws little, and finds what is searched', async ({ openApp }) => {
    const { page, requests, clearRequests, settled } = await openApp({ path: '/findings', at: server?.url ?? '' });
    const tasks = await page.evaluateHandle(() => {
      const found: number[] = [];
      new PerformanceObserver((list) => found.push(...list.getEntries().map(({ duration }) => duration))).observe({
        type: 'longtask',
        buffered: true,
      });
      return found;
    });
    const total = page.getByText(/^[\d,.\s]+ findings$/);
    await total.first().waitFor();
    await settled();
    const count = Number((await total.first().innerText()).replace(/\D/g, ''));
    expect(count).toBeGreaterThanOrEqual(leastFindings);
    const elements = await page.locator('*').count();
    expect(elements).toBeLessThan(mostElements);
    expect(requests().filter(({ to }) => to === 'exporter').length).toBeLessThanOrEqual(mostQuestions);

    clearRequests();
    await page.getByRole('textbox', { name: 'Search findings' }).pressSequentially('service-3123', { delay: 30 });
    // What was typed by a pause has an answer of its own, with such rows among others.
    await page.waitForURL(/[?&]q=service-3123(&|$)/);
    await page.locator('table[data-testid="findings"][aria-busy="false"]').waitFor();
    await settled();
    const typing = requests().filter(({ to }) => to === 'exporter').length;
    // Twelve keys: what is asked follows pauses, not keys.
    expect(typing).toBeLessThanOrEqual(mostQuestions);
    const shown = await page.getByRole('row').allInnerTexts();
    expect(shown.slice(1).every((row) => row.includes('service-3123'))).toBe(true);

    const longest = Math.max(0, ...(await tasks.jsonValue()));
    process.stdout.write(
      `${count} findings: ${elements} elements, ${typing} questions for 12 keys, longest task ${Math.round(longest)} ms\n`,
    );
  });

  journey('pages follow each other without one twice', async ({ openApp }) => {
    const { page } = await openApp({ path: '/findings', at: server?.url ?? '' });
    const links = page.getByRole('row').getByRole('link');
    await links.first().waitFor();
    const first = await hrefsOf();
    await page.getByRole('navigation', { name: 'Pages of findings' }).getByText(/next/i).click();
    await page.waitForFunction(
      (before) => !document.querySelector('tbody a')?.getAttribute('href')?.includes(before),
      first[0] ?? '',
    );
    const second = await hrefsOf();
    expect(second.length).toBe(first.length);
    expect(second.filter((href) => first.includes(href))).toEqual([]);

    function hrefsOf(): Promise<readonly string[]> {
      return page
        .locator('tbody tr a[href*="/findings/"]')
        .evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
    }
  });
});
