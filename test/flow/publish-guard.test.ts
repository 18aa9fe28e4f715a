import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Express } from 'express';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scopes, type Scope } from '../../exporter/contract/index.ts';
import { admit, apiToken, type GuardOptions } from '../../exporter/publish/http/guard.ts';
import { listen, type Listening } from '../../exporter/publish/http/listen.ts';
import { Problem } from '../../exporter/publish/http/problem.ts';
import { postureRoutes, selfRoutes, type Route } from '../../exporter/publish/http/routes.ts';
import { createSelfApp } from '../../exporter/publish/http/self-app.ts';
import { badDeployment, published } from '../support/published.ts';

const tokens = scopes.map((scope) => apiToken(scope, `token-of-${scope}\n`, [scope]));
const closed: GuardOptions = { openLoopback: false, tokens: () => tokens };
const open: GuardOptions = { openLoopback: true, tokens: () => tokens };

/** A request as the guard sees it. */
function request(peer: string, headers: IncomingMessage['headers']): IncomingMessage {
  return { socket: { remoteAddress: peer }, headers } as unknown as IncomingMessage;
}

function statusOf(peer: string, headers: IncomingMessage['headers'], scope: Scope, options: GuardOptions): number {
  try {
    admit(request(peer, headers), scope, options);
    return 200;
  } catch (error) {
    if (error instanceof Problem) return error.status;
    throw error;
  }
}

