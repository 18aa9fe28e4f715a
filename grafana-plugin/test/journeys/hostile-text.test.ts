import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import type {
  ApiFinding,
  ApiFindingDetail,
  ApiFindingGroups,
  ApiFindingPage,
} from '../../../exporter/contract/index.ts';
import { journey } from '../host/journey.ts';
import { patched } from './patched.ts';

const markup = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>[x](javascript:alert(1))';
const turned = 'pay\u202Etxt.exe\u2066\u200B';
const long = 'a'.repeat(1_000);
const piled = `z${'\u0301'.repeat(400)}`;

function hostile<T extends ApiFinding>(finding: T): T {
  return {
    ...finding,
    cluster: `prod ${turned}`,
    message: `${markup} ${piled}`,
    object: { ...finding.object, namespace: turned, name: long },
    container: markup,
    owner: {
      ...finding.owner,
      team: `${long}${turned}`,
      teamSource: markup,
      contact: { slack: markup, runbook: 'javascript:window.hacked=1', email: 'a@b.c?bcc=all' },
    },
    changedBy: { actor: 'human', manager: `kubectl ${turned}` },
    windows: [markup],
    path: `spec.${long}`,
  };
}

/** Nothing ran, nothing was drawn, nothing leads outside, and nothing is wider than the window. */
async function isHarmless(page: Page, width: number): Promise<void> {
  expect(
    await page.evaluate(() => ({
      ran: 'hacked' in window,
      drawn: document.querySelectorAll('main img[src="x"], main script').length,
      links: [...document.querySelectorAll<HTMLAnchorElement>('a[href]')].filter(
        ({ protocol }) => protocol === 'javascript:',
      ).length,
      wide: document.documentElement.scrollWidth > window.innerWidth,
      invisible: document.body.innerText
        .split('\n')
        .filter((line) => /[\u202A-\u202E\u2066-\u2069\u200B-\u200F\uFEFF]/.test(line)),
    })),
  ).toEqual({ ran: false, drawn: 0, links: 0, wide: false, invisible: [] });
  expect(page.viewportSize()?.width).toBe(width);
}

describe('text that a cluster chose', () => {
  journey.for([768, 1280])('is shown as text in the list, at %d pixels', async (width, { openApp }) => {
    const { page } = await openApp({ path: '/findings', width });
    await patched<ApiFindingPage>(page, 'findings?*', (answer) => ({ ...answer, items: answer.items.map(hostile) }));
    await page.reload();
    await page.getByTestId('findings').getByText('⟨U+202E⟩').first().waitFor();
    await isHarmless(page, width);
  });

  journey('is shown as text in groups', async ({ openApp }) => {
    const { page } = await openApp({ path: '/findings?by=owner' });
    await patched<ApiFindingGroups>(page, 'findings/groups?*', (answer) => ({
      ...answer,
      items: answer.items.map((group, index) => ({
        ...group,
        key: `${index}${turned}${index % 2 === 0 ? markup : long}`,
      })),
    }));
    await page.reload();
    await page.getByTestId('groups').getByText('⟨U+202E⟩').first().waitFor();
    await isHarmless(page, 1280);
  });

  journey.for([768, 2560])('is shown as text on the page of the finding, at %d pixels', async (width, { openApp }) => {
    // The exporter does not know the cluster either, and repeats its name.
    const { page, settled } = await openApp({ path: '/findings', width, expectedErrors: [/400/] });
    await patched<ApiFindingDetail>(page, 'findings/*', (answer) =>
      'evidence' in answer
        ? {
            ...hostile(answer),
            evidence: {
              fields: [{ path: `metadata.${long}`, value: `${markup}\n${turned}\n${long}`, redacted: true, cut: true }],
            },
            history: answer.history.map((step) => ({ ...step, message: markup, windows: [turned] })),
          }
        : answer,
    );
    await page.locator('[data-finding]').first().click();
    await page.getByTestId('finding').getByText('⟨U+202E⟩').first().waitFor();
    await page.getByText('redacted: a secret, or may be one').waitFor();
    await page.getByText('Parameter cluster is').first().waitFor();
    await settled();
    await isHarmless(page, width);
  });

  journey('is shown as text where a URL brings it', async ({ openApp }) => {
    const search = new URLSearchParams({
      q: markup,
      namespace: turned,
      window: 'x',
      by: markup,
      at: markup,
      sort: markup,
    });
    const { page } = await openApp({ path: `/findings?${search}`, expectedErrors: [/400/] });
    await page.getByTestId('failure-invalid').waitFor();
    await page.getByRole('button', { name: /^Take off Namespace: pay⟨U\+202E⟩/ }).waitFor();
    await isHarmless(page, 1280);
  });
});
