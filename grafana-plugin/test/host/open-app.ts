import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { auditPage, type Violation } from './audit-page.ts';
import type { HostRecord } from './browser/record.ts';
import { encodeKnobs, knobsCookie, type Fault, type Knobs, type Role, type Theme, usualKnobs } from './server/knobs.ts';
import { watchPage, type Watched } from './watch-page.ts';

/** How a page of the app is opened; everything but the path has a default. */
export interface OpenOptions {
  /** Below the app, such as `/findings?severity=critical`, or a whole path of Grafana such as `/plugins/…`. */
  readonly path: string;
  readonly theme?: Theme;
  readonly role?: Role;
  /** One fault, or several. */
  readonly fault?: Fault | readonly Fault[];
  /** Of the window; 1280 × 800 unless given. */
  readonly width?: number;
  readonly height?: number;
  /** URL of another stand-in than the shared one: with other exporters or another bundle. */
  readonly at?: string;
  /** Which backend of that stand-in. */
  readonly backend?: string;
  /** Errors of the console that are part of the test; those of requests that a fault refuses are expected anyway. */
  readonly expectedErrors?: readonly RegExp[];
}

/** An opened page. */
export interface OpenedApp extends Watched {
  readonly page: Page;
  /** Waits until no request has been under way for half a second. */
  readonly settled: () => Promise<void>;
  /** What the stand-in recorded: notices, interactions, panels, extensions. */
  readonly record: () => Promise<HostRecord>;
  /** What axe-core finds wrong with the page as it is now. */
  readonly audit: () => Promise<readonly Violation[]>;
  /** Keeps a picture of the page as `test-results/grafana/<name>.png`. */
  readonly shot: (name: string) => Promise<void>;
}

/** Opens pages; each in a browser context of its own. */
export type OpenApp = (options: OpenOptions) => Promise<OpenedApp>;

const appBase = '/a/plumbline-posture-app';
const pictures = join(import.meta.dirname, '../../../test-results/grafana');

/** What the browser says of a request that fails, and Scenes of a variable whose values it cannot have. */
const refused = [/^Failed to load resource/, /^SceneVariableSet updateAndValidate error/];

/** Opens a page of the stand-in at `url` and waits until the app is drawn. The caller closes the context. */
export async function openPage(browser: Browser, url: string, options: OpenOptions): Promise<OpenedApp> {
  const { path, theme = 'dark', width = 1280, height = 800, expectedErrors = [] } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const knobs = knobsFor(options);
  await context.addCookies([{ name: knobsCookie, value: encodeURIComponent(encodeKnobs(knobs)), url }]);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const watched = watchPage(page, knobs.faults.length === 0 ? expectedErrors : [...refused, ...expectedErrors]);
  await page.goto(new URL(isWhole(path) ? path : `${appBase}${path}`, url).href);
  await page.waitForFunction(() => window.plumblineHost.mounted || window.plumblineHost.failure !== undefined);
  return {
    ...watched,
    page,
    settled: () => page.waitForLoadState('networkidle'),
    record: async () => JSON.parse(await page.evaluate(() => JSON.stringify(window.plumblineHost))) as HostRecord,
    audit: () => auditPage(page),
    async shot(name) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `${name}.png`) });
    },
  };
}

function knobsFor({ theme, role, fault, backend }: OpenOptions): Knobs {
  const faults = fault === undefined ? [] : typeof fault === 'string' ? [fault] : fault;
  return {
    theme: theme ?? usualKnobs.theme,
    role: role ?? usualKnobs.role,
    backend: backend ?? usualKnobs.backend,
    faults,
  };
}

function isWhole(path: string): boolean {
  return path === '/' || /^\/(?:a|plugins|explore|d)\//.test(path);
}
