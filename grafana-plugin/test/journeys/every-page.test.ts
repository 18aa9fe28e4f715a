import { describe, expect } from 'vitest';
import { journey } from '../host/journey.ts';
import { themes } from '../host/server/knobs.ts';

/** Every kind of page, under a name for its picture; a finding and a cluster are those of the demo's fleet. */
const pages = [
  ['overview', '/overview'],
  ['findings', '/findings'],
  ['findings-by-owner', '/findings?by=owner'],
  ['clusters', '/clusters'],
  ['cluster', '/clusters/prod-eu'],
  ['compliance', '/compliance'],
  ['framework', '/compliance/cis'],
  ['checks', '/checks'],
  ['check', '/checks/pod-privileged'],
  ['configuration', '/plugins/plumbline-posture-app'],
] as const;

/** Pixels: a tablet, a laptop, a wall. */
const widths = [768, 1280, 2560] as const;

describe.for(themes)('in the %s theme', (theme) => {
  journey.for(pages)('%s keeps nobody out at any width', async ([name, path], { openApp }) => {
    const app = await openApp({ path, theme, height: 1200 });
    await app.settled();
    for (const width of widths) {
      await app.page.setViewportSize({ width, height: 1200 });
      await app.settled();
      expect(await app.audit(), `${width} pixels`).toEqual([]);
      const overflow = await app.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, `pixels beyond the right edge at ${width}`).toBeLessThanOrEqual(0);
      await app.shot(`${name}-${theme}-${width}`);
    }
  });
});
