import { connect } from 'node:net';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { describeError } from '../../exporter/cli/exit.ts';
import { createLimitedServer, listen, serverLimits } from '../../exporter/publish/http/listen.ts';

describe('a listener', () => {
  it('names the port and the option when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const failure: unknown = await listen(() => {}, { host: '127.0.0.1', port, name: 'selfListen' }).catch(
      (error: unknown) => error,
    );
    other.close();
    expect(describeError(failure)).toMatch(
      new RegExp(`^plumbline: selfListen: cannot listen on 127\\.0\\.0\\.1 port ${port}.*selfListen\\.port`),
    );
  });

  it('names the option when the machine has no such address', async () => {
    await expect(listen(() => {}, { host: '203.0.113.7', port: 0, name: 'listen' })).rejects.toThrow(/`listen\.host`/);
  });

  it('has limits against clients that are slow or many', () => {
    const server = createLimitedServer(() => {});
    expect(server).toMatchObject({
      headersTimeout: serverLimits.headersTimeout,
      requestTimeout: serverLimits.requestTimeout,
      keepAliveTimeout: serverLimits.keepAliveTimeout,
      maxConnections: serverLimits.maxConnections,
      maxRequestsPerSocket: serverLimits.maxRequestsPerSocket,
      timeout: serverLimits.idleTimeout,
    });
    expect(serverLimits.headersTimeout).toBeLessThanOrEqual(serverLimits.requestTimeout);
    server.close();
  });

  it('refuses headers beyond the limit', async () => {
    const listening = await listen((_request, response) => response.end('ok'), {
      host: '127.0.0.1',
      port: 0,
      name: 'listen',
    });
    const answer = await fetch(listening.url, { headers: { 'X-Long': 'a'.repeat(serverLimits.maxHeaderSize) } });
    expect(answer.status).toBe(431);
    await listening.close(0);
  });

  it('lets a request finish while closing, and takes no other', async () => {
    let finish: () => void = () => {};
    const begun = Promise.withResolvers<void>();
    const listening = await listen(
      (_request, response) => {
        finish = () => response.end('whole');
        begun.resolve();
      },
      { host: '127.0.0.1', port: 0, name: 'listen' },
    );
    const answer = fetch(listening.url).then((response) => response.text());
    await begun.promise;
    const closed = listening.close(60_000);
    await expect(fetch(listening.url)).rejects.toThrow('fetch failed');
    finish();
    expect(await answer).toBe('whole');
    await closed;
  });

  it('cuts what does not finish in time, and idle connections at once', async () => {
    const begun = Promise.withResolvers<void>();
    const listening = await listen(() => begun.resolve(), { host: '127.0.0.1', port: 0, name: 'listen' });
    const idle = connect(listening.port, '127.0.0.1');
    const idleClosed = new Promise((resolve) => idle.once('close', resolve));
    const hanging = fetch(listening.url).then(
      () => 'answered',
      () => 'cut',
    );
    await begun.promise;
    await listening.close(20);
    expect(await hanging).toBe('cut');
    idle.resume();
    await idleClosed;
  });
});
