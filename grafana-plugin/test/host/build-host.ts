import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const runtime = join(import.meta.dirname, '../../node_modules/@grafana/runtime/dist/esm/components');

/** Where the built stand-in is. */
export const hostFolder = join(import.meta.dirname, 'dist');

/** Bundles the stand-in's browser side with Grafana's packages; about three seconds. */
export async function buildHost(outdir = hostFolder): Promise<void> {
  await rm(outdir, { recursive: true, force: true });
  await build({
    entryPoints: { main: join(import.meta.dirname, 'browser/main.tsx') },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    // Every page of every test reads all of it.
    minify: true,
    jsx: 'automatic',
    mainFields: ['module', 'browser', 'main'],
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    loader: { '.svg': 'dataurl', '.png': 'dataurl', '.ttf': 'dataurl', '.woff2': 'dataurl' },
    alias: {
      'grafana-internals/plugin-page': join(runtime, 'PluginPage.mjs'),
      'grafana-internals/panel-data-error-view': join(runtime, 'PanelDataErrorView.mjs'),
    },
    logLevel: 'warning',
  });
}
