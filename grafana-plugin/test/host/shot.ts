import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from './browser-process.ts';

const usage = `usage: node grafana-plugin/test/host/shot.ts PATH FILE.png [options], with start.ts running
  PATH               such as /a/plumbline-posture-app/findings?severity=critical
  --url URL          of the stand-in (default http://127.0.0.1:3000)
  --theme light      --role Viewer      --fault exporter-401 (repeat for several)
  --width 1280       --height 800       of the window; --full for the whole page
  --wait 1500        milliseconds after the network went quiet`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:3000' },
      theme: { type: 'string', default: 'dark' },
      role: { type: 'string', default: 'Admin' },
      fault: { type: 'string', multiple: true, default: [''] },
      width: { type: 'string', default: '1280' },
      height: { type: 'string', default: '800' },
      wait: { type: 'string', default: '1500' },
      full: { type: 'boolean', default: false },
    },
  });
  const [path, file] = positionals;
  if (path === undefined || file === undefined) throw new Error(usage);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({
      viewport: { width: Number(values.width), height: Number(values.height) },
      colorScheme: values.theme === 'light' ? 'light' : 'dark',
    });
    const troubles: string[] = [];
    page.on('console', (message) => {
      // Some of Grafana's fonts come with Grafana only.
      if (message.text().startsWith('Failed to decode downloaded font')) return;
      if (message.type() === 'error' || message.type() === 'warning')
        troubles.push(`${message.type()}: ${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => troubles.push(`uncaught: ${error.stack ?? error.message}`));
    const target = new URL(path, values.url);
    target.searchParams.set('host-theme', values.theme);
    target.searchParams.set('host-role', values.role);
    for (const fault of values.fault) target.searchParams.append('host-fault', fault);
    await page.goto(target.href);
    await page
      .waitForFunction(() => window.plumblineHost?.mounted || window.plumblineHost?.failure !== undefined)
      .catch((error: unknown) => void troubles.push(`the app was not drawn: ${String(error)}`));
    await page.waitForLoadState('networkidle', { timeout: 10_000 }).catch((error: unknown) => {
      troubles.push(`still loading after ten seconds: ${String(error)}`);
    });
    await page.waitForTimeout(Number(values.wait));
    mkdirSync(dirname(file), { recursive: true });
    await page.screenshot({ path: file, fullPage: values.full });
    process.stdout.write(`${page.url()}\n${troubles.map((line) => `${line}\n`).join('')}`);
    return troubles.length === 0 ? 0 : 1;
  } finally {
    await browser.close();
  }
}

process.exitCode = await main();
