import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { UsageError } from './exit.ts';

/** Starts a Prometheus that scrapes both listeners, with its data in a folder that goes with it. */
export async function startPrometheus(
  { postureUrl, selfUrl }: { readonly postureUrl: string; readonly selfUrl: string },
  {
    print,
    env,
    signal,
  }: { readonly print: (text: string) => void; readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<void> {
  const program = onPath('prometheus', env);
  if (program === undefined)
    throw new UsageError('--prometheus: no prometheus on PATH; install it, or leave the option out');
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-demo-'));
  const config = {
    global: { scrape_interval: '5s' },
    scrape_configs: [
      { job_name: 'plumbline', honor_labels: true, static_configs: [{ targets: [new URL(postureUrl).host] }] },
      { job_name: 'plumbline-self', static_configs: [{ targets: [new URL(selfUrl).host] }] },
    ],
  };
  // JSON is YAML.
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    program,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
    ],
    { stdio: 'ignore' },
  );
  child.once('error', (error) => print(`prometheus: ${error.message}`));
  child.once('exit', (code) => {
    rmSync(folder, { recursive: true, force: true });
    if (!signal.aborted) print(`prometheus ended with code ${String(code)}`);
  });
  signal.addEventListener('abort', () => child.kill(), { once: true });
  print(`  prometheus http://${address}/graph?g0.expr=kspm_posture_score_ratio&g0.tab=0&g0.range_input=15m`);
}

function onPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  return (env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
