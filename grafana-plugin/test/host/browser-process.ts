import { chromium, type Browser } from 'playwright-core';
import { toolPath } from '../../../test/tools/find.ts';

/** Starts the Chromium of the system without a window. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: toolPath('chromium'),
    args: [
      // Chromium refuses its sandbox to root, as whom containers run it.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--force-color-profile=srgb',
    ],
  });
}
