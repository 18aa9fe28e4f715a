import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/process.ts';

/** A running `plumbline serve` that watches one API server. */
export interface ExporterChild {
  readonly url: string;
  readonly selfUrl: string;
  readonly pid: number;
  /** From the start of the process to the first answer that it is ready, in milliseconds. */
  readonly readyAfterMs: number;
  stop(): Promise<void>;
}

/** Starts the exporter against an API server at `url`, with more environment variables, and waits until it is ready. */
export async function startExporter(url: string, env: Readonly<Record<string, string>> = {}): Promise<ExporterChild> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
  const kubeconfig = join(folder, 'config');
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      'current-context': 'bench',
      contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
      clusters: [{ name: 'bench', cluster: { server: url } }],
      users: [{ name: 'bench', user: {} }],
    }),
  );
  const [port, selfPort] = [await freePort(), await freePort()];
  const main = join(import.meta.dirname, '../../exporter/main.ts');
  const args = [main, 'serve', '--kubeconfig', kubeconfig, '--port', String(port), '--self-port', String(selfPort)];
  const start = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PLUMBLINE_LOG_LEVEL: 'error', ...env },
  });
  const postureUrl = `http://127.0.0.1:${port}`;
  while ((await status(`${postureUrl}/readyz`)) !== 200) {
    if (child.exitCode !== null) throw new Error(`the exporter ended with ${child.exitCode}`);
    await sleep(20);
  }
  return {
    url: postureUrl,
    selfUrl: `http://127.0.0.1:${selfPort}`,
    pid: child.pid ?? 0,
    readyAfterMs: performance.now() - start,
    async stop() {
      child.kill();
      await ended(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function status(url: string): Promise<number> {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
}
