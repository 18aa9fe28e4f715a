import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checks as library } from '../../exporter/checks/index.ts';
import { createReloads } from '../../exporter/cli/reloads.ts';
import { followWaivers, openBook } from '../../exporter/cli/waiver-files.ts';
import { composeExporter } from '../../exporter/compose.ts';
import { loadConfig } from '../../exporter/config/load.ts';
import type { ApiFinding, ApiPage, ApiWaiver, ApiWaiverDraft } from '../../exporter/contract/index.ts';
import { platformExemptions } from '../../exporter/evaluate/platform/index.ts';
import { createMemoryStore } from '../../exporter/findings/memory-store.ts';
import type { ClusterSink } from '../../exporter/ingest/sink.ts';
import { kindsNeeded } from '../../exporter/model/needs.ts';
import { createOwnerDirectory } from '../../exporter/owners/directory.ts';
import { apiToken } from '../../exporter/publish/http/guard.ts';
import { createLogger } from '../../exporter/telemetry/logger.ts';
import { onlyReplica } from '../../exporter/testing/watched.ts';
import { observed } from '../../exporter/testing/world.ts';
import { parseWaivers } from '../../exporter/waivers/read-files.ts';
import { createWindowBook } from '../../exporter/windows/book.ts';
import { badDeployment, published, type Published } from '../support/published.ts';
import { waitUntil } from '../support/process.ts';
import { historyOf } from '../../exporter/testing/history.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), 'plumbline-waivers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const checks = library.filter(({ id }) => id === 'pod-privileged');
const spec = {
  checks: ['pod-privileged'],
  match: { namespaces: ['shop'] },
  type: 'accepted-risk',
  reason: 'The agent loads a kernel module.',
  requester: 'ana',
  approver: 'bo',
  ticket: 'SEC-12',
  expiresAt: '2026-06-30',
};
/** JSON is YAML too. */
const file = (over: object = {}, name = 'agent'): string =>
  JSON.stringify({
    apiVersion: 'plumbline.dev/v1alpha1',
    kind: 'Waiver',
    metadata: { name },
    spec: { ...spec, ...over },
  });

async function world(options: Parameters<typeof published>[0] = {}) {
  const made = published({ checks, ...options });
  const [cluster] = made.clusters;
  if (cluster === undefined) throw new Error('there is one cluster');
  const server = await made.listen();
  const get = async <T>(path: string) => (await (await fetch(`${server.url}/api/v1/${path}`)).json()) as T;
  return {
    ...made,
    cluster,
    server,
    follow: (text: string) => made.book.follow(parseWaivers([{ file: 'waivers/agent.yaml', text }], made.terms)),
    waivers: async () => (await get<ApiPage<ApiWaiver>>('waivers')).items,
    findings: async (state: string) => (await get<ApiPage<ApiFinding>>(`findings?state=${state}`)).items,
    post: (body: unknown, init: RequestInit = {}) =>
      fetch(`${server.url}/api/v1/waivers`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...init,
      }),
  };
}

/** What happened to findings after a revision, in order and without repetition. */
async function history({ store }: Pick<Published, 'store'>, since: number): Promise<readonly string[]> {
  const changes = await historyOf(store, 'id-of-prod', since);
  return [...new Set(changes.map(({ transition: { type, reason } }) => `${type} ${reason}`))];
}

const exemptions = async ({ snapshot, server }: Pick<Published, 'snapshot'> & { server: { readonly url: string } }) => {
  await snapshot();
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Object.fromEntries(
    [...text.matchAll(/^kspm_exemptions\{cluster="prod",state="(\w+)"\} (\d+)$/gm)].map(([, state, count]) => [
      state,
      Number(count),
    ]),
  );
};

