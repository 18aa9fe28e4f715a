import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiFinding, ApiFindingDetail, ApiFindingPage } from '../../exporter/contract/index.ts';
import type { Manifest } from '../../exporter/checks/patch.ts';
import type { Listening } from '../../exporter/publish/http/listen.ts';
import { badDeployment, published, type Published } from '../support/published.ts';

const canary = 'cAnArY-4711-x';

function workload(container: object): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', resourceVersion: '77' },
    spec: { template: { spec: { containers: [{ name: 'app', image: 'registry.example/app:latest', ...container }] } } },
  };
}

describe('evidence of a finding', () => {
  let world: Published;
  let listening: Listening;
  beforeEach(async () => {
    world = published({
      names: ['prod', 'staging'],
      exempt: (_check, { object }) =>
        object.metadata.namespace === 'kube-system' ? { id: 'platform', reason: 'shipped by the platform' } : undefined,
    });
    await world.snapshot();
    listening = await world.listen();
  });
  afterEach(async () => {
    await listening.close(0);
    if (world.errors.length > 0) throw new Error('a handler failed', { cause: world.errors });
  });

  const prod = () => world.clusters[0] as Published['clusters'][number];

  async function list(query: string): Promise<readonly ApiFinding[]> {
    const response = await fetch(`${listening.url}/api/v1/findings?limit=1000&${query}`);
    return ((await response.json()) as ApiFindingPage).items;
  }
  async function detail(query: string): Promise<ApiFindingDetail> {
    const [first] = await list(query);
    const response = await fetch(`${listening.url}/api/v1/findings/${first?.id}`);
    expect([query, response.status]).toEqual([query, 200]);
    return (await response.json()) as ApiFindingDetail;
  }

  it('is the offending field with its value and the version of the object', async () => {
    await prod().become([workload({ securityContext: { privileged: true } })]);
    const { evidence, path } = await detail('check=pod-privileged');
    expect(path).toBe('spec.template.spec.containers[0].securityContext.privileged');
    expect(evidence).toMatchObject({ resourceVersion: '77', fields: [{ path, value: true }] });
  });

  it('comes with the patch that mends the object, where the check works one out', async () => {
    await prod().become([workload({ securityContext: { privileged: true } })]);
    const { evidence } = await detail('check=pod-privileged');
    expect(evidence.patch).toEqual({
      type: 'strategic',
      body: { spec: { template: { spec: { containers: [{ name: 'app', securityContext: { privileged: false } }] } } } },
    });
    expect((await detail('check=image-digest-missing')).evidence).not.toHaveProperty('patch');
  });

  it('of a field that is not set has no value', async () => {
    await prod().become([workload({})]);
    const { evidence } = await detail('check=pod-run-as-non-root');
    expect(evidence.fields.length).toBeGreaterThan(0);
    expect(evidence.fields[0]).not.toHaveProperty('value');
  });

  it('is there for what is exempt, which has no time since when it is remembered', async () => {
    await prod().become([badDeployment('proxy', 'kube-system')]);
    const exempt = await detail('check=pod-privileged&state=exempt');
    expect(exempt.evidence.fields).toEqual([{ path: exempt.path, value: true }]);
    expect(exempt).not.toHaveProperty('rememberedSince');
  });

  it('never holds a literal of a variable, a credential of a command, or content of a Secret or ConfigMap', async () => {
    const base64 = Buffer.from(canary).toString('base64');
    const env = Array.from({ length: 3 }, (_, index) => ({
      name: index === 2 ? 'DB_PASSWORD' : 'TWICE',
      value: canary,
    }));
    await prod().become([
      workload({
        env,
        command: ['sudo', '-u', 'root', `--password=${canary}`],
        args: ['--api-token', canary, `postgres://shop:${canary}@db/shop`],
        livenessProbe: { httpGet: { port: 80, httpHeaders: [{ name: 'Authorization', value: `Basic ${canary}` }] } },
      }),
      ...(['Secret', 'ConfigMap'] as const).map((kind) => ({
        apiVersion: 'v1',
        kind,
        metadata: { name: 'config', namespace: 'kube-system' },
        data: { password: kind === 'Secret' ? base64 : canary, 'ssl-protocols': `SSLv3 ${canary}` },
      })),
    ]);
    const all = await list('state=open,exempt');
    expect(all.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['secret-env-literal', 'secret-arg-literal', 'secret-configmap', 'rel-duplicate-env']),
    );
    for (const { id, check } of all) {
      const response = await fetch(`${listening.url}/api/v1/findings/${id}`);
      const text = await response.text();
      const shown = JSON.stringify((JSON.parse(text) as ApiFindingDetail).evidence);
      expect([check, shown.includes(canary), shown.includes(base64.slice(0, -3))]).toEqual([check, false, false]);
    }
    const { evidence } = await detail('check=secret-env-literal');
    expect(evidence.fields[0]).toMatchObject({
      redacted: true,
      value: expect.stringMatching(/^\[redacted: /) as string,
    });
    const duplicate = await detail('check=rel-duplicate-env');
    expect(duplicate.evidence.fields[0]?.value).toEqual({ name: 'TWICE', value: '[withheld]' });
  });

  it('is of limited size, and says where something is missing', async () => {
    const command = ['sudo', ...Array.from({ length: 2_000 }, (_, index) => `--flag-${index}=${'x'.repeat(1_000)}`)];
    await prod().become([workload({ command })]);
    for (const { id } of await list('')) {
      const text = await (await fetch(`${listening.url}/api/v1/findings/${id}`)).text();
      expect(text.length).toBeLessThan(32_768);
      const { evidence } = JSON.parse(text) as ApiFindingDetail;
      for (const { value, cut = false } of evidence.fields) {
        expect(cut).toBe(JSON.stringify(value ?? '').length > 1_000);
      }
    }
    const { evidence } = await detail('check=pod-sudo-entrypoint');
    expect(evidence.fields[0]).toMatchObject({ cut: true });
  });

  it('says that the object has changed until it is judged again, and that it is gone', async () => {
    await prod().become([workload({ securityContext: { privileged: true } })]);
    const { session } = prod();
    const [first] = await list('check=pod-privileged');
    const evidence = async () => {
      const response = await fetch(`${listening.url}/api/v1/findings/${first?.id}`);
      return ((await response.json()) as ApiFindingDetail).evidence;
    };
    const held = session.inventory.find('Deployment', 'shop', 'web');
    if (held === undefined) throw new Error('the Deployment is not there');
    const moment = { receivedAt: world.clock.now, changedAt: world.clock.now, path: 'watch' } as const;
    session.reception.put({ kind: 'Deployment', object: { ...held, spec: {} } }, moment);
    expect(await evidence()).toMatchObject({ unavailable: expect.stringMatching(/has changed/) as string, fields: [] });
    session.reception.removed('Deployment', 'shop', 'web', moment);
    expect(await evidence()).toMatchObject({ unavailable: expect.stringMatching(/is gone/) as string, fields: [] });
  });

  it('says that the kind cannot be seen, and that the cluster is not watched here', async () => {
    await prod().become([workload({ securityContext: { privileged: true } })]);
    prod().session.reception.status('Deployment', 'forbidden', 'no list');
    expect((await detail('check=pod-privileged')).evidence).toMatchObject({
      unavailable: expect.stringMatching(/cannot be seen now: no list/) as string,
    });
    prod().session.posture = undefined;
    const { evidence } = await detail('check=pod-privileged');
    expect(evidence.unavailable).toMatch(/was not evaluated by this exporter yet/);
  });

  it('comes with since when the cluster is remembered', async () => {
    const since = new Date(world.clock.now).toISOString();
    await prod().become([workload({ securityContext: { privileged: true } })]);
    world.clock.now += 3_600_000;
    await prod().put(badDeployment('late'));
    expect((await detail('q=late&check=pod-privileged')).rememberedSince).toBe(since);
  });
});
