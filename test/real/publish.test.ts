import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentTypes, formats } from '../../exporter/publish/exposition/format.ts';
import { waitUntil } from '../support/process.ts';
import { startPrometheus, type Prometheus } from '../support/prometheus.ts';
import { badDeployment, published } from '../support/published.ts';
import { skipWithout } from '../tools/find.ts';

/** One name per control character and delimiter, each as nasty as its place allows. */
const names = [
  ...Array.from({ length: 0x21 }, (_, code) => `c${code}-${String.fromCharCode(code)}-end`),
  'quote-"',
  'back-\\',
  'injected-"} 1\nkspm_injected{x="',
  'half-\uD800',
  'line-\u0085\u2028\u2029',
];
const stored = (name: string) => name.toWellFormed().replaceAll('\0', '\uFFFD');

describe.skipIf(skipWithout('scraping by a real Prometheus', ['prometheus']))('a real Prometheus', () => {
  const servers: Server[] = [];
  let prometheus: Prometheus;

  beforeAll(async () => {
    const world = published({});
    await world.clusters[0]?.become(names.map((name) => badDeployment(name)));
    const snapshot = await world.snapshot();
    const targets: string[] = [];
    for (const format of formats) {
      // What Prometheus accepts depends on its version: each format is served whatever it asks for.
      const server = createServer((_request, response) => {
        response.setHeader('Content-Type', contentTypes[format]).end(snapshot.body(format));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      servers.push(server);
      targets.push(`127.0.0.1:${(server.address() as AddressInfo).port}`);
    }
    prometheus = await startPrometheus({ targets, scrapeInterval: '1s' });
    await waitUntil('both formats are scraped', async () => {
      const up = await prometheus.query('count_over_time(up{job="plumbline"}[1m])');
      return up.length === formats.length;
    });
  });

  afterAll(async () => {
    for (const server of servers) server.close();
    await prometheus.stop();
  });

  it('takes both formats whole', async () => {
    const up = await prometheus.query('up{job="plumbline"}');
    expect(up.map(({ value }) => value)).toEqual([1, 1]);
    const counts = await prometheus.query('count by (instance) ({job="plumbline",__name__=~"kspm_.+"})');
    expect(new Set(counts.map(({ value }) => value)).size).toBe(1);
  });

  it('stores hostile names as they are, but for NUL and halves of characters', async () => {
    const since = await prometheus.query('kspm_critical_finding_since_timestamp_seconds');
    const byInstance = Map.groupBy(since, ({ labels }) => labels['instance']);
    expect(byInstance.size).toBe(formats.length);
    for (const samples of byInstance.values()) {
      const seen = samples.map(({ labels }) => labels['resource_name'] ?? '');
      expect(seen.sort()).toEqual(names.map(stored).sort());
    }
    expect(await prometheus.query('kspm_injected')).toEqual([]);
  });
});
