import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Something on a page that keeps somebody out. */
export interface Violation {
  readonly rule: string;
  readonly impact: string;
  /** Where, as selectors with what axe says of each. */
  readonly where: readonly string[];
}

// The page around the app is the stand-in's, and pictures of panels on a canvas are drawn by @grafana/ui.
const excluded = ['nav[aria-label="Navigation"]', '.uplot'];

/** Asks axe-core about a page, after WCAG 2.2 A and AA and what it calls best practice. */
export async function auditPage(page: Page): Promise<readonly Violation[]> {
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations } = await page.evaluate(async (exclude) => {
    const { axe: loaded } = window as unknown as { readonly axe: typeof axe };
    return loaded.run(
      { exclude },
      {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        resultTypes: ['violations'],
      },
    );
  }, excluded);
  return violations.map(({ id, impact, nodes }) => ({
    rule: id,
    impact: impact ?? 'unknown',
    where: nodes.map(
      ({ target, failureSummary = '' }) => `${target.join(' ')}: ${failureSummary.replace(/\s+/g, ' ')}`,
    ),
  }));
}
