import { defineConfig } from 'vitest/config';

// Beside the tests, because the top level of the repository is fixed.
export default defineConfig({
  root: `${import.meta.dirname}/..`,
  test: {
    projects: [
      {
        // The plugin has a package of its own, which cannot name what lies outside of it; its bundler does the same.
        resolve: { alias: { '#contract': `${import.meta.dirname}/../exporter/contract/index.ts` } },
        test: {
          name: 'unit',
          // A busy machine is no failure; a test that hangs still is.
          testTimeout: 60_000,
          include: [
            'alerts/**/*.test.ts',
            'exporter/**/*.test.ts',
            'grafana-plugin/src/**/*.test.ts',
            'grafana-plugin/test/contract/**/*.test.ts',
            'grafana-plugin/test/host/**/*.test.ts',
            'test/alerts/**/*.test.ts',
            'test/contract/**/*.test.ts',
            'test/dashboards/**/*.test.ts',
            'test/flow/**/*.test.ts',
            'test/model/**/*.test.ts',
            'test/*.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'real',
          include: ['test/real/**/*.test.ts'],
          // Each file starts servers of its own; two at once would only wait for each other.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'grafana',
          include: ['grafana-plugin/test/journeys/**/*.test.ts'],
          globalSetup: ['grafana-plugin/test/host/global-setup.ts'],
          // All share one stand-in and two cores.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
          // As long as Playwright waits: the app asks once more before it gives up.
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
});
