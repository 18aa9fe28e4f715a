import path from 'node:path';
import CopyWebpackPlugin from 'copy-webpack-plugin';
import type { Configuration, RuleSetRule } from 'webpack';
import { merge } from 'webpack-merge';

import baseConfig, { type Env } from './.config/webpack/webpack.config.ts';

const dashboards = path.resolve(import.meta.dirname, '../dashboards/generated');

/** The scaffolded configuration with what ours adds to it: names shared with the exporter, dashboards, and the automatic JSX runtime. */
export default async function config(env: Env): Promise<Configuration> {
  const base = await baseConfig(env);
  const rules = (base.module?.rules ?? []).map((rule) =>
    typeof rule === 'object' && rule !== null && isCompiler(rule) ? merge(rule, automaticJsx) : rule,
  );
  if (!rules.some((rule, index) => rule !== base.module?.rules?.[index])) {
    throw new Error('.config/webpack/webpack.config.ts has no rule with swc-loader any more');
  }
  const alias = { '#contract': path.resolve(import.meta.dirname, '../exporter/contract/index.ts') };
  return merge(
    { ...base, module: { ...base.module, rules } },
    {
      // Scenes is half a megabyte and comes with the first page of panels; what is loaded with every page of Grafana is bounded by a test.
      performance: { hints: false },
      resolve: { alias },
      plugins: [new CopyWebpackPlugin({ patterns: [{ from: '*.json', context: dashboards, to: 'dashboards/' }] })],
    },
  );
}

const automaticJsx: RuleSetRule = {
  use: { options: { jsc: { target: 'es2022', transform: { react: { runtime: 'automatic' } } } } },
};

function isCompiler({ use }: RuleSetRule): boolean {
  return typeof use === 'object' && use !== null && 'loader' in use && use.loader === 'swc-loader';
}