describe('the guard', () => {
  const bearer = (scope: string) => ({ host: 'plumbline:8080', authorization: `Bearer token-of-${scope}` });
  it.each<[string, string, IncomingMessage['headers'], Scope, GuardOptions, number]>([
    ['loopback is open', '127.0.0.1', { host: 'localhost:8080' }, 'findings:read', open, 200],
    ['loopback over IPv6 is open', '::1', { host: '[::1]:8080' }, 'findings:read', open, 200],
    ['mapped loopback is open', '::ffff:127.0.0.1', { host: '127.0.0.1' }, 'findings:read', open, 200],
    ['loopback can be closed', '127.0.0.1', { host: 'localhost' }, 'findings:read', closed, 401],
    ['a rebound name is no loopback', '127.0.0.1', { host: 'attacker.example' }, 'findings:read', open, 401],
    ['no Host is no loopback', '127.0.0.1', {}, 'findings:read', open, 401],
    [
      'a proxy beside us is no loopback',
      '127.0.0.1',
      { host: 'localhost', 'x-forwarded-for': '10.1.1.1' },
      'findings:read',
      open,
      401,
    ],
    [
      'Forwarded is no loopback',
      '127.0.0.1',
      { host: 'localhost', forwarded: 'for=127.0.0.1' },
      'findings:read',
      open,
      401,
    ],
    [
      'a forwarding header earns no trust',
      '10.1.1.1',
      { host: 'localhost', 'x-forwarded-for': '127.0.0.1' },
      'findings:read',
      open,
      401,
    ],
    ['another machine needs a token', '10.1.1.1', { host: 'localhost' }, 'metrics:read', open, 401],
    ['an unknown token is refused', '10.1.1.1', { authorization: 'Bearer nonsense' }, 'metrics:read', open, 401],
    ['another scheme is refused', '10.1.1.1', { authorization: 'Basic dG9rZW4=' }, 'metrics:read', open, 401],
    ['an empty token is refused', '10.1.1.1', { authorization: 'Bearer ' }, 'metrics:read', open, 401],
    ['a token lets in where its scope reaches', '10.1.1.1', bearer('metrics:read'), 'metrics:read', open, 200],
    [
      'the scheme has no case',
      '10.1.1.1',
      { authorization: 'bearer token-of-metrics:read' },
      'metrics:read',
      open,
      200,
    ],
    ['a token does nothing beyond its scope', '10.1.1.1', bearer('metrics:read'), 'findings:read', open, 403],
    [
      'a token works behind a proxy',
      '127.0.0.1',
      { ...bearer('findings:read'), 'x-forwarded-for': '1.1.1.1' },
      'findings:read',
      open,
      200,
    ],
    ['probes need nothing', '10.1.1.1', {}, 'probe', closed, 200],
  ])('%s', (_claim, peer, headers, scope, options, status) => {
    expect(statusOf(peer, headers, scope, options)).toBe(status);
  });

  it('says how to configure a token when there is none', () => {
    expect(() => admit(request('10.1.1.1', {}), 'metrics:read', { openLoopback: true, tokens: () => [] })).toThrow(
      /No token is configured.*auth\.tokens/,
    );
  });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

function ask(url: string, headers: Record<string, string> = {}, method = 'GET', body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, { method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('every route', () => {
  const world = published({ guard: closed });
  const routes = new Map<string, Route>();
  let listening: Listening;
  let self: Listening;

  beforeAll(async () => {
    await world.clusters[0]?.become([badDeployment('web')]);
    await world.snapshot();
    listening = await world.listen();
    const app: Express = createSelfApp({
      registry: new Registry(),
      guard: closed,
      answered() {},
      onError: (error) => world.errors.push(error),
      clock: world.clock,
      heartbeat: () => world.clock(),
      heartbeatLimitMs: 1000,
    });
    self = await listen(app, { host: '127.0.0.1', port: 0, name: 'selfListen' });
    const until = new Date(world.clock.now + 3_600_000).toISOString();
    const request = { changeId: 'CHG-1', clusters: ['prod'], who: 'ana', reason: 'Release', until };
    await world.announcements.desk.open(request, undefined);
    await world.approvals.approve('prod', { approver: 'ana', reason: 'Reviewed', caller: undefined });
    await world.drills.open({ cluster: 'prod', who: 'ana', minutes: 5 }, undefined);
    const finding = await world.store.query({}, 1);
    const parameters: Record<string, string> = {
      '/api/v1/clusters/:name/frameworks/:id': '/api/v1/clusters/:name/frameworks/cis',
      '/api/v1/frameworks/:id': '/api/v1/frameworks/cis',
      '/api/v1/deploy-windows/:changeId': '/api/v1/deploy-windows/CHG-1',
      '/api/v1/drills/:id': '/api/v1/drills/drill-1',
      '/api/v1/alerts/:fingerprint/verdict': '/api/v1/alerts/a1/verdict',
      '/api/v1/checks/:id': '/api/v1/checks/pod-privileged',
      '/api/v1/findings/groups': '/api/v1/findings/groups?by=check',
      '/api/v1/findings/:id': `/api/v1/findings/${finding.items[0]?.finding.id}`,
    };
    for (const route of Object.values(postureRoutes))
      routes.set(listening.url + (parameters[route.path] ?? route.path).replace(':name', 'prod'), route);
    for (const route of Object.values(selfRoutes)) routes.set(self.url + route.path, route);
  });
  afterAll(() => Promise.all([listening.close(0), self.close(0)]));

  it('is a probe, or refuses without a token, refuses any other scope, and answers with its own', async () => {
    expect(routes.size).toBe(Object.keys(postureRoutes).length + Object.keys(selfRoutes).length);
    for (const [url, { scope, writeOnly }] of routes) {
      if (writeOnly === true) continue;
      const bare = await ask(url);
      expect([url, bare.status]).toEqual([url, scope === 'probe' ? 200 : 401]);
      if (scope === 'probe') continue;
      expect(bare.headers['www-authenticate']).toMatch(/^Bearer /);
      expect(bare.headers['content-type']).toBe('application/problem+json');
      for (const other of scopes) {
        const answer = await ask(url, { Authorization: `Bearer token-of-${other}` });
        expect([`${url} with ${other}`, answer.status]).toEqual([`${url} with ${other}`, other === scope ? 200 : 403]);
      }
    }
    expect(world.errors).toEqual([]);
  });

  it('carries headers that keep a browser from being used against it', async () => {
    for (const url of [...routes.keys(), `${listening.url}/nowhere`]) {
      const { headers } = await ask(url, { Authorization: 'Bearer token-of-findings:read' });
      expect(String(headers['content-security-policy'])).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
      expect(headers).not.toHaveProperty('x-powered-by');
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  it('answers other methods than GET, HEAD and those that it is written to with by 405 and what is allowed', async () => {
    for (const [url, { write, remove, writeOnly = false }] of routes) {
      const writing = [...(write === undefined ? [] : ['POST']), ...(remove === undefined ? [] : ['DELETE'])];
      const allowed = [...(writeOnly ? [] : ['GET', 'HEAD']), ...writing].join(', ');
      for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'].filter((one) => !writing.includes(one))) {
        const answer = await ask(url, {}, method);
        expect([`${method} ${url}`, answer.status]).toEqual([`${method} ${url}`, 405]);
        expect(answer.headers.allow).toBe(allowed);
      }
    }
  });

  it('takes a POST, where it is written to, with no scope but that of writing', async () => {
    const written = [...routes].filter(([, { write }]) => write !== undefined);
    expect(written).not.toEqual([]);
    for (const [url, { write }] of written) {
      expect((await ask(url, {}, 'POST')).status).toBe(401);
      for (const other of scopes) {
        const headers = { Authorization: `Bearer token-of-${other}`, 'Content-Type': 'application/json' };
        const { status } = await ask(url, headers, 'POST', '{}');
        expect([`${url} with ${other}`, status]).toEqual([`${url} with ${other}`, other === write ? 422 : 403]);
      }
    }
  });

  it('takes no body', async () => {
    const answer = await ask(`${listening.url}/healthz`, { 'Content-Length': '3' }, 'GET', 'abc');
    expect(answer.status).toBe(413);
    expect(answer.headers.connection).toBe('close');
  });

  it('answers HEAD like GET, without the body', async () => {
    for (const url of routes.keys()) {
      const headers = { Authorization: `Bearer token-of-${routes.get(url)?.scope}` };
      const [get, head] = [await ask(url, headers), await ask(url, headers, 'HEAD')];
      expect([url, head.status]).toEqual([url, get.status]);
      expect([url, head.body]).toEqual([url, '']);
      expect([url, head.headers['content-type']]).toEqual([url, get.headers['content-type']]);
    }
  });

  it('does not exist for a path that is none, or that is not valid percent-encoding', async () => {
    expect(await ask(`${listening.url}/api/v1/secrets`)).toMatchObject({
      status: 404,
      headers: { 'content-type': 'application/problem+json' },
    });
    expect(await ask(`${listening.url}/api/v1/clusters/%E0%A4%A`)).toMatchObject({ status: 400 });
    expect(world.errors).toEqual([]);
  });
});