describe('a waiver in a file', () => {
  it('resolves findings as exempted, shows who agreed to what, and opens them anew when it ends', async () => {
    const at = await world();
    const { cluster, clock } = at;
    await cluster.become([badDeployment('web')]);
    expect(await at.findings('open')).toHaveLength(2);

    at.follow(file());
    await cluster.cycle();
    expect(await history(at, 1)).toEqual(['resolved exempted']);
    expect(await at.findings('open')).toEqual([]);
    const [exempt] = await at.findings('exempt');
    expect(exempt?.exemptedBy).toBe('waiver/agent');
    expect(exempt?.exemption).toBe(
      'The agent loads a kernel module. (accepted-risk until 2026-06-30, approved by bo, SEC-12)',
    );
    expect(await at.waivers()).toMatchObject([
      {
        name: 'agent',
        cluster: 'prod',
        state: 'active',
        matched: 2,
        checks: ['pod-privileged'],
        expiresAt: '2026-07-01T00:00:00.000Z',
        source: { kind: 'file', file: 'waivers/agent.yaml', line: 1 },
      },
    ]);
    expect(await exemptions(at)).toEqual({ active: 1, expiring: 0, expired: 0, unused: 0 });

    clock.now = Date.UTC(2026, 5, 20);
    expect(await at.waivers()).toMatchObject([{ state: 'expiring' }]);
    clock.now = Date.UTC(2026, 6, 1) - 1;
    await cluster.cycle();
    expect(await at.findings('open')).toEqual([]);
    const { revision } = cluster.session.posture ?? { revision: 0 };

    clock.now += 1;
    await cluster.cycle();
    expect(await history(at, revision)).toEqual(['opened new']);
    const [again] = await at.findings('open');
    expect(again).toMatchObject({ reason: 'new', firstSeen: '2026-07-01T00:00:00.000Z' });
    expect(await at.waivers()).toMatchObject([{ state: 'expired', matched: 0 }]);
    expect(await exemptions(at)).toEqual({ active: 0, expiring: 0, expired: 1, unused: 0 });
    await at.server.close(0);
  });

  it('that is taken back within a quarter of an hour continues the episode', async () => {
    const at = await world();
    await at.cluster.become([badDeployment('web')]);
    const [before] = await at.findings('open');
    at.follow(file());
    at.clock.now += MINUTE;
    await at.cluster.cycle();
    const { revision } = at.cluster.session.posture ?? { revision: 0 };
    at.book.follow([]);
    at.clock.now += 10 * MINUTE;
    await at.cluster.cycle();
    expect(await history(at, revision)).toEqual(['reopened new']);
    expect((await at.findings('open'))[0]?.firstSeen).toBe(before?.firstSeen);
    await at.server.close(0);
  });

  it('takes effect when it changes, and none when only its place does', async () => {
    const at = await world();
    await at.cluster.become([badDeployment('web'), badDeployment('web', 'blog')]);
    at.follow(file());
    await at.cluster.cycle();
    expect((await at.findings('open')).map(({ object }) => object.namespace)).toEqual(['blog', 'blog']);
    at.follow(file({ match: { namespaces: ['blog'] } }));
    await at.cluster.cycle();
    expect((await at.findings('open')).map(({ object }) => object.namespace)).toEqual(['shop', 'shop']);
    at.follow(`\n\n${file({ match: { namespaces: ['blog'] } })}`);
    at.cluster.session.terms.refresh();
    expect(at.cluster.session.queueDepth()).toBe(0);
    expect(await at.waivers()).toMatchObject([{ source: { line: 3 } }]);
    await at.server.close(0);
  });

  it('that accepts nothing is unused; where the platform explains, it explains', async () => {
    const at = await world({ exempt: platformExemptions });
    await at.cluster.become([
      {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: { name: 'kube-proxy', namespace: 'kube-system', labels: { 'k8s-app': 'kube-proxy' } },
        spec: {
          selector: { matchLabels: { 'k8s-app': 'kube-proxy' } },
          template: {
            metadata: { labels: { 'k8s-app': 'kube-proxy' } },
            spec: {
              hostNetwork: true,
              serviceAccountName: 'kube-proxy',
              containers: [
                {
                  name: 'kube-proxy',
                  image: 'registry.k8s.io/kube-proxy:v1.37.0',
                  securityContext: { privileged: true },
                },
              ],
            },
          },
        },
      },
    ]);
    at.follow(file({ match: { namespaces: ['kube-system'] } }));
    await at.cluster.cycle();
    expect((await at.findings('exempt'))[0]?.exemption).not.toContain('kernel module');
    expect(await at.waivers()).toMatchObject([{ state: 'unused', matched: 0 }]);
    expect(await exemptions(at)).toEqual({ active: 1, expiring: 0, expired: 0, unused: 1 });
    await at.server.close(0);
  });
});

