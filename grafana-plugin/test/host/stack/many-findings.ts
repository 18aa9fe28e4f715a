import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKubeconfig } from '../../../../test/support/exporter-process.ts';
import { startProcess, waitUntil } from '../../../../test/support/process.ts';
import type { Backend } from '../server/backend.ts';
import { startExporter } from './exporter.ts';

/** An exporter of one cluster whose Deployments are all bad. */
export interface ManyFindings extends Backend {
  stop(): Promise<void>;
}

const apiServer = join(import.meta.dirname, '../../../../test/bench/findings-server.ts');

/** Starts it before an API server with so many Deployments, about thirty findings each. No Prometheus scrapes it. */
export async function startManyFindings(deployments: number): Promise<ManyFindings> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-many-'));
  const cluster = startProcess({
    name: 'API server',
    command: process.execPath,
    args: [apiServer, String(deployments)],
    logFile: join(folder, 'log'),
  });
  const end = async (): Promise<void> => {
    await cluster.stop('SIGKILL');
    rmSync(folder, { recursive: true });
  };
  try {
    await waitUntil('the API server tells its address', () => cluster.output().includes('http'), { process: cluster });
    const kubeconfig = openKubeconfig(cluster.output().trim());
    const exporter = await startExporter(['serve', '--kubeconfig', kubeconfig, '--name', 'many'], 240_000);
    const { url: exporterUrl, apiToken, metricsToken } = exporter;
    return {
      exporterUrl,
      apiToken,
      metricsToken,
      prometheusUrl: 'http://127.0.0.1:9',
      async stop() {
        await exporter.stop();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}
