import { inject, test } from 'vitest';
import { launchBrowser } from './browser-process.ts';
import { openPage, type OpenApp, type OpenedApp } from './open-app.ts';

/**
 * A test that walks through the app in Chromium, with `openApp` to open pages. They are closed with the test, which fails
 * when the console of one had errors that nobody expected. Skipped where the machine cannot run it, which the run says once.
 */
export const journey = test
  // oxlint-disable-next-line no-empty-pattern
  .extend('browser', { scope: 'file' }, async ({}, { onCleanup }) => {
    if (inject('host') === undefined) return undefined;
    const browser = await launchBrowser();
    onCleanup(() => browser.close());
    return browser;
  })
  .extend('openApp', ({ browser, skip }, { onCleanup }): OpenApp => {
    const host = inject('host');
    if (browser === undefined || host === undefined) return skip('this machine lacks what journeys need');
    const opened: OpenedApp[] = [];
    onCleanup(async () => {
      const errors = opened.flatMap((app) => app.errors().map((error) => `${app.page.url()}: ${error}`));
      for (const { page } of opened) await page.context().close();
      if (errors.length > 0) throw new Error(`errors in the console that nobody expected:\n${errors.join('\n')}`);
    });
    return async (options) => {
      const app = await openPage(browser, options.at ?? host.url, options);
      opened.push(app);
      return app;
    };
  });
