import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import type { ApiCluster, ApiFindingGroups, ApiFindingPage, ApiPage } from '../../../exporter/contract/index.ts';
import { journey } from '../host/journey.ts';
import { patched, refusing } from './patched.ts';

const noFindings = (answer: ApiFindingPage): ApiFindingPage => ({ ...answer, items: [], total: 0 });
const noGroups = (answer: ApiFindingGroups): ApiFindingGroups => ({ ...answer, items: [], groups: 0, findings: 0 });

async function withoutFindings(page: Page): Promise<void> {
  await patched(page, 'findings?*', noFindings);
  await patched(page, 'findings/groups?*', noGroups);
}

function clustersAre(page: Page, differs: Partial<ApiCluster>): Promise<void> {
  return patched<ApiPage<ApiCluster>>(page, 'clusters?*', (answer) => ({
    ...answer,
    items: answer.items.map((cluster) => ({ ...cluster, ...differs })),
  }));
}

describe('a findings page without findings', () => {
  journey('is good news where everything was looked at', async ({ openApp }) => {
    const { page } = await openApp({ path: '/findings' });
    await withoutFindings(page);
    await clustersAre(page, { coverage: 1 });
    await page.reload();
    await page.getByTestId('nothing-wrong').getByText('3 clusters looked at').waitFor();
  });

  journey.for([
    ['something has no verdict', { coverage: 0.5 }, 'doubts-partial'],
    ['clusters do not answer', { coverage: 1, up: false, problem: 'connection refused' }, 'doubts-stale'],
    ['nothing new has come for long', { coverage: 1, lastSuccess: '2026-01-01T00:00:00Z' }, 'doubts-stale'],
    ['nothing was evaluated', { coverage: 0, ready: false }, 'doubts-partial'],
  ] as const)('is no good news where %s', async ([, differs, notice], { openApp }) => {
    const { page } = await openApp({ path: '/findings' });
    await withoutFindings(page);
    await clustersAre(page, differs);
    await page.reload();
    await page.getByTestId('nothing-known').waitFor();
    await page.getByTestId(notice).waitFor();
    expect(await page.getByTestId('nothing-wrong').count()).toBe(0);
  });

  journey('says that filters hide all of them, and takes the filters off', async ({ openApp }) => {
    const { page } = await openApp({ path: '/findings?q=nothing-is-called-so&cluster=prod-us' });
    await page.getByTestId('nothing-matches').getByRole('button', { name: 'Reset filters' }).click();
    await page.getByTestId('findings').waitFor();
  });
});

describe('a findings page that is not whole', () => {
  journey('names the clusters of which nothing is remembered', async ({ openApp }) => {
    const { page } = await openApp({ path: '/findings' });
    await patched<ApiFindingPage>(page, 'findings?*', (answer) => ({
      ...answer,
      at: '2026-05-01T10:00:00Z',
      notRemembered: ['prod-us'],
    }));
    await page.reload();
    await page.getByTestId('not-remembered').getByText('prod-us').waitFor();
    await page.getByTestId('past').waitFor();
  });

  journey('says that there may be more where databases stop counting', async ({ openApp }) => {
    const { page } = await openApp({ path: '/findings', expectedErrors: [/503/] });
    await patched<ApiFindingPage>(page, 'findings?*', (answer) => ({ ...answer, total: 10_000 }));
    await refusing(page, 'findings/groups?*', 503, { detail: 'What is remembered cannot be read now.' });
    await page.reload();
    await expect.poll(() => page.getByTestId('count').innerText()).toBe('10,000+ findings');
  });
});

describe('a findings page without an exporter', () => {
  journey.for([
    ['exporter-401', 'failure-token'],
    ['exporter-403', 'failure-forbidden'],
    ['exporter-500', 'failure-broken'],
    ['exporter-unreachable', 'failure-unreachable'],
  ] as const)('says with %s who can mend it, and nothing good', async ([fault, notice], { openApp }) => {
    const { page, settled } = await openApp({ path: '/findings', fault });
    await page.getByTestId(notice).first().waitFor();
    await settled();
    expect(await page.getByTestId('nothing-wrong').or(page.getByTestId('nothing-matches')).count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
  });

  journey('shows bars, not emptiness, while it waits', async ({ openApp }) => {
    const { page } = await openApp({ path: '/findings', fault: 'exporter-slow' });
    await page.getByTestId('loading').first().waitFor();
    expect(await page.getByTestId('count').count()).toBe(0);
  });

  journey.for([
    ['age=lt_1d&state=open&state=exempt', 'Reset filters'],
    ['severity=terrible', 'Reset filters'],
    ['cursor=nonsense', 'First page'],
  ])('leads out of a question that is refused: %s', async ([search, way], { openApp }) => {
    const { page } = await openApp({ path: `/findings?${search}`, expectedErrors: [/400/] });
    await page.getByTestId('failure-invalid').waitFor();
    await page.getByRole('button', { name: way }).last().click();
    await page.getByTestId('findings').waitFor();
  });
});
