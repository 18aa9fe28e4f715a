import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Listening } from '../../exporter/publish/http/listen.ts';
import { badDeployment, published, type Published } from '../support/published.ts';

const routes = [
  '/api/v1/alertmanager',
  '/api/v1/alerts/ab/verdict',
  '/api/v1/deploy-windows',
  '/api/v1/clusters/prod/baseline',
  '/api/v1/waivers',
] as const;
const deep = 20_000;
const bodies: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['null', 'null'],
  ['a number', '1e999'],
  ['half a body', '{"version":"4","alerts":[{'],
  ['arrays in arrays', `${'['.repeat(deep)}${']'.repeat(deep)}`],
  ['objects in objects', `${'{"a":'.repeat(deep / 2)}1${'}'.repeat(deep / 2)}`],
  ['names of prototypes', '{"__proto__":{"version":"4","alerts":[]},"constructor":{"prototype":{"a":1}},"toString":1}'],
  ['thousands of members', JSON.stringify(Object.fromEntries(Array.from({ length: 4_000 }, (_, i) => [`m${i}`, i])))],
  ['bytes that are no text', '{"version":"\ud800\u0000\u202e"}'],
];

describe('bodies that are sent to do harm', () => {
  let world: Published;
  let listening: Listening;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    world = published({ names: ['prod'] });
    await world.clusters[0]?.become([badDeployment('web')]);
    listening = await world.listen();
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await listening.close(0);
    if (world.errors.length > 0) throw new Error('a handler failed', { cause: world.errors });
  });

  const post = (path: string, body: string) =>
    fetch(listening.url + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  async function begin(length: number): Promise<Socket> {
    const socket = connect(listening.port, '127.0.0.1');
    sockets.push(socket);
    // A connection that is cut is what some of these tests want.
    socket.on('error', () => {});
    await once(socket, 'connect');
    socket.write(
      `POST /api/v1/alertmanager HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`,
    );
    return socket;
  }

  it.each(routes.flatMap((path) => bodies.map(([what, body]) => [path, what, body] as const)))(
    '%s refuses %s, briefly',
    async (path, _what, body) => {
      const response = await post(path, body);
      expect([400, 413, 422]).toContain(response.status);
      expect((await response.text()).length).toBeLessThan(50_000);
    },
  );

  it('are told of with the first fields at fault, however many there are', async () => {
    const body = JSON.stringify({ version: '4', alerts: Array.from({ length: 5_000 }, () => ({ labels: 7 })) });
    const response = await post('/api/v1/alertmanager', body);
    expect(response.status).toBe(422);
    const { problems, detail } = (await response.json()) as { problems: readonly unknown[]; detail: string };
    expect(problems).toHaveLength(20);
    expect(detail).toMatch(/There are \d+ more\.$/);
  });

  it('are no failure of ours when they end before their end', async () => {
    const socket = await begin(1_000);
    socket.write('{"version"');
    await wait(50);
    socket.destroy();
    await wait(50);
    expect(world.errors).toEqual([]);
  });

  it('are not held beyond what all of them may take, and are taken again afterwards', async () => {
    const size = 4 * 1024 * 1024;
    const answers: string[] = [];
    const many = await Promise.all(Array.from({ length: 9 }, () => begin(size)));
    for (const socket of many) {
      socket.on('data', (data) => answers.push(data.toString()));
      socket.write(Buffer.alloc(size - 1, ' '));
    }
    await expect.poll(() => answers.join(''), { timeout: 10_000 }).toMatch(/^HTTP\/1.1 503 /);
    for (const socket of many) socket.destroy();
    await expect
      .poll(async () => (await post('/api/v1/alertmanager', '{"version":"4","alerts":[]}')).status, { timeout: 10_000 })
      .toBe(200);
  });
});
