import path from 'node:path';
import type { Configuration } from 'webpack';
import { mergeWithRules, CustomizeRule } from 'webpack-merge';

import baseConfig, { type Env } from './.config/webpack/webpack.config.ts';

/** The scaffolded configuration with what ours adds to it: names shared with the exporter, and the automatic JSX runtime. */
export default async function config(env: Env): Promise<Configuration> {
  return mergeWithRules({ module: { rules: { test: CustomizeRule.Match, use: { options: CustomizeRule.Merge } } } })(
    await baseConfig(env),
    {
      // Scenes is half a megabyte and comes with the first page of panels; what is loaded with every page of Grafana is bounded by a test.
      performance: { hints: false },
      resolve: { alias: { '#contract': path.resolve(import.meta.dirname, '../exporter/contract/index.ts') } },
      module: {
        rules: [
          {
            test: /\.[tj]sx?$/,
            use: { options: { jsc: { target: 'es2022', transform: { react: { runtime: 'automatic' } } } } },
          },
        ],
      },
    },
  );
}
