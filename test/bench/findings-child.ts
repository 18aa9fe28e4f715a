import { enabledChecks } from '../../exporter/cli/enabled-checks.ts';
import { loadConfig } from '../../exporter/config/load.ts';
import { platformExemptions } from '../../exporter/evaluate/platform/index.ts';
import { project } from '../../exporter/normalize/project.ts';
import { openStore } from '../../exporter/store/open-store.ts';
import { watched } from '../../exporter/testing/watched.ts';
import { rawDeployment } from './workloads.ts';

// A process of its own, so that nothing else is in its heap: what open findings take, beside the evaluation itself.
const [count = '0', url = ''] = process.argv.slice(2);
const checks = enabledChecks(loadConfig({ env: {} }));
const store = openStore({ url, clock: Date.now });
const cluster = watched({
  name: 'bench',
  checks,
  store,
  clock: Date.now,
  exempt: platformExemptions,
});
const { session } = cluster;
for (const { kind } of session.kinds()) {
  const wanted = kind === 'Deployment' ? Number(count) : 0;
  const observed = Array.from({ length: wanted }, (_, index) => ({
    kind,
    object: project(kind, rawDeployment(index, true)),
  }));
  session.reception.replaced(kind, observed, { receivedAt: Date.now(), skipped: 'initial', path: 'relist' });
  session.reception.status(kind, 'synced');
}
for (const _ of session.engine.drain()) void _;
const heap = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};
const without = heap();
await cluster.cycle();
const findings = [...(session.posture?.findings.open() ?? [])];
const jsonBytes = findings.reduce((sum, finding) => sum + Buffer.byteLength(JSON.stringify(finding)), 0);
const open = findings.length;
findings.length = 0;
const grown = heap() - without;
process.stdout.write(`${JSON.stringify({ open, jsonBytes, grown, without })}\n`);
await store.close();
