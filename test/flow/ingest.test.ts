import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { ApiLimits } from '../../exporter/ingest/api-client.ts';
import type { KindName } from '../../exporter/model/kinds.ts';
import type { FaultRule } from '../support/fake-faults.ts';
import { configMap, createRig, pod, until, type Rig, type RigOptions } from '../support/ingest-rig.ts';

async function following(
  kinds: readonly KindName[],
  prepare: (rig: Rig) => void = () => undefined,
  options: RigOptions & { readonly limits?: Partial<ApiLimits> } = {},
) {
  const rig = await createRig(options);
  prepare(rig);
  rig.follow(kinds, { limits: { longestLine: 64 * 1024, ...options.limits } });
  return rig;
}

function is({ sink }: Rig, kind: KindName, status: string): () => boolean {
  return () => sink.statuses.get(kind)?.status === status;
}

/** Limits that a silent server exceeds soon. */
const impatient = { limits: { silenceMs: 150, idleMs: 120 } };

const twoMaps = ({ server }: Rig) => {
  server.put('ConfigMap', configMap('a'));
  server.put('ConfigMap', configMap('b'));
};

describe('a followed cluster', () => {
  it('delivers what is there, then every change', async () => {
    await using rig = await following(['ConfigMap'], twoMaps);
    await until(is(rig, 'ConfigMap', 'synced'));
    expect(rig.sink.names('ConfigMap')).toEqual(['shop/a', 'shop/b']);
    rig.server.put('ConfigMap', configMap('c', { old: 'value' }));
    rig.server.put('ConfigMap', configMap('c', { new: 'value' }));
    rig.server.remove('ConfigMap', 'shop', 'a');
    await until(() => rig.sink.names('ConfigMap').join() === 'shop/b,shop/c');
    const kept = { apiVersion: 'v1', kind: 'ConfigMap', keys: ['new'] };
    expect(rig.sink.objects.get('ConfigMap')?.get('shop/c')).toMatchObject(kept);
  });

  it('reads a large kind in pages of one version, compressed', async () => {
    await using rig = await following(['ConfigMap'], ({ server }) => {
      for (let index = 0; index < 1201; index += 1)
        server.put('ConfigMap', configMap(`m${index}`, { k: 'v'.repeat(300) }));
    });
    await until(is(rig, 'ConfigMap', 'synced'));
    expect(rig.sink.names('ConfigMap')).toHaveLength(1201);
    const lists = rig.server.requests.filter(({ verb, resource }) => verb === 'list' && resource === 'configmaps');
    expect(lists).toHaveLength(3);
    expect(lists.every(({ url }) => url.includes('limit=500') && !url.includes('resourceVersion='))).toBe(true);
    const sent = lists.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(sent * 3).toBeLessThan(rig.telemetry.count('bytes list'));
  });

  it('lists at most two kinds at a time', async () => {
    const many: KindName[] = ['ConfigMap', 'Secret', 'Service', 'Node', 'Namespace', 'Role', 'Ingress', 'Job'];
    await using rig = await following(many, ({ server }) => {
      for (const resource of ['configmaps', 'secrets', 'services', 'roles']) {
        server.fault({ verb: 'list', resource, times: 1, fault: { do: 'slow', ms: 20 } });
      }
    });
    await until(() => many.every((kind) => is(rig, kind, 'synced')()));
    // The provider is read from nodes before any kind is.
    expect(rig.server.listsAtOnce).toBeGreaterThan(0);
    expect(rig.server.listsAtOnce).toBeLessThanOrEqual(2);
  });

  it('asks for bookmarks and resumes from the last one', async () => {
    await using rig = await following(['ConfigMap'], twoMaps);
    await until(() => rig.server.openWatches === 1);
    rig.server.put('Secret', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'shop' } });
    const heard = rig.sink.contacts.length;
    rig.server.bookmark();
    await until(() => rig.sink.contacts.length > heard);
    rig.server.endWatches();
    await until(() => watchUrls(rig).length === 2);
    expect(watchUrls(rig)[0]).toContain('allowWatchBookmarks=true');
    expect(watchUrls(rig)[1]).toContain(`resourceVersion=${rig.server.storage.revision}`);
    expect(rig.telemetry.count('restarted configmaps eof')).toBe(1);
    expect(rig.sink.replacements).toEqual(['ConfigMap']);
  });

  it('restarts a watch that has gone silent', async () => {
    await using rig = await following(
      ['ConfigMap'],
      ({ server }) => {
        server.fault({ verb: 'watch', times: 1, fault: { do: 'hang' } });
      },
      impatient,
    );
    await until(() => rig.telemetry.count('restarted configmaps idle') > 0 && rig.server.openWatches === 1);
    rig.server.put('ConfigMap', configMap('late'));
    await until(() => rig.sink.names('ConfigMap').length === 1);
    expect(rig.sink.losses).toContain('configmaps: nothing on the watch for too long');
  });

  it('calls a kind stale when its watch stays away, and synced when it is back, without losing anything', async () => {
    await using rig = await createRig();
    twoMaps(rig);
    rig.follow(['ConfigMap'], { timings: { staleAfterMs: 60 } });
    await until(() => rig.server.openWatches === 1);
    await rig.server.down();
    await until(is(rig, 'ConfigMap', 'stale'));
    expect(rig.sink.statuses.get('ConfigMap')?.reason).toContain('ECONNREFUSED');
    expect(rig.sink.losses.length).toBeGreaterThan(0);
    await rig.server.up();
    await until(is(rig, 'ConfigMap', 'synced'));
    expect(rig.sink.names('ConfigMap')).toEqual(['shop/a', 'shop/b']);
    expect(rig.sink.removals).toEqual([]);
    expect(rig.sink.replacements).toEqual(['ConfigMap']);
  });

  it('passes over one broken object and keeps the rest', async () => {
    await using rig = await following(['ConfigMap'], (prepared) => {
      twoMaps(prepared);
      prepared.server.put('ConfigMap', configMap('bro/ken'));
    });
    await until(is(rig, 'ConfigMap', 'synced'));
    expect(rig.sink.names('ConfigMap')).toEqual(['shop/a', 'shop/b']);
    expect(rig.sink.passed).toEqual(['malformed: ConfigMap: metadata.name contains "/"']);
  });

  it('leaves no socket and no timer when it is stopped', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      fileURLToPath(import.meta.resolve('../support/follow-and-stop.ts')),
    ]);
    expect(stdout).toBe('watches left: 0\n');
  });

  it.each<[string, FaultRule]>([
    [
      'an ERROR event says 410',
      { verb: 'watch', times: 1, fault: { do: 'error-event', code: 410, reason: 'Expired' } },
    ],
    ['the watch answers 410', { verb: 'watch', times: 1, fault: { do: 'status', code: 410, reason: 'Gone' } }],
    [
      'an ERROR event says 500',
      { verb: 'watch', times: 1, fault: { do: 'error-event', code: 500, reason: 'Internal' } },
    ],
    ['the watch is cut in the middle of a line', { verb: 'watch', times: 1, fault: { do: 'cut' } }],
    ['a line is not JSON', { verb: 'watch', times: 1, fault: { do: 'garbage' } }],
    ['a line is too long', { verb: 'watch', times: 1, fault: { do: 'giant', bytes: 100_000 } }],
    ['watches end at once', { verb: 'watch', times: 4, fault: { do: 'eof' } }],
    ['watches cannot be opened', { verb: 'watch', times: 3, fault: { do: 'reset' } }],
    ['the server is overloaded', { verb: 'watch', times: 2, fault: { do: 'status', code: 503, retryAfter: 0 } }],
    ['a list answers half a page', { verb: 'list', resource: 'configmaps', times: 2, fault: { do: 'half' } }],
    ['a list answers no JSON', { verb: 'list', resource: 'configmaps', times: 2, fault: { do: 'garbage' } }],
    ['a list never answers', { verb: 'list', resource: 'configmaps', times: 1, fault: { do: 'hang' } }],
    ['a list fails', { verb: 'list', resource: 'configmaps', times: 2, fault: { do: 'status', code: 500 } }],
    [
      'a path is missing for a moment',
      { verb: 'list', resource: 'configmaps', times: 2, fault: { do: 'status', code: 404 } },
    ],
    ['the version cannot be read', { verb: 'get', resource: '/version', times: 2, fault: { do: 'reset' } }],
    [
      'discovery fails',
      { verb: 'get', resource: '/apis', times: 2, fault: { do: 'status', code: 503, retryAfter: 0 } },
    ],
  ])('ends with the content of the server when %s', async (_, rule) => {
    await using rig = await following(
      ['ConfigMap'],
      (prepared) => {
        twoMaps(prepared);
        prepared.server.fault(rule);
      },
      impatient,
    );
    await until(is(rig, 'ConfigMap', 'synced'));
    rig.server.put('ConfigMap', configMap('c'));
    rig.server.remove('ConfigMap', 'shop', 'a');
    await until(() => rig.sink.names('ConfigMap').join() === 'shop/b,shop/c');
    expect(rig.sink.statuses.get('ConfigMap')?.status).toBe('synced');
  });

  it('waits as long as the server asks for and counts it', async () => {
    await using rig = await following(['ConfigMap'], ({ server }) => {
      server.fault({
        verb: 'list',
        resource: 'configmaps',
        times: 1,
        fault: { do: 'status', code: 429, retryAfter: 0.2 },
      });
    });
    await until(is(rig, 'ConfigMap', 'synced'));
    expect(rig.telemetry.count('throttled')).toBeGreaterThanOrEqual(0.2);
    expect(rig.telemetry.count('request list configmaps 429')).toBe(1);
  });

  it('starts a list over when its continue token expires, and delivers nothing of the first try', async () => {
    await using rig = await following(['ConfigMap'], ({ server }) => {
      for (let index = 0; index < 600; index += 1) server.put('ConfigMap', configMap(`m${index}`));
      server.fault({ verb: 'list', continued: true, times: 1, fault: { do: 'status', code: 410, reason: 'Expired' } });
    });
    await until(is(rig, 'ConfigMap', 'synced'));
    expect(rig.sink.names('ConfigMap')).toHaveLength(600);
    expect(rig.sink.replacements).toEqual(['ConfigMap']);
    expect(rig.telemetry.count('request list configmaps 200')).toBe(3);
  });

  it('reads with a list what is too long for a watch, and goes on watching', async () => {
    await using rig = await following(['ConfigMap'], twoMaps);
    await until(() => rig.server.openWatches === 1);
    rig.server.put('ConfigMap', configMap('long', { k: 'v'.repeat(100_000) }));
    await until(() => rig.sink.names('ConfigMap').includes('shop/long'));
    await until(() => rig.server.openWatches === 1);
    rig.server.put('ConfigMap', configMap('c'));
    await until(() => rig.sink.names('ConfigMap').includes('shop/c'));
    expect(rig.telemetry.count('relisted configmaps error')).toBe(1);
    expect(rig.sink.passed[0]).toMatch(/^malformed: ConfigMap: an event of \d+ bytes on the watch$/);
  });

  it('asks for smaller pages when one is too large', async () => {
    await using rig = await createRig();
    for (let index = 0; index < 90; index += 1)
      rig.server.put('ConfigMap', configMap(`m${index}`, { k: 'v'.repeat(2000) }));
    rig.follow(['ConfigMap'], { limits: { largestBody: 100_000 } });
    await until(is(rig, 'ConfigMap', 'synced'));
    expect(rig.sink.names('ConfigMap')).toHaveLength(90);
  });

  it('removes nothing during an outage or half a list, and catches up after', async () => {
    await using rig = await following(['ConfigMap'], ({ server }) => {
      for (let index = 0; index < 600; index += 1) server.put('ConfigMap', configMap(`m${index}`));
    });
    const { server, sink, telemetry } = rig;
    await until(() => server.openWatches === 1);
    await server.down();
    server.remove('ConfigMap', 'shop', 'm0');
    server.storage.compact();
    server.fault({ verb: 'list', continued: true, times: 3, fault: { do: 'half' } });
    await server.up();
    await until(() => telemetry.count('request list configmaps error') === 3);
    expect(sink.names('ConfigMap')).toHaveLength(600);
    await until(() => sink.names('ConfigMap').length === 599);
    expect(sink.removals).toEqual([]);
    expect(telemetry.count('relisted configmaps gone')).toBe(1);
  });

  it('says of the first list that it is one, and of a relist when its oldest change was', async () => {
    let ahead = 0;
    await using rig = await following(['ConfigMap'], twoMaps, { clock: () => Date.now() + ahead });
    await until(() => rig.server.openWatches === 1);
    await rig.server.down();
    ahead = 10_000;
    rig.server.put('ConfigMap', configMap('meanwhile'));
    rig.server.storage.compact();
    await rig.server.up();
    await until(() => rig.sink.replacements.length === 2);
    const [first, second] = rig.sink.moments.map(({ moment }) => moment);
    expect(first).toMatchObject({ skipped: 'initial', path: 'relist' });
    expect(second).toEqual({ receivedAt: second?.receivedAt, changedAt: second?.receivedAt, path: 'relist' });
  });

  it('lists anew when a restored server has forgotten versions', async () => {
    await using rig = await following(['ConfigMap'], twoMaps);
    await until(() => rig.server.openWatches === 1);
    const tooLarge = { do: 'status', code: 504, reason: 'Timeout', message: 'Too large resource version: 9' } as const;
    rig.server.fault({ verb: 'watch', times: 1, fault: tooLarge });
    rig.server.endWatches();
    await until(() => rig.telemetry.count('relisted configmaps gone') === 1);
    expect(rig.sink.names('ConfigMap')).toEqual(['shop/a', 'shop/b']);
  });
});

