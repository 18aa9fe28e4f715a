import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { checks } from '../../exporter/checks/index.ts';
import type { Check } from '../../exporter/checks/define.ts';
import { resolveFrameworks } from '../../exporter/checks/frameworks/resolve.ts';
import { startListeners } from '../../exporter/cli/listeners.ts';
import { composeExporter } from '../../exporter/compose.ts';
import { loadConfig } from '../../exporter/config/load.ts';
import { nothingGranted } from '../../exporter/evaluate/exemptions.ts';
import { createMemoryStore } from '../../exporter/findings/memory-store.ts';
import { createOwnerDirectory } from '../../exporter/owners/directory.ts';
import type { ClusterSink } from '../../exporter/ingest/sink.ts';
import { project } from '../../exporter/normalize/project.ts';
import { createWaiverRequests } from '../../exporter/waivers/requests.ts';
import { createLogger } from '../../exporter/telemetry/logger.ts';
import { createWindowBook } from '../../exporter/windows/book.ts';
import { rawDeployment } from './workloads.ts';
import { onlyReplica } from '../../exporter/testing/watched.ts';

// Many clusters with as many checks as the library will have, in a process of its own; it measures its own event loop.
const [clusterCount = 20, checkCount = 200, objects = 200] = process.argv.slice(2).map(Number);
const many: Check[] = Array.from({ length: checkCount }, (_, index) => {
  const check = checks[index % checks.length] as Check;
  return index < checks.length ? check : { ...check, id: `${check.id}-${index}` };
});
const { config } = loadConfig({ env: {}, overrides: { 'listen.port': '0', 'selfListen.port': '0' } });
const store = createMemoryStore();
const owners = createOwnerDirectory();
const terms = { checks: [], frameworks: [], longestMs: 0, clock: Date.now };
const logger = createLogger('error');
const sinks: ClusterSink[] = [];
const names = Array.from({ length: clusterCount }, (_, index) => `cluster-${index}`);
const exporter = composeExporter({
  config,
  replica: onlyReplica,
  checks: many,
  store,
  owners,
  waivers: () => nothingGranted,
  windows: createWindowBook({ terms: { longestMs: 86_400_000 }, annotations: 'mark' }),
  logger,
  version: 'bench',
  clock: Date.now,
  clusters: names.map((name) => ({
    name,
    connect: ({ kinds }) => ({
      run(sink, signal) {
        sinks.push(sink);
        sink.identified({ id: name, version: 'v1.37.0', provider: 'unknown' });
        for (const kind of kinds) {
          const observed =
            kind === 'Deployment'
              ? Array.from({ length: objects }, (_, index) => ({ kind, object: project(kind, rawDeployment(index)) }))
              : [];
          sink.replaced(kind, observed, { receivedAt: Date.now(), skipped: 'initial', path: 'relist' });
          sink.status(kind, 'synced');
        }
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
      },
    }),
  })),
});
const { postureUrl } = await startListeners({
  config,
  exporter,
  checks: many,
  frameworks: resolveFrameworks(many).frameworks,
  store,
  owners,
  waiverDesk: createWaiverRequests({ terms, files: () => [] }),
  logger,
  clock: Date.now,
  expected: names,
  retired: [],
  version: 'bench',
});
exporter.start();
while (exporter.sessions.some(({ posture }) => posture === undefined))
  await new Promise((resolve) => setTimeout(resolve, 50));

// Something changes in every cluster every second, so that rendering goes on under the scrapes.
let turn = 0;
setInterval(() => {
  turn += 1;
  const raw = rawDeployment(turn % objects) as { spec: { template: { spec: Record<string, unknown> } } };
  raw.spec.template.spec['hostNetwork'] = turn % 2 === 0;
  for (const sink of sinks)
    sink.put(
      { kind: 'Deployment', object: project('Deployment', raw) },
      { receivedAt: Date.now(), changedAt: Date.now(), path: 'watch' },
    );
}, 1_000);

const delay = monitorEventLoopDelay({ resolution: 1 });
process.on('message', (message) => {
  if (message === 'begin') delay.enable();
  if (message === 'end')
    process.send?.({ longestMs: delay.max / 1e6, p99Ms: delay.percentile(99) / 1e6, at: performance.now() });
});
process.send?.({ url: postureUrl });
