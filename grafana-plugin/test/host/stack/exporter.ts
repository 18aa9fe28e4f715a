import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../../../test/support/exporter-process.ts';
import { startProcess, waitUntil } from '../../../../test/support/process.ts';
import type { Scope } from '../../../../exporter/contract/index.ts';

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

// Nobody but this machine reaches these exporters, and they end with their test.
const tokens: readonly (readonly [name: string, token: string, scopes: readonly Scope[]])[] = [
  ['grafana', 'grafana-of-the-stand-in', ['findings:read', 'waivers:write']],
  ['prometheus', 'prometheus-of-the-stand-in', ['metrics:read']],
];

/** Starts `plumbline` with a command such as `demo`, on free ports, and waits until it is ready. */
export async function startExporter(args: readonly string[]): Promise<HostExporter> {
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
  const ready = async () => (await fetch(`${url}/readyz`)).status === 200;
  await waitUntil('plumbline is ready', ready, { process: child }).catch(async (error: unknown) => {
    await child.stop('SIGKILL');
    throw error;
  });
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
