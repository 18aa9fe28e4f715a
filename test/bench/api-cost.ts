import { setTimeout as sleep } from 'node:timers/promises';
import { startFakeApiServer } from '../support/fake-api-server.ts';
import { startExporter } from './exporter-child.ts';
import { print } from './figures.ts';
import { rawDeployment, rawPod } from './workloads.ts';

/** (e) What watching costs the API server: at the start, and in an idle minute. */
export async function benchApiCost(objects = 2_000, idleSeconds = 60): Promise<void> {
  const server = await startFakeApiServer();
  type Manifest = Parameters<typeof server.put>[1];
  server.put('Namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } });
  for (let index = 0; index < objects; index++) {
    server.put('Deployment', rawDeployment(index) as Manifest);
    server.put('Pod', rawPod(index) as Manifest);
  }
  const exporter = await startExporter(server.url);
  try {
    // Watches are opened after the lists; a second later everything is at rest.
    await sleep(1_000);
    const total = () => ({
      requests: server.requests.length,
      bytes: server.requests.reduce((sum, { bytes }) => sum + bytes, 0),
    });
    const start = total();
    const everyMs = 60_000;
    const bookmarks = setInterval(() => server.bookmark(), everyMs / 2);
    await sleep(idleSeconds * 1_000);
    clearInterval(bookmarks);
    const end = total();
    const perMinute = 60 / idleSeconds;
    print(`(e) cost for the API server, ${objects} deployments and ${objects} bare pods`, [
      { what: 'start: requests, KiB', value: `${start.requests}, ${(start.bytes / 1024).toFixed(0)}` },
      {
        what: 'per idle minute: requests, KiB (bookmarks included)',
        value: `${((end.requests - start.requests) * perMinute).toFixed(1)}, ${(((end.bytes - start.bytes) * perMinute) / 1024).toFixed(1)}`,
      },
    ]);
  } finally {
    await exporter.stop();
    await server.close();
  }
}
