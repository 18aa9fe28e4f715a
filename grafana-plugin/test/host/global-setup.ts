import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { skipWithout } from '../../../test/tools/find.ts';
import { buildHost, hostFolder } from './build-host.ts';
import { startHostServer } from './server/host-server.ts';
import { startStack } from './stack/stack.ts';

/** What tests are told of the servers that all of them share; absent when this machine has not what they need. */
export interface SharedHost {
  readonly url: string;
  readonly exporterUrl: string;
  readonly prometheusUrl: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly host: SharedHost | undefined;
  }
}

/** The built app. */
export const distFolder = join(import.meta.dirname, '../../dist');

/**
 * Starts the stand-in with the demo fleet once for all files of tests. With PLUMBLINE_HOST, the URL of a running
 * `npm run host`, that one is used: a test then starts at once.
 */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (skipWithout('journeys through the Grafana app', ['chromium', 'prometheus', 'promtool'])) {
    project.provide('host', undefined);
    return undefined;
  }
  const running = process.env['PLUMBLINE_HOST'];
  if (running !== undefined) {
    project.provide('host', (await (await fetch(new URL('/host/servers.json', running))).json()) as SharedHost);
    return undefined;
  }
  if (!existsSync(join(distFolder, 'module.js'))) {
    throw new Error('the app is not built: npm run build --prefix grafana-plugin');
  }
  const [stack] = await Promise.all([startStack(), buildHost()]);
  const server = await startHostServer({ host: hostFolder, dist: distFolder, backends: { demo: stack } });
  project.provide('host', { url: server.url, exporterUrl: stack.exporterUrl, prometheusUrl: stack.prometheusUrl });
  return async () => {
    await server.stop();
    await stack.stop();
  };
}
