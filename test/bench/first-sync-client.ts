import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { checks } from '../../exporter/checks/index.ts';
import { Engine } from '../../exporter/evaluate/engine.ts';
import { Evaluator } from '../../exporter/evaluate/evaluator.ts';
import { platformExemptions } from '../../exporter/evaluate/platform/index.ts';
import { loadConnections } from '../../exporter/ingest/connect.ts';
import { noTelemetry } from '../../exporter/ingest/no-telemetry.ts';
import type { ClusterSink } from '../../exporter/ingest/sink.ts';
import { snapshotOnce } from '../../exporter/ingest/snapshot-once.ts';
import { Inventory } from '../../exporter/model/inventory.ts';

// One client a process: what it holds at the end and the most it ever held are its own.
const [mode, url] = process.argv.slice(2);
const kubeconfig = join(mkdtempSync(join(tmpdir(), 'plumbline-bench-')), 'config');
writeFileSync(
  kubeconfig,
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'bench',
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
    clusters: [{ name: 'bench', cluster: { server: url, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'bench', user: {} }],
  }),
);

const nothing = () => undefined;

async function typed(): Promise<number> {
  // Not at the top: the exporter does not load it either, and it takes tens of megabytes.
  const { CoreV1Api, KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const { items } = await config.makeApiClient(CoreV1Api).listPodForAllNamespaces();
  held.push(items);
  return items.length;
}

async function ours(evaluate: boolean): Promise<number> {
  const [connection] = loadConnections(
    { kubeconfig, contexts: 'current', inCluster: 'never' },
    { env: {}, clock: Date.now },
  );
  if (connection === undefined) throw new Error('no context');
  const inventory = new Inventory();
  const evaluator = new Evaluator({ checks, inventory, exempt: platformExemptions, onError: nothing });
  const engine = evaluate ? new Engine(inventory, evaluator) : undefined;
  const sink: ClusterSink = {
    identified: nothing,
    status: (kind, status, reason) => inventory.setStatus(kind, status, reason),
    replaced: (kind, observed) => void inventory.replace(kind, observed),
    put: (observed) => inventory.put(observed),
    removed: (kind, namespace, name) => inventory.remove(kind, namespace, name),
    contact: nothing,
    lost: nothing,
    passedOver: nothing,
    canary: nothing,
  };
  const deps = {
    connection,
    kinds: ['Namespace', 'Pod', 'ServiceAccount'],
    telemetry: noTelemetry,
    clock: Date.now,
    random: Math.random,
  } as const;
  await snapshotOnce(deps, sink, new AbortController().signal);
  for (const _ of engine?.drain() ?? []) void _;
  held.push(inventory, engine);
  return inventory.count('Pod');
}

const held: unknown[] = [];
const start = performance.now();
const count = mode === 'typed' ? await typed() : await ours(mode === 'evaluated');
const milliseconds = performance.now() - start;
const peakBytes = process.resourceUsage().maxRSS * 1024;
globalThis.gc?.();
process.stdout.write(
  `${JSON.stringify({ count, milliseconds, peakBytes, heapBytes: process.memoryUsage().heapUsed, held: held.length })}\n`,
);
