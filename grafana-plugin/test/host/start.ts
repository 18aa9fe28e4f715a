import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildHost, hostFolder } from './build-host.ts';
import { startHostServer } from './server/host-server.ts';
import { startStack } from './stack/stack.ts';

const dist = join(import.meta.dirname, '../../dist');

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '3000' } } });
  if (!existsSync(join(dist, 'module.js'))) {
    throw new Error(
      'the app is not built: npm run build --prefix grafana-plugin (or `npm run dev` to build at every change)',
    );
  }
  say('building the stand-in, starting exporter and Prometheus …');
  const [stack] = await Promise.all([startStack(), buildHost()]);
  const server = await startHostServer({
    host: hostFolder,
    dist,
    backends: { demo: stack },
    port: Number(values.port),
  }).catch(async (error: unknown) => {
    await stack.stop();
    throw error;
  });
  say(`\n${server.url}/a/plumbline-posture-app`);
  say(
    '  ?host-theme=light  ?host-role=Viewer|Editor|Admin  ?host-fault=exporter-401 (none: ?host-fault=)  hold until changed',
  );
  say(`  exporter ${stack.exporterUrl} (token ${stack.apiToken})  Prometheus ${stack.prometheusUrl}`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await server.stop();
  await stack.stop();
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

await main();
