import type { Page } from 'playwright-core';

/** Path of the exporter's API as the app asks for it. */
const proxied = '**/api/plugin-proxy/plumbline-posture-app/api/v1/';

/**
 * Lets the exporter answer, and changes its answers to one route on their way: for what no fleet of a demo holds. `route` is
 * a glob below the API; what the page asked before is not asked again by this.
 */
export async function patched<T>(page: Page, route: string, change: (answer: T) => T): Promise<void> {
  await page.route(`${proxied}${route}`, async (asked) => {
    const response = await asked.fetch();
    await asked.fulfill({ response, json: change((await response.json()) as T) });
  });
}

/** Answers one route with a problem instead of the exporter. */
export async function refusing(page: Page, route: string, status: number, problem: object): Promise<void> {
  await page.route(`${proxied}${route}`, (asked) =>
    asked.fulfill({
      status,
      contentType: 'application/problem+json',
      json: { status, type: 'about:blank', ...problem },
    }),
  );
}
