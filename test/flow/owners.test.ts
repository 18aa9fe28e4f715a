import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checks } from '../../exporter/checks/index.ts';
import { followOwners, openDirectory } from '../../exporter/cli/owner-files.ts';
import { createReloads } from '../../exporter/cli/reloads.ts';
import { loadConfig } from '../../exporter/config/load.ts';
import { createLogger } from '../../exporter/telemetry/logger.ts';
import { badDeployment, published } from '../support/published.ts';
import { waitUntil } from '../support/process.ts';
import { historyOf } from '../../exporter/testing/history.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-owners-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'owners.yaml');
const owned = (team: string, slack: string): string =>
  `teams:\n  ${team}: { slack: '${slack}' }\nrules:\n  - { match: '*/shop', owner: ${team} }\n`;

const privileged = checks.filter(({ id }) => id === 'pod-privileged');
const namespace = (labels: object) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } });
const nobodys = () => ({ ...badDeployment('web'), metadata: { name: 'web', namespace: 'shop' } });

interface Listed {
  readonly items: readonly {
    readonly id: string;
    readonly firstSeen: string;
    readonly owner: Record<string, unknown>;
  }[];
}

describe('owners', () => {
  it('change with their file: findings go on under another team, and a file that is wrong changes nothing', async () => {
    writeFileSync(file, owned('storefront', '#old'));
    const { config } = loadConfig({ env: {}, overrides: { 'owners.file': file, 'schedule.reread': '100ms' } });
    const directory = openDirectory(config.owners);
    const world = published({ checks: privileged, owners: directory.owners });
    const [cluster] = world.clusters;
    if (cluster === undefined) throw new Error('there is one cluster');
    await cluster.become([namespace({}), nobodys()]);
    const server = await world.listen();
    const list = async () => (await (await fetch(`${server.url}/api/v1/findings`)).json()) as Listed;
    const before = await list();
    expect(before.items[0]?.owner).toMatchObject({
      team: 'storefront',
      teamSource: 'rule */shop',
      contact: { slack: '#old' },
    });

    const good: boolean[] = [];
    const stop = new AbortController();
    let asked = 0;
    followOwners(config, directory, {
      reloads: createReloads((allGood) => good.push(allGood)),
      logger: createLogger('silent'),
      signal: stop.signal,
      exporter: {
        ownersChanged() {
          asked += 1;
          cluster.session.ownersChanged();
        },
      },
    });
    writeFileSync(file, 'rules: [{ match: "*" }]');
    await waitUntil('the file is refused', async () => good.at(-1) === false);
    expect((await list()).items[0]?.owner).toMatchObject({ team: 'storefront' });
    writeFileSync(file, owned('payments', '#new'));
    await waitUntil('the file is taken over', async () => asked === 1 && good.at(-1) === true);
    world.clock.now += 3_600_000;
    await cluster.cycle();

    const after = await list();
    expect(after.items.map(({ id, firstSeen }) => [id, firstSeen])).toEqual(
      before.items.map(({ id, firstSeen }) => [id, firstSeen]),
    );
    expect(after.items[0]?.owner).toMatchObject({ team: 'payments', contact: { slack: '#new' } });
    const changes = await historyOf(world.store, 'id-of-prod', 1);
    expect(new Set(changes.map(({ transition }) => transition.type))).toEqual(new Set(['updated']));
    await world.snapshot();
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain('kspm_owner_findings{cluster="prod",owner="payments",severity="critical"} 2');
    expect(metrics).toContain('kspm_owner_info{owner="payments",slack="#new",escalation="",runbook=""} 1');
    expect(metrics).not.toContain('owner="storefront"');
    stop.abort();
    await server.close(0);
  });

  it('follow the labels of a namespace and of a controller that answer for what they hold', async () => {
    const world = published({ checks: privileged });
    const [cluster] = world.clusters;
    if (cluster === undefined) throw new Error('there is one cluster');
    const teams = () =>
      [...(cluster.session.posture?.findings.open() ?? [])]
        .map(({ object, team }) => `${object.kind} ${team.team}`)
        .sort();
    const set = (labels: object) => ({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'made', namespace: 'shop', labels },
      spec: { template: { spec: { containers: [{ name: 'app', image: 'app:1' }] } } },
    });
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'made-x',
        namespace: 'shop',
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'made', controller: true }],
      },
      spec: {
        containers: [{ name: 'app', image: 'app:1' }],
        ephemeralContainers: [{ name: 'debug', image: 'debug:1', securityContext: { privileged: true } }],
      },
    };
    await cluster.become([namespace({ team: 'home' }), nobodys(), set({}), pod]);
    expect(teams()).toEqual(['Deployment home', 'Deployment home', 'Pod home']);
    await cluster.put(namespace({ team: 'moved' }));
    expect(teams()).toEqual(['Deployment moved', 'Deployment moved', 'Pod moved']);
    await cluster.put(set({ team: 'makers' }));
    expect(teams()).toEqual(['Deployment moved', 'Deployment moved', 'Pod makers']);
  });
});
