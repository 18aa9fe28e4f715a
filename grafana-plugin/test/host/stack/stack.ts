import { join } from 'node:path';
import { startPrometheus } from '../../../../test/support/prometheus.ts';
import type { Backend } from '../server/backend.ts';
import { startExporter } from './exporter.ts';

/** Servers of the demo fleet behind the stand-in. */
export interface Stack extends Backend {
  stop(): Promise<void>;
}

const rules = join(import.meta.dirname, '../../../../alerts/generated/plumbline.rules.yaml');

/** Starts the exporter with the fleet of the demo, and a Prometheus that scrapes it and evaluates our rules. */
export async function startStack(): Promise<Stack> {
  const exporter = await startExporter(['demo']);
  const host = (url: string): string => new URL(url).host;
  const prometheus = await startPrometheus({
    targets: [host(exporter.url), host(exporter.selfUrl)],
    scrapeInterval: '5s',
    scrapeConfig: { authorization: { credentials: exporter.metricsToken } },
    extraConfig: { rule_files: [rules] },
  }).catch(async (error: unknown) => {
    await exporter.stop();
    throw error;
  });
  return {
    exporterUrl: exporter.url,
    apiToken: exporter.apiToken,
    metricsToken: exporter.metricsToken,
    prometheusUrl: prometheus.url,
    async stop() {
      await prometheus.stop();
      await exporter.stop();
    },
  };
}