describe('a Waiver resource', () => {
  const resource = (over: object = {}, metadata: object = {}) => ({
    apiVersion: 'plumbline.dev/v1alpha1',
    kind: 'Waiver',
    metadata: { name: 'agent', creationTimestamp: '2026-05-30T00:00:00Z', ...metadata },
    spec: { ...spec, ...over },
  });

  it('accepts while it is there, and gives way to the file that it was applied from', async () => {
    const at = await world();
    await at.cluster.become([badDeployment('web')]);
    await at.cluster.put(resource());
    expect(await at.findings('open')).toEqual([]);
    expect(await at.waivers()).toMatchObject([{ name: 'agent', state: 'active', source: { kind: 'resource' } }]);
    at.follow(file());
    await at.cluster.cycle();
    expect(await at.waivers()).toMatchObject([{ name: 'agent', state: 'active', source: { kind: 'file' } }]);
    at.book.follow([]);
    await at.cluster.remove('Waiver', '', 'agent');
    expect(await at.findings('open')).toHaveLength(2);
    expect(await at.waivers()).toEqual([]);
    await at.server.close(0);
  });

  it('that is wrong is refused with field and remedy, and accepts nothing', async () => {
    const at = await world();
    await at.cluster.become([badDeployment('web'), resource({ approver: 'ana' })]);
    expect(await at.findings('open')).toHaveLength(2);
    expect(await at.waivers()).toMatchObject([
      { state: 'refused', problem: 'spec.approver: is the requester; somebody else has to approve' },
    ]);
    await at.cluster.put(resource({ expiresAt: '2026-12-31' }));
    expect(await at.waivers()).toMatchObject([
      { problem: expect.stringContaining('after 2026-05-30; write 2026-11-26') },
    ]);
    await at.server.close(0);
  });
});

