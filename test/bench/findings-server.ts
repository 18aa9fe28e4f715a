import { startFakeApiServer } from '../support/fake-api-server.ts';
import { rawDeployment } from './workloads.ts';

// A process of its own, so that its work does not delay its client: prints its address, serves until it is killed.
const count = Number(process.argv[2]);
const server = await startFakeApiServer();
server.put('Namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } });
for (let index = 0; index < count; index++) {
  server.put('Deployment', rawDeployment(index, true) as Parameters<typeof server.put>[1]);
}
process.stdout.write(`${server.url}\n`);
