import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openKubeconfig, startServe } from '../support/exporter-process.ts';
import { startFakeApiServer } from '../support/fake-api-server.ts';

it('spans of list, evaluate and publish reach a collector when an endpoint is set', { timeout: 60_000 }, async () => {
  const spans = new Set<string>();
  const collector = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('latin1');
      for (const name of ['list', 'evaluate', 'publish']) if (text.includes(name)) spans.add(name);
      response.end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const server = await startFakeApiServer();
  server.put('Namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } });
  const { port } = collector.address() as AddressInfo;
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` };
  const exporter = await startServe({ kubeconfig: openKubeconfig(server.url), env });
  try {
    // Ending flushes what is buffered.
    expect(await exporter.stop()).toBe(0);
    expect([...spans].sort()).toEqual(['evaluate', 'list', 'publish']);
  } finally {
    await server.close();
    collector.close();
  }
});
