import type { Page } from 'playwright-core';
import { describe, expect, inject, onTestFinished } from 'vitest';
import { hostFolder } from '../host/build-host.ts';
import { distFolder } from '../host/global-setup.ts';
import { journey } from '../host/journey.ts';
import { startHostServer } from '../host/server/host-server.ts';
import { grafanaToken } from '../host/stack/exporter.ts';

const path = '/plugins/plumbline-posture-app';

describe('the configuration page', () => {
  journey('connects an app that has no token, and says that all works', async ({ openApp }) => {
    const { page, audit, shot } = await openApp({ path, at: await ownGrafana() });
    await fill(page, { url: exporterUrl(), token: grafanaToken });
    await expectStep(page, 'exporter', 'works');
    // A Prometheus that has just begun has scraped nothing yet: then the page says so, and is asked again.
    const works = page.getByRole('listitem').filter({ hasText: ': works' });
    while ((await works.count()) < 3) {
      await page.waitForTimeout(1_000);
      await save(page);
      await expectStep(page, 'rules', 'work');
    }
    // Grafana's own button is too pale while the pointer is over it.
    await page.mouse.move(0, 0);
    await page.waitForTimeout(300);
    expect(await audit()).toEqual([]);
    await shot('configuration-dark');
    // The secret was sent once, and the field does not give it back.
    expect(await page.getByLabel('Token').inputValue()).not.toContain(grafanaToken);
  });

  journey('tells a wrong token from an exporter that is away', async ({ openApp }) => {
    const expectedErrors = [/Failed to load resource/];
    const { page } = await openApp({ path, at: await ownGrafana(), expectedErrors });
    await fill(page, { url: exporterUrl(), token: 'not-one-of-its-tokens' });
    await expectStep(page, 'exporter', 'does not accept the token');
    await fill(page, { url: 'http://127.0.0.1:9' });
    await expectStep(page, 'exporter', 'does not answer');
  });

  journey('refuses what is no URL before it asks anybody', async ({ openApp }) => {
    const { page, requests } = await openApp({ path, at: await ownGrafana() });
    await fill(page, { url: 'plumbline:8080/api/v1' });
    await page.getByText('The URL begins with http:// or https://.').waitFor();
    expect(requests().filter(({ method }) => method === 'POST')).toEqual([]);
  });

  journey('lets only those change it who may change plugins', async ({ openApp }) => {
    const { page } = await openApp({ path, role: 'Viewer' });
    expect(await page.locator('#exporter-url').isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Save and test' }).isDisabled()).toBe(true);
    await page.getByText('ask an administrator').waitFor();
  });
});

describe('an app that is connected to nothing', () => {
  journey('says what it needs, and where that is entered', async ({ openApp }) => {
    const { page, audit } = await openApp({ path: '/overview', fault: ['not-configured', 'no-data-source'] });
    await page.getByTestId('onboarding').waitFor();
    expect(await page.getByRole('link', { name: 'Configure the app' }).getAttribute('href')).toBe(path);
    expect(await audit()).toEqual([]);
  });

  journey('sends who may not configure it to an administrator', async ({ openApp }) => {
    const fault = ['not-configured', 'no-data-source'] as const;
    const { page } = await openApp({ path: '/overview', role: 'Viewer', fault });
    await page.getByText('An administrator of this Grafana has to configure the app').waitFor();
    expect(await page.getByRole('link', { name: 'Configure the app' }).count()).toBe(0);
  });
});

async function fill(page: Page, { url, token }: { readonly url: string; readonly token?: string }): Promise<void> {
  await page.locator('#exporter-url').fill(url);
  if (token !== undefined) await page.getByLabel('Token').fill(token);
  await save(page);
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save and test' }).click();
}

async function expectStep(page: Page, of: string, words: string): Promise<void> {
  await page.getByTestId(`connection-${of}`).filter({ hasText: words }).waitFor();
}

function exporterUrl(): string {
  return inject('host')?.exporterUrl ?? '';
}

/** A Grafana whose settings are nobody else's. */
async function ownGrafana(): Promise<string> {
  const shared = inject('host');
  if (shared === undefined) throw new Error('only where journeys run');
  const { exporterUrl, prometheusUrl } = shared;
  const backend = { exporterUrl, prometheusUrl, apiToken: '', metricsToken: '' };
  const server = await startHostServer({ host: hostFolder, dist: distFolder, backends: { demo: backend } });
  onTestFinished(() => server.stop());
  return server.url;
}
