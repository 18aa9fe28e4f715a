import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Something on a page that keeps somebody out. */
export interface Violation {
  readonly rule: string;
  readonly impact: string;
  /** The elements, with what axe says of each. */
  readonly where: readonly string[];
}

// The page around the app is the stand-in's, and pictures of panels on a canvas are drawn by @grafana/ui.
const excluded = ['nav[aria-label="Navigation"]', '.uplot'];

/** What Grafana's packages draw so in every app, which apps cannot mend: only this rule, only there. */
const drawnByGrafana: readonly { readonly rule: string; readonly seen: RegExp; readonly what: string }[] = [
  { rule: 'aria-required-attr', seen: /role="heading"/, what: 'titles of rows of Scenes have no level' },
  { rule: 'button-name', seen: /toolbar-button/, what: 'the arrows of the time picker of Scenes have no name' },
  { rule: 'button-name', seen: /panel-header-item/, what: 'what stops the query of a panel has no name' },
  { rule: 'label-content-name-mismatch', seen: /toolbar-button/, what: 'the refresh picker is called by what it does' },
  { rule: 'label-content-name-mismatch', seen: /LegendLabel/, what: 'entries of legends are called by what they do' },
  {
    rule: 'color-contrast',
    seen: /Bar gauge value/,
    what: 'figures of bar gauges have the colour of their threshold',
  },
];

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
  return violations.flatMap(({ id, impact, nodes }) => {
    const ours = nodes.filter(
      ({ html, target }) =>
        !drawnByGrafana.some(({ rule, seen }) => rule === id && seen.test(`${html} ${target.join(' ')}`)),
    );
    const where = ours.map(
      ({ html, failureSummary = '' }) => `${html.slice(0, 300)}: ${failureSummary.replace(/\s+/g, ' ').slice(0, 200)}`,
    );
    return where.length === 0 ? [] : [{ rule: id, impact: impact ?? 'unknown', where }];
  });
}
