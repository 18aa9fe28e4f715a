import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { get as httpGet, type IncomingHttpHeaders } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Listening } from '../../exporter/publish/http/listen.ts';
import { parseExposition } from '../support/exposition-text.ts';
import { badDeployment, published, type Published } from '../support/published.ts';

const listeners: Listening[] = [];
afterEach(async () => {
  await Promise.all(listeners.splice(0).map((listening) => listening.close(0)));
});

async function serve(world: Published): Promise<string> {
  const listening = await world.listen();
  listeners.push(listening);
  return listening.url;
}

/** The bytes as they come: fetch would unzip them. */
function raw(url: string, headers: Record<string, string>): Promise<{ body: Buffer; headers: IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    httpGet(url, { headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ body: Buffer.concat(parts), headers: response.headers }));
    }).on('error', reject);
  });
}

describe('/metrics', () => {
  it('serves the snapshot, the same bytes with and without gzip, in the format asked for', async () => {
    const world = published({});
    await world.clusters[0]?.become([badDeployment('web')]);
    const snapshot = await world.snapshot();
    const url = `${await serve(world)}/metrics`;
    for (const [accept, format, type] of [
      ['*/*', 'text', 'text/plain; version=0.0.4; charset=utf-8'],
      ['application/openmetrics-text', 'openmetrics', 'application/openmetrics-text; version=1.0.0; charset=utf-8'],
    ] as const) {
      const plain = await raw(url, { Accept: accept });
      expect(plain.headers).toMatchObject({
        'content-type': type,
        vary: 'Accept, Accept-Encoding',
        'cache-control': 'no-store',
      });
      expect(plain.headers['content-length']).toBe(String(plain.body.length));
      expect(plain.body.equals(snapshot.body(format))).toBe(true);
      const zipped = await raw(url, { Accept: accept, 'Accept-Encoding': 'gzip' });
      expect(zipped.headers['content-encoding']).toBe('gzip');
      expect(gunzipSync(zipped.body).equals(plain.body)).toBe(true);
    }
  });

  it('is whole before anything is evaluated', async () => {
    const world = published({ expected: ['prod'] });
    await world.snapshot();
    const families = parseExposition(await (await fetch(`${await serve(world)}/metrics`)).text());
    expect(families.get('kspm_cluster_expected')?.samples).toHaveLength(1);
  });
});

describe('/healthz', () => {
  it('looks at the loop, not at API servers', async () => {
    const world = published({});
    world.clusters[0]?.session.reception.lost('connection refused');
    const url = `${await serve(world)}/healthz`;
    const status = async () => (await fetch(url)).status;
    expect(await status()).toBe(200);
    world.heartbeat.at = world.clock.now;
    world.clock.now += 60_000;
    expect(await status()).toBe(200);
    world.clock.now += 1;
    const hanging = await fetch(url);
    expect(hanging.status).toBe(503);
    expect(await hanging.json()).toMatchObject({
      detail: expect.stringContaining('not gone round for 60 s') as string,
    });
  });

  it('fails when the loop never starts', async () => {
    const world = published({});
    const url = `${await serve(world)}/healthz`;
    world.clock.now += 61_000;
    expect((await fetch(url)).status).toBe(503);
  });
});

describe('/readyz', () => {
  it('waits for one published evaluation and names what is missing', async () => {
    const world = published({ names: ['prod', 'staging'], expected: ['prod', 'staging', 'edge'] });
    const [prod, staging] = world.clusters;
    staging?.session.reception.lost('connection refused');
    prod?.session.reception.contact(undefined, 0);
    await world.snapshot();
    const url = `${await serve(world)}/readyz`;
    const waiting = await fetch(url);
    expect(waiting.status).toBe(503);
    const { missing } = (await waiting.json()) as { missing: string[] };
    expect(missing[0]).toMatch(/^Cluster "prod": waits for .*deployments/);
    expect(missing.slice(1)).toEqual([
      'Cluster "staging": the API does not answer: connection refused.',
      'Cluster "edge": expected, but no source delivers it.',
    ]);
    await prod?.become([]);
    expect((await fetch(url)).status).toBe(503);
    await world.snapshot();
    const ready = await fetch(url);
    expect(ready.status).toBe(200);
    expect(await ready.text()).toMatch(/^ready\nCluster "staging"/);
  });

  it('gives up waiting after a while, so that what is known can be scraped', async () => {
    const world = published({});
    const url = `${await serve(world)}/readyz`;
    expect((await fetch(url)).status).toBe(503);
    world.clock.now += 120_000;
    expect((await fetch(url)).status).toBe(200);
  });
});

describe('the landing page', () => {
  // Names of objects hold no slash.
  const attack = '"><script>alert(1)<img src=x onerror=alert(2)>';

  it('escapes whatever clusters call things', async () => {
    const world = published({ names: [`prod${attack}`] });
    const [cluster] = world.clusters;
    await cluster?.become([badDeployment(`web${attack}`, `shop${attack}`, `team${attack}`)]);
    cluster?.session.reception.status('Ingress', 'forbidden', attack);
    cluster?.session.reception.identified({ id: cluster.session.id, version: attack, provider: attack });
    cluster?.session.reception.lost(attack);
    const page = await (await fetch(await serve(world))).text();
    expect(page).toContain('web&quot;&gt;&lt;script&gt;');
    expect(page).not.toMatch(/<script|<img/i);
  });

  it('runs and loads nothing, and its one style is the one its policy allows', async () => {
    const world = published({});
    await world.clusters[0]?.become([badDeployment('web')]);
    const response = await fetch(await serve(world));
    const page = await response.text();
    const [, style = ''] = /<style>([^]*?)<\/style>/.exec(page) ?? [];
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(policy).toMatch(/^default-src 'none'/);
    expect(page).not.toMatch(/<script|<link|<img|<iframe| style=| on\w+=|https?:\/\/(?!www\.w3\.org)/i);
  });

  it('says what is wrong, whose it is, why the cluster is not clean and what cannot be seen', async () => {
    const world = published({ expected: ['prod', 'lost-one'] });
    const [cluster] = world.clusters;
    await cluster?.become([badDeployment('web')]);
    cluster?.session.reception.status('Ingress', 'forbidden', 'no permission');
    await cluster?.cycle();
    const text = (await (await fetch(await serve(world))).text()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    for (const said of [
      'Clean clusters 0 of 2',
      'critical Container runs privileged container &quot;app&quot;: securityContext.privileged is true',
      'Deployment web in shop',
      'storefront',
      'Not clean',
      'Container runs privileged: 1 object (pod-privileged).',
      'ingresses : not permitted. Grant get, list and watch',
      'lost-one Not watched',
    ]) {
      expect(text).toContain(said);
    }
  });

  it('shows no number for what is not evaluated', async () => {
    const world = published({});
    const text = (await (await fetch(await serve(world))).text()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    expect(text).toContain('Open critical findings –');
    expect(text).toContain('No cluster is evaluated yet, so nothing is known.');
    expect(text).not.toContain('No open finding.');
  });
});
