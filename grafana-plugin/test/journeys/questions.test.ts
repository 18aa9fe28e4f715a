import { describe, expect } from 'vitest';
import { journey } from '../host/journey.ts';
import type { DataRequest } from '../host/watch-page.ts';

/** Most questions of a page to each source until it stands. */
const pages = [
  ['/overview', { prometheus: 60, exporter: 0 }],
  ['/findings', { prometheus: 0, exporter: 8 }],
  ['/clusters', { prometheus: 0, exporter: 6 }],
  ['/compliance', { prometheus: 0, exporter: 8 }],
  ['/checks', { prometheus: 0, exporter: 6 }],
] as const;

describe('a page asks no more than it shows', () => {
  journey.for(pages)('%s', async ([path, most], { openApp }) => {
    const opened = performance.now();
    const { page, requests, settled } = await openApp({ path });
    await page.locator('table, [data-viz-panel-key], section').first().waitFor();
    const shown = Math.round(performance.now() - opened);
    await settled();
    const asked = Map.groupBy(requests(), ({ to }) => to);
    const counts = { prometheus: asked.get('prometheus')?.length ?? 0, exporter: asked.get('exporter')?.length ?? 0 };
    process.stdout.write(
      `${path}: ${counts.prometheus} queries, ${counts.exporter} questions to the exporter, first content after ${shown} ms\n`,
    );
    expect(counts.prometheus).toBeLessThanOrEqual(most.prometheus);
    expect(counts.exporter).toBeLessThanOrEqual(most.exporter);
    expect(counts.prometheus + counts.exporter).toBeGreaterThan(0);
  });

  journey(
    'the executive page reads what rules have recorded, and nothing of a thousand clusters itself',
    async ({ openApp }) => {
      const { requests, settled } = await openApp({ path: '/overview', height: 6000 });
      await settled();
      const queries = requests().flatMap(promqlOf);
      expect(queries.length).toBeGreaterThan(10);
      expect(queries.filter((query) => /(?<![:\w])kspm_/.test(query))).toEqual([]);
    },
  );
});

function promqlOf({ to, body }: DataRequest): readonly string[] {
  const query = to === 'prometheus' ? new URLSearchParams(body ?? '').get('query') : null;
  return query === null ? [] : [query];
}
