import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, onTestFinished } from 'vitest';
import { hostFolder } from '../host/build-host.ts';
import { distFolder } from '../host/global-setup.ts';
import { journey } from '../host/journey.ts';
import { startHostServer } from '../host/server/host-server.ts';

describe('the stand-in for Grafana', () => {
  journey('draws the built app with data of the exporter', async ({ openApp }) => {
    const { page, requests } = await openApp({ path: '/findings' });
    await page.getByText('Container runs privileged').first().waitFor();
    expect(requests().filter(({ to }) => to === 'exporter')).not.toEqual([]);
  });

  journey.for(['dark', 'light'] as const)('draws it in the %s theme', async (theme, { openApp }) => {
    const { page } = await openApp({ path: '/findings', theme });
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [red = 0] = (/\d+/.exec(background) ?? []).map(Number);
    expect(red > 128).toBe(theme === 'light');
  });

  journey('notices a bundle that does not run', async ({ openApp }) => {
    const dist = brokenBundle((text) => text.replace(/setRootPage/g, 'setNoPage'));
    const at = await standInWith(dist);
    const opened = await openApp({ path: '/findings', at, expectedErrors: [/setNoPage is not a function/] });
    expect((await opened.record()).failure).toMatch('setNoPage is not a function');
  });

  journey('notices a chunk that is not what the bundle was built with', async ({ openApp }) => {
    const at = await standInWith(brokenBundle((text) => text.replace(/sha256-\w/g, 'sha256-_')));
    const { page } = await openApp({ path: '/findings', at, expectedErrors: [/digest|integrity|ChunkLoadError/i] });
    await page.getByRole('alert').first().waitFor();
    expect(await page.getByText('Container runs privileged').count()).toBe(0);
  });
});

function brokenBundle(change: (text: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-bundle-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(distFolder, folder, { recursive: true });
  const module = join(folder, 'module.js');
  const text = readFileSync(module, 'utf8');
  const changed = change(text);
  expect(changed).not.toBe(text);
  writeFileSync(module, changed);
  return folder;
}

/** Another stand-in with a bundle of its own; what stands behind is out of reach, as nothing asks for it. */
async function standInWith(dist: string): Promise<string> {
  const shared = inject('host');
  if (shared === undefined) throw new Error('only where journeys run');
  const nowhere = {
    exporterUrl: shared.exporterUrl,
    prometheusUrl: shared.prometheusUrl,
    apiToken: '',
    metricsToken: '',
  };
  const server = await startHostServer({ host: hostFolder, dist, backends: { demo: nowhere } });
  onTestFinished(() => server.stop());
  return server.url;
}
