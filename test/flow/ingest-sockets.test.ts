import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { selfSigned } from '../support/certificate.ts';
import { createRig, until, type Rig } from '../support/ingest-rig.ts';

const server = selfSigned('api.fake.example');
const client = selfSigned('plumbline');
const data = (pem: string) => Buffer.from(pem).toString('base64');
const tls = { ...server, ca: client.cert };
const clientAuth = { 'client-certificate-data': data(client.cert), 'client-key-data': data(client.key) };

/** `synced`, or why not. */
async function outcome(rig: Rig): Promise<string> {
  rig.follow(['ConfigMap']);
  await until(() => rig.sink.statuses.get('ConfigMap')?.status === 'synced' || rig.sink.losses.length > 0);
  return rig.sink.losses[0] ?? 'synced';
}

describe('a connection over TLS', () => {
  it.each<[string, object, object, RegExp]>([
    [
      'trusts the authority of the kubeconfig',
      { 'certificate-authority-data': data(server.cert) },
      clientAuth,
      /^synced$/,
    ],
    [
      'checks the name that the kubeconfig gives',
      { 'certificate-authority-data': data(server.cert), 'tls-server-name': 'api.fake.example' },
      clientAuth,
      /^synced$/,
    ],
    [
      'refuses another name',
      { 'certificate-authority-data': data(server.cert), 'tls-server-name': 'other.example' },
      clientAuth,
      /ERR_TLS_CERT_ALTNAME_INVALID/,
    ],
    ['refuses an unknown authority', {}, clientAuth, /DEPTH_ZERO_SELF_SIGNED_CERT/],
    ['trusts anybody when told so', { 'insecure-skip-tls-verify': true }, clientAuth, /^synced$/],
    [
      'is refused without its client certificate',
      { 'insecure-skip-tls-verify': true },
      {},
      /certificate required|closed|RESET/i,
    ],
  ])('%s', async (_, cluster, user, expected) => {
    await using rig = await createRig({ tls, cluster: { ...cluster }, user: { ...user } });
    expect(await outcome(rig)).toMatch(expected);
  });

  it('serves every list and read from few sockets', async () => {
    await using rig = await createRig({ tls, cluster: { 'insecure-skip-tls-verify': true }, user: clientAuth });
    rig.follow(['ConfigMap', 'Secret', 'Pod', 'Role', 'Node', 'Service']);
    await until(() => rig.server.openWatches === 6);
    const short = rig.server.requests.length - rig.server.openWatches;
    expect(rig.server.sockets - rig.server.openWatches).toBeLessThan(short / 2);
  });
});

describe('a proxy', () => {
  it('carries the connection when the kubeconfig names it', async () => {
    let tunnels = 0;
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      tunnels += 1;
      const [host = '', port] = (request.url ?? '').split(':');
      const upstream = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port } = proxy.address() as AddressInfo;
    const cluster = { 'certificate-authority-data': data(server.cert), 'proxy-url': `http://127.0.0.1:${port}` };
    {
      await using rig = await createRig({ tls, cluster, user: clientAuth });
      expect(await outcome(rig)).toBe('synced');
    }
    expect(tunnels).toBeGreaterThan(0);
    proxy.close();
  });
});
