import { join } from 'node:path';
import { backfill } from '../../../../test/support/backfill.ts';
import { startPrometheus } from '../../../../test/support/prometheus.ts';
import type { Backend } from '../server/backend.ts';
import { startExporter, type HostExporter } from './exporter.ts';
import { historyOf } from './history/history.ts';
import { readingsOf } from './history/readings.ts';

/** Servers of the demo fleet behind the stand-in. */
export interface Stack extends Backend {
  stop(): Promise<void>;
}

/** How the servers are started. */
export interface StackOptions {
  /** Days of recorded series before the first scrape; none when 0. */
  readonly days?: number;
}

const rules = join(import.meta.dirname, '../../../../alerts/generated/plumbline.rules.yaml');
const hour = 3_600;

/** Starts the exporter with the fleet of the demo, and a Prometheus with its past that scrapes it and evaluates our rules. */
export async function startStack({ days = 90 }: StackOptions = {}): Promise<Stack> {
  const exporter = await startExporter(['demo']);
  const job = (name: string, url: string) => ({
    job_name: name,
    authorization: { credentials: exporter.metricsToken },
    static_configs: [{ targets: [new URL(url).host] }],
  });
  const prometheus = await startPrometheus({
    targets: [],
    scrapeInterval: '5s',
    extraConfig: {
      rule_files: [rules],
      scrape_configs: [job('plumbline', exporter.url), job('plumbline-self', exporter.selfUrl)],
    },
    // The past has a sample an hour, and queries of pages must find it wherever their steps fall.
    flags: ['--storage.tsdb.retention.time=1y', '--query.lookback-delta=65m'],
    prepare: (data) => writePast(data, exporter, days),
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

async function writePast(data: string, { url, metricsToken }: HostExporter, days: number): Promise<void> {
  if (days === 0) return;
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } });
  if (!answer.ok) throw new Error(`${url}/metrics answered ${answer.status}`);
  const readings = readingsOf(await answer.text());
  const end = Math.floor(Date.now() / 1000 / hour) * hour;
  const back = days * 24 * hour;
  await backfill(data, historyOf({ readings, end, back }), { end, back, step: hour });
}