describe('a request for a waiver', () => {
  const request = { name: 'agent', ...spec };

  it('is answered with a file that is valid, what it would accept, and a pull request; then waits to appear in Git', async () => {
    const at = await world();
    await at.cluster.become([badDeployment('web'), badDeployment('web', 'blog')]);
    const response = await at.post(request);
    expect(response.status).toBe(201);
    const draft = (await response.json()) as ApiWaiverDraft;
    expect(draft).toMatchObject({
      accepts: 2,
      waiver: { name: 'agent', state: 'pending', createdAt: '2026-06-01T00:00:00.000Z' },
      file: { path: 'waivers/agent.yaml' },
      pullRequest: { branch: 'waiver/agent', title: 'Waive pod-privileged until 2026-06-30' },
    });
    expect(draft.pullRequest.body).toContain('> The agent loads a kernel module.');
    expect(await at.findings('open')).toHaveLength(4);
    expect(await at.waivers()).toMatchObject([{ state: 'pending' }]);
    at.follow(draft.file.content);
    await at.cluster.cycle();
    expect(await at.waivers()).toMatchObject([{ state: 'active', matched: 2 }]);
    await at.server.close(0);
  });

  it.each<[string, unknown, number, RegExp]>([
    ['without an expiry', { ...request, expiresAt: undefined }, 422, /^expiresAt: is missing; write a string\.$/],
    ['approved by who asks', { ...request, approver: 'ANA' }, 422, /^approver: is the requester/],
    ['without a name', { ...spec }, 422, /^name: is missing/],
    ['with a name that leaves the folder', { ...request, name: '../agent' }, 422, /^name: is not a name/],
    ['that is a list', [request], 422, /^name: is missing/],
    ['that is not JSON', '{', 400, /not JSON .*; correct it/],
    ['that is too large', { ...request, reason: 'x'.repeat(70_000) }, 413, /larger than 65536 bytes/],
  ])('%s is refused with field and remedy', async (_claim, body, status, detail) => {
    const at = await world();
    const response = await at.post(body);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(((await response.json()) as { detail: string }).detail).toMatch(detail);
    expect(await at.waivers()).toEqual([]);
    await at.server.close(0);
  });

  it('that a page of another site could make a browser send is refused', async () => {
    const at = await world();
    const response = await at.post(request, { headers: { 'Content-Type': 'text/plain' } });
    expect(response.status).toBe(415);
    await at.server.close(0);
  });

  it('needs a scope of its own', async () => {
    const tokens = [apiToken('reader', 'r', ['findings:read']), apiToken('writer', 'w', ['waivers:write'])];
    const at = await world({ guard: { openLoopback: false, tokens: () => tokens } });
    const as = (token: string) =>
      at.post(request, { headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` } });
    expect((await as('r')).status).toBe(403);
    expect((await as('w')).status).toBe(201);
    await at.server.close(0);
  });
});

describe('the composed exporter', () => {
  it('follows files of waivers, keeps the last good ones, and opens what ends by the passing of time', async () => {
    const path = join(folder, 'agent.yaml');
    const soon = new Date(Date.now() + 2_500).toISOString();
    writeFileSync(path, '');
    const { config } = loadConfig({ env: {}, overrides: { 'waivers.paths': [folder], 'schedule.reread': '100ms' } });
    const open = await openBook(config.waivers, [], { clock: Date.now, checks });
    let sink: ClusterSink | undefined;
    const logger = createLogger('silent');
    const exporter = composeExporter({
      config,
      replica: onlyReplica,
      checks,
      store: createMemoryStore(),
      owners: createOwnerDirectory(),
      waivers: open.book.of,
      windows: createWindowBook({ terms: { longestMs: DAY }, annotations: 'mark' }),
      logger,
      version: 'test',
      clock: Date.now,
      clusters: [
        {
          name: 'prod',
          connect: () => ({
            run(given, signal) {
              sink = given;
              return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
            },
          }),
        },
      ],
    });
    const seen: string[] = [];
    exporter.onTransition((_cluster, { type, reason }) => seen.push(`${type} ${reason}`));
    exporter.start();
    sink?.identified({ id: 'uid', version: 'v1.37.0', provider: 'unknown' });
    for (const kind of kindsNeeded(checks)) {
      const held = kind === 'Deployment' ? [observed(badDeployment('web'))] : [];
      sink?.replaced(kind, held, { receivedAt: Date.now(), skipped: 'initial', path: 'relist' });
      sink?.status(kind, 'synced');
    }
    const good: boolean[] = [];
    const stop = new AbortController();
    const reloads = createReloads((allGood) => good.push(allGood));
    followWaivers(config, open, { reloads, exporter, logger, signal: stop.signal });
    const until = (what: string, count: number) => waitUntil(what, async () => seen.length === count);
    await until('the backlog is open', 2);
    writeFileSync(path, file({ expiresAt: soon }));
    await until('it is waived', 4);
    writeFileSync(path, file({ approver: 'ana' }));
    await waitUntil('the file is refused', async () => good.at(-1) === false);
    await until('the waiver has ended', 6);
    expect(seen).toEqual([
      'opened baseline',
      'opened baseline',
      'resolved exempted',
      'resolved exempted',
      'reopened new',
      'reopened new',
    ]);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(soon));
    stop.abort();
    await exporter.stop();
  });
});

it('a waiver of one check of many wakes nothing but objects that fail it where it may be about them', async () => {
  const at = await world({ checks: library });
  await at.cluster.become([
    ...Array.from({ length: 20 }, (_, index) => badDeployment(`web-${index}`)),
    badDeployment('elsewhere', 'blog'),
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'quiet', namespace: 'shop' } },
  ]);
  at.follow(file({ checks: ['pod-privileged'], expiresAt: new Date(at.clock.now + DAY).toISOString() }));
  at.cluster.session.terms.refresh();
  expect(at.cluster.session.queueDepth()).toBe(20);
  await at.server.close(0);
});
