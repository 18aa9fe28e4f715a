import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metrics, type ApiDriftEvent, type ApiDriftedObject, type ApiPage } from '../../exporter/contract/index.ts';
import { startServe, type ExporterProcess } from '../support/exporter-process.ts';
import { waitUntil } from '../support/process.ts';
import { readerRules } from '../support/reader.ts';
import { startRealCluster, type RealCluster } from '../support/real-cluster.ts';
import { skipWithout } from '../tools/find.ts';

const skipped = skipWithout('drift in a real cluster', ['etcd', 'kube-apiserver', 'kubectl']);

interface Change {
  readonly image?: string;
  readonly hardened?: boolean;
}

/** A Deployment as Flux applies it. */
function release(name: string, { image = 'registry.example/app:1', hardened = true }: Change = {}): string {
  const container = { name: 'app', image, ...(hardened && { securityContext: { runAsNonRoot: true } }) };
  return JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace: 'shop',
      labels: { team: 'checkout', 'kustomize.toolkit.fluxcd.io/name': 'apps' },
    },
    spec: {
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [container] } },
    },
  });
}

describe.skipIf(skipped)('changes past GitOps in a real cluster', () => {
  let cluster: RealCluster;
  let exporter: ExporterProcess;
  let kubeconfig: string;
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-drift-'));
  const start = () => startServe({ kubeconfig, env: { PLUMBLINE_STORE_URL: join(folder, 'findings.db') } });
  const flux = (manifest: string) =>
    cluster.kubectl(
      ['apply', '--server-side', '--force-conflicts', '--field-manager=kustomize-controller', '-f', '-'],
      manifest,
    );
  const patch = (name: string, operations: readonly object[], ...more: string[]) =>
    cluster.kubectl([
      'patch',
      'deployment',
      name,
      '-n',
      'shop',
      '--type=json',
      '-p',
      JSON.stringify(operations),
      ...more,
    ]);
  const json = async <T>(path: string) => JSON.parse(await exporter.text(path)) as ApiPage<T>;
  const timeline = async (name: string) =>
    (await json<ApiDriftEvent>(`/api/v1/drift?kind=Deployment&namespace=shop&name=${name}`)).items;
  const drifted = async (name: string) =>
    (await json<ApiDriftedObject>(`/api/v1/clusters/real/drift?name=${name}`)).items[0];
  const steps = (name: string, count: number) =>
    waitUntil(`${name} has ${count} steps`, async () => (await timeline(name)).length >= count);
  const counted = (labels: Record<string, string>) => exporter.value(metrics.driftEvents, labels);
  const app = '/spec/template/spec/containers/0';

  beforeAll(async () => {
    cluster = await startRealCluster();
    await cluster.createNamespace('shop');
    for (const name of ['edited', 'stripped', 'added', 'released', 'scaled', 'labelled']) await flux(release(name));
    await cluster.kubectl(['create', 'configmap', 'free', '-n', 'shop']);
    kubeconfig = await cluster.createServiceAccountKubeconfig({
      name: 'plumbline',
      namespace: 'shop',
      rules: readerRules,
    });
    exporter = await start();
  });
  afterAll(async () => {
    await exporter.stop();
    await cluster.stop();
    rmSync(folder, { recursive: true });
  });

  it('start from 0 for every actor and scope, with all that Flux manages as the denominator', async () => {
    expect(await exporter.value(metrics.gitopsManagedResources, { tool: 'flux' })).toBe(6);
    expect(await exporter.value(metrics.driftedResources, { tool: 'flux' })).toBe(0);
    expect(await counted({ actor: 'human', scope: 'security' })).toBe(0);
  });

  it('name the person, the fields and the time, until Flux applies again', async () => {
    await patch('edited', [{ op: 'replace', path: `${app}/image`, value: 'registry.example/app:hotfix' }]);
    await steps('edited', 1);
    expect(await drifted('edited')).toMatchObject({
      object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'edited' },
      tool: 'flux',
      application: 'apps',
      team: 'checkout',
      actor: 'human',
      managers: ['kubectl-patch'],
      scope: 'security',
      fields: ['spec.template.spec.containers[app].image'],
    });
    // Times of managers have a resolution of a second.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await flux(release('edited'));
    await steps('edited', 2);
    expect((await timeline('edited')).map(({ what }) => what)).toEqual(['reconciled', 'changed']);
    expect(await drifted('edited')).toBeUndefined();
  });

  it('include a field that is only taken away, which leaves no trace of who did it', async () => {
    await patch('stripped', [{ op: 'remove', path: `${app}/securityContext` }]);
    await steps('stripped', 1);
    expect(await drifted('stripped')).toMatchObject({
      actor: 'unknown',
      managers: [],
      scope: 'security',
      fields: ['spec.template.spec.containers[app].securityContext'],
    });
  });

  it('outlive a release that does not touch them', async () => {
    const env = [{ name: 'DEBUG', value: '1' }];
    await patch('added', [{ op: 'add', path: `${app}/env`, value: env }]);
    await steps('added', 1);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await flux(release('added', { image: 'registry.example/app:2' }));
    const image = 'registry.example/app:2';
    await waitUntil('the release is there', async () =>
      (await cluster.kubectl(['get', 'deployment', 'added', '-n', 'shop', '-o', 'json'])).includes(image),
    );
    expect(await drifted('added')).toMatchObject({ scope: 'other', actor: 'human' });
    await patch('added', [{ op: 'remove', path: `${app}/env` }]);
    await waitUntil('it is in order', async () => (await drifted('added')) === undefined);
    expect((await timeline('added')).map(({ what }) => what)).toEqual(['reverted', 'changed']);
  });

  it('are none when Flux rolls out, when replicas change, and when nothing manages the object', async () => {
    await flux(release('released', { image: 'registry.example/app:2', hardened: false }));
    await cluster.kubectl(['scale', 'deployment', 'scaled', '-n', 'shop', '--replicas=3']);
    await cluster.kubectl(['label', 'configmap', 'free', '-n', 'shop', 'a=b']);
    // What comes after them in the same watch was seen after them.
    await cluster.kubectl(['label', 'deployment', 'labelled', '-n', 'shop', 'tier=gold']);
    await steps('labelled', 1);
    expect(await drifted('labelled')).toMatchObject({ scope: 'other', fields: ['metadata.labels.tier'] });
    expect([await timeline('released'), await timeline('scaled')]).toEqual([[], []]);
  });

  it('end when somebody puts back what was applied', async () => {
    await cluster.kubectl(['label', 'deployment', 'labelled', '-n', 'shop', 'tier-']);
    await steps('labelled', 2);
    expect((await timeline('labelled'))[0]).toMatchObject({ what: 'reverted' });
    expect(await drifted('labelled')).toBeUndefined();
  });

  it('are counted by actor and scope, once for each change', async () => {
    const deviating = () => exporter.value(metrics.driftedResources, { tool: 'flux' });
    // As many deviate after the last step as two steps before: the number of changes tells the renderings apart.
    const isRendered = async () => (await deviating()) === 1 && ((await counted({})) ?? 0) >= 4;
    await waitUntil('the last step is rendered', isRendered);
    expect(await counted({ actor: 'human', scope: 'other' })).toBe(2);
    expect(await counted({ actor: 'human', scope: 'security' })).toBe(1);
    expect(await counted({ actor: 'unknown', scope: 'security' })).toBe(1);
    expect(await counted({ actor: 'automation' })).toBe(0);
  });

  it('are remembered over a restart, and what happened meanwhile is told once', async () => {
    const before = (await json<ApiDriftEvent>('/api/v1/drift')).items;
    const stripped = await drifted('stripped');
    await exporter.stop();
    await patch('released', [{ op: 'replace', path: `${app}/image`, value: 'registry.example/app:3' }]);
    await patch('stripped', [{ op: 'add', path: `${app}/securityContext`, value: { runAsNonRoot: true } }]);
    exporter = await start();
    await steps('released', 1);
    await steps('stripped', 2);
    expect((await timeline('released'))[0]).toMatchObject({ what: 'changed', actor: 'human', fields: [] });
    const [back] = await timeline('stripped');
    expect(back).toMatchObject({ what: 'reverted' });
    expect([stripped?.scope, await drifted('stripped')]).toEqual(['security', undefined]);
    const after = (await json<ApiDriftEvent>('/api/v1/drift')).items;
    expect(after.filter(({ id }) => before.some((one) => one.id === id))).toEqual(before);
    expect(after).toHaveLength(before.length + 2);
    await waitUntil('it is rendered', async () => (await counted({ actor: 'human', scope: 'other' })) === 3);
    expect(await counted({})).toBe(5);
  });
});