describe('pods of controllers', () => {
  const replicaSet = { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'web', namespace: 'shop' } };

  it('are left to the template of a controller that can be seen', async () => {
    await using rig = await following(['Pod', 'ReplicaSet'], ({ server }) => {
      server.put('ReplicaSet', replicaSet);
      for (const one of [pod('bare'), pod('web-1', 'ReplicaSet/web'), pod('op-1', 'Deployment/op')])
        server.put('Pod', one);
      server.put('Pod', pod('job-1', 'Job/unwatched'));
    });
    await until(is(rig, 'Pod', 'synced'));
    expect(rig.sink.names('Pod')).toEqual(['shop/bare', 'shop/job-1', 'shop/op-1']);
    rig.server.put('Pod', pod('web-2', 'ReplicaSet/web'));
    rig.server.remove('Pod', 'shop', 'web-1');
    rig.server.put('Pod', pod('bare-2'));
    await until(() => rig.sink.names('Pod').includes('shop/bare-2'));
    expect(rig.sink.names('Pod')).not.toContain('shop/web-2');
    expect(rig.sink.removals).toEqual([]);
  });

  it('come when somebody adds a container to one that runs', async () => {
    await using rig = await following(['Pod', 'ReplicaSet'], ({ server }) => {
      server.put('ReplicaSet', replicaSet);
      server.put('Pod', pod('web-1', 'ReplicaSet/web'));
    });
    await until(() => rig.server.openWatches === 2);
    expect(rig.sink.names('Pod')).toEqual([]);
    const running = pod('web-1', 'ReplicaSet/web');
    const spec = { ...(running['spec'] as object), ephemeralContainers: [{ name: 'debugger', image: 'busybox:1' }] };
    rig.server.put('Pod', { ...running, spec });
    await until(() => rig.sink.names('Pod').includes('shop/web-1'));
  });

  it('stay while they gain a controller, and come when they lose it', async () => {
    await using rig = await following(['Pod', 'ReplicaSet'], ({ server }) => {
      server.put('Pod', pod('adopted'));
      server.put('Pod', pod('orphan', 'ReplicaSet/web'));
    });
    await until(() => rig.server.openWatches === 2);
    rig.server.put('Pod', pod('adopted', 'ReplicaSet/web'));
    rig.server.put('Pod', pod('orphan'));
    await until(() => rig.sink.names('Pod').includes('shop/orphan'));
    expect(rig.sink.objects.get('Pod')?.get('shop/adopted')?.metadata.ownerReferences).toHaveLength(1);
    rig.server.remove('Pod', 'shop', 'adopted');
    await until(() => rig.sink.removals.join() === 'Pod shop/adopted');
  });

  it('are read themselves while their controllers are forbidden', async () => {
    await using rig = await createRig();
    rig.server.put('Pod', pod('web-1', 'ReplicaSet/web'));
    rig.follow(['Pod', 'ReplicaSet'], { timings: { preflightMs: 20 } });
    await until(() => rig.server.openWatches === 2);
    expect(rig.sink.names('Pod')).toEqual([]);
    rig.server.deny('replicasets', '*');
    await until(() => rig.sink.names('Pod').join() === 'shop/web-1');
    rig.server.allow('replicasets');
    await until(() => rig.sink.names('Pod').length === 0);
    expect(rig.telemetry.count('relisted pods permission')).toBe(2);
  });
});

function watchUrls({ server }: Rig): string[] {
  return server.requests.filter(({ verb }) => verb === 'watch').map(({ url }) => url);
}
