import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PluginOptions } from '@grafana/plugin-e2e';
import { defineConfig, devices } from '@playwright/test';

const auth = `${dirname(fileURLToPath(import.meta.resolve('@grafana/plugin-e2e')))}/auth`;

/** The suite for a real Grafana (`docker compose up`, then `npm run e2e`); what needs none is in test/. */
export default defineConfig<PluginOptions>({
  testDir: './e2e',
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
  use: { baseURL: process.env['GRAFANA_URL'] ?? 'http://localhost:3000', trace: 'retain-on-failure' },
  projects: [
    { name: 'auth', testDir: auth, testMatch: [/.*\.js/] },
    {
      name: 'chromium',
      use: { ...devices['Desktop Chrome'], storageState: 'playwright/.auth/admin.json' },
      dependencies: ['auth'],
    },
  ],
});
