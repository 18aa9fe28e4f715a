import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiClient } from '../../exporter/ingest/api-client.ts';
import { createConfigzReader, type KubeletAccess } from '../../exporter/ingest/kubelets/configz.ts';
import { selfSigned } from '../support/certificate.ts';
import { createRig } from '../support/ingest-rig.ts';

const kubelet = selfSigned('worker-1');
const token = 'token-of-the-exporter';
const configuration = { authentication: { anonymous: { enabled: false } }, readOnlyPort: 0 };

/** A server in the place of a kubelet: what it answers is what a test sets. */
let answer: { status: number; body: string } = { status: 200, body: '' };
let asked: { path: string | undefined; authorization: string | undefined }[] = [];
const server = createServer({ key: kubelet.key, cert: kubelet.cert }, (request, response) => {
  asked.push({ path: request.url, authorization: request.headers.authorization });
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
});
const folder = mkdtempSync(join(tmpdir(), 'plumbline-kubelet-'));
const caFile = join(folder, 'ca.pem');

beforeAll(async () => {
  writeFileSync(caFile, kubelet.cert);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

async function read(access: KubeletAccess, at: { readonly host: string | undefined } = { host: '127.0.0.1' }) {
  await using rig = await createRig({ user: { token } });
  const { connection, telemetry } = rig;
  const api = createApiClient({ connection, telemetry, clock: Date.now });
  const reader = createConfigzReader(access, { api, connection });
  asked = [];
  const port = (server.address() as AddressInfo).port;
  try {
    return await reader.read({ node: 'worker-1', host: at.host, port }, new AbortController().signal);
  } finally {
    await reader.close();
  }
}

const trusting: KubeletAccess = { mode: 'direct', caFile, insecure: false };

describe('the configuration of a kubelet', () => {
  it('is read from the kubelet itself, with our token', async () => {
    answer = { status: 200, body: JSON.stringify({ kubeletconfig: configuration }) };
    expect(await read(trusting)).toEqual({ ok: true, value: configuration });
    expect(asked).toEqual([{ path: '/configz', authorization: `Bearer ${token}` }]);
  });

  it('is not asked for where nobody vouches for the certificate: the token stays here', async () => {
    expect(await read({ mode: 'direct', insecure: false })).toMatchObject({
      ok: false,
      failure: { reason: 'Untrusted', message: expect.stringContaining('clusters.kubelet.caFile') },
    });
    expect(asked).toEqual([]);
  });

  it('is read without verification only where that is switched on', async () => {
    answer = { status: 200, body: JSON.stringify({ kubeletconfig: configuration }) };
    expect(await read({ mode: 'direct', insecure: true })).toMatchObject({ ok: true });
  });

  it.each<[string, { status: number; body: string }, object]>([
    [
      'a refusal',
      { status: 403, body: 'Forbidden (user=x, verb=get, resource=nodes, subresource(s)=[configz])' },
      { code: 403 },
    ],
    ['no JSON', { status: 200, body: '<html>' }, { reason: 'Garbled' }],
    ['something else', { status: 200, body: '{"componentconfig":{}}' }, { reason: 'Garbled' }],
    [
      'a flood',
      { status: 200, body: 'x'.repeat(1024 * 1024 + 1) },
      { reason: 'Unreachable', message: expect.stringContaining('larger') },
    ],
  ])('is a failure in words where the kubelet answers with %s', async (_, given, failure) => {
    answer = given;
    expect(await read(trusting)).toMatchObject({ ok: false, failure });
  });

  it('is a failure in words where the node names no address, or the authority cannot be read', async () => {
    expect(await read(trusting, { host: undefined })).toMatchObject({
      ok: false,
      failure: { reason: 'Unreachable', message: 'node worker-1 names no address' },
    });
    expect(asked).toEqual([]);
    const missing: KubeletAccess = { ...trusting, caFile: join(folder, 'none.pem') };
    expect(await read(missing)).toMatchObject({
      ok: false,
      failure: { reason: 'Credentials', message: expect.stringContaining('none.pem cannot be read') },
    });
  });
});
