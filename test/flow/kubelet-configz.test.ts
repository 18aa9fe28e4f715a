import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiClient } from '../../exporter/ingest/api-client.ts';
import { createConfigzReader, type KubeletAccess } from '../../exporter/ingest/kubelets/configz.ts';
import type { KindName } from '../../exporter/model/kinds.ts';
import type { KubeObject } from '../../exporter/model/object.ts';
import { selfSigned } from '../support/certificate.ts';
import { createRig, until, type Rig } from '../support/ingest-rig.ts';

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

function contentOf(rig: Rig, kind: KindName): readonly KubeObject[] {
  return rig.sink.names(kind).flatMap((name) => rig.sink.objects.get(kind)?.get(name) ?? []);
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

describe('the kubelets of a cluster', () => {
  it('are read from where their nodes say, each node that cannot be read being unknown with the reason', async () => {
    answer = {
      status: 200,
      body: JSON.stringify({ kubeletconfig: { ...configuration, staticPodURLHeader: { a: ['b'] } } }),
    };
    await using rig = await createRig({ user: { token } });
    const { port } = server.address() as AddressInfo;
    const node = (name: string, addresses: readonly object[]) => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name },
      status: { addresses, daemonEndpoints: { kubeletEndpoint: { Port: port } } },
    });
    rig.server.put('Node', node('worker-1', [{ type: 'InternalIP', address: '127.0.0.1' }]));
    rig.server.put('Node', node('worker-2', []));
    rig.follow(['Node', 'KubeletConfig'], { kubelets: trusting });
    await until(() => rig.sink.statuses.get('KubeletConfig')?.status === 'synced');
    expect(contentOf(rig, 'KubeletConfig')).toMatchObject([
      { metadata: { name: 'worker-1' }, spec: configuration },
      { metadata: { name: 'worker-2' }, unread: expect.stringContaining('names no address') },
    ]);
    expect(JSON.stringify(contentOf(rig, 'KubeletConfig'))).not.toContain('staticPodURLHeader');

    rig.server.remove('Node', '', 'worker-2');
    await until(() => contentOf(rig, 'KubeletConfig').length === 1);
  });
});
