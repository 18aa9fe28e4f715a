import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../../../test/support/exporter-process.ts';
import { startProcess, waitUntil } from '../../../../test/support/process.ts';
import { metrics, type ApiCluster, type ApiPage, type Scope } from '../../../../exporter/contract/index.ts';
import { parseExposition } from '../../../../test/support/exposition-text.ts';

/** An exporter that asks everybody for a token, as one in a cluster does. */
export interface HostExporter {
  readonly url: string;
  readonly selfUrl: string;
  /** May read findings and request waivers. */
  readonly apiToken: string;
  /** May read metrics and nothing else. */
  readonly metricsToken: string;
  stop(): Promise<void>;
}

const main = join(import.meta.dirname, '../../../../exporter/main.ts');

/** The token that Grafana's proxy sends. */
export const grafanaToken = 'grafana-of-the-stand-in';

// Nobody but this machine reaches these exporters, and they end with their test.
const tokens: readonly (readonly [name: string, token: string, scopes: readonly Scope[]])[] = [
  ['grafana', grafanaToken, ['findings:read', 'waivers:write']],
  ['prometheus', 'prometheus-of-the-stand-in', ['metrics:read']],
];

/** Starts `plumbline` with a command such as `demo`, on free ports, and waits until it has a verdict on every cluster. */
export async function startExporter(args: readonly string[], timeoutMs = 90_000): Promise<HostExporter> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-host-exporter-'));
  for (const [name, token] of tokens) writeFileSync(join(folder, name), token);
  const config = join(folder, 'config.yaml');
  const known = tokens.map(([name, , scopes]) => ({ name, file: join(folder, name), scopes }));
  // JSON is YAML.
  writeFileSync(config, JSON.stringify({ auth: { openLoopback: false, tokens: known } }));
  const { port, selfPort } = await freePorts();
  const child = startProcess({
    name: 'plumbline',
    command: process.execPath,
    args: [main, ...args, '--port', String(port), '--self-port', String(selfPort)],
    logFile: join(folder, 'log'),
    env: { PATH: process.env['PATH'], PLUMBLINE_CONFIG: config },
  });
  const url = `http://127.0.0.1:${port}`;
  await waitUntil('every cluster has been evaluated', () => isEvaluated(url), { process: child, timeoutMs }).catch(
    async (error: unknown) => {
      await child.stop('SIGKILL');
      throw error;
    },
  );
  return {
    url,
    selfUrl: `http://127.0.0.1:${selfPort}`,
    apiToken: tokens[0]?.[1] ?? '',
    metricsToken: tokens[1]?.[1] ?? '',
    async stop() {
      await child.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** It is ready when its first cluster is, and what it says of the others would be missing from their past. */
async function isEvaluated(url: string): Promise<boolean> {
  const ask = async (path: string, token = ''): Promise<string> => {
    const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return answer.text();
  };
  await ask('/readyz');
  const clusters = JSON.parse(await ask('/api/v1/clusters', tokens[0]?.[1])) as ApiPage<ApiCluster>;
  const served = parseExposition(await ask('/metrics', tokens[1]?.[1]));
  return (served.get(metrics.clusterClean.name)?.samples.length ?? 0) === clusters.items.length;
}
