import { describe, expect, it } from 'vitest';
import { createRig, until, type Rig } from '../support/ingest-rig.ts';

/** An Event of a ReplicaSet whose pods a policy refuses. */
function refusal(name: string, count = 1): Parameters<Rig['server']['storage']['put']>[1] {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace: 'shop' },
    involvedObject: { apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace: 'shop', name },
    type: 'Warning',
    reason: 'FailedCreate',
    message: `Error creating: pods "${name}-x" is forbidden: violates PodSecurity "baseline:latest": hostNetwork`,
    firstTimestamp: '2026-06-01T10:00:00Z',
    lastTimestamp: '2026-06-01T10:00:00Z',
    count,
  };
}

describe('denials in Events', () => {
  const refuse = ({ server }: Rig, name: string, count?: number) => server.storage.put('events', refusal(name, count));
  const names = ({ sink }: Rig) => sink.seenRejects.map(({ by }) => by.name);
  const follow = (rig: Rig) => rig.follow(['ConfigMap'], { events: true });
  const askedFor = ({ server }: Rig, verb: string) =>
    server.requests.filter((request) => request.resource === 'events' && request.verb === verb).length;

  it('are taken from a list and from the watch after it, and no Event is kept', async () => {
    await using rig = await createRig();
    refuse(rig, 'before');
    follow(rig);
    await until(() => rig.server.openWatches === 2);
    refuse(rig, 'after');
    refuse(rig, 'after', 2);
    await until(() => rig.sink.seenRejects.length === 3);
    expect(rig.sink.seenRejects.map(({ by, attempts }) => [by.name, attempts])).toEqual([
      ['before', 1],
      ['after', 1],
      ['after', 2],
    ]);
    expect([...rig.sink.objects.keys()]).toEqual(['ConfigMap']);
  });

  it('are asked for with a selector, so that the API server sends no Events of pods', async () => {
    await using rig = await createRig();
    follow(rig);
    await until(() => rig.server.openWatches === 2);
    const urls = rig.server.requests.filter(({ resource }) => resource === 'events').map(({ url }) => url);
    const selectors = urls.map((url) => new URL(url, rig.server.url).searchParams.get('fieldSelector'));
    expect(new Set(selectors)).toEqual(new Set(['type=Warning,involvedObject.kind!=Pod']));
  });

  it('are not looked for unless that is asked for', async () => {
    await using rig = await createRig();
    rig.follow(['ConfigMap']);
    await until(() => rig.server.openWatches === 1);
    expect(askedFor(rig, 'list')).toBe(0);
  });

  it('that are not an Event at all do no harm', async () => {
    await using rig = await createRig();
    rig.server.storage.put('events', { apiVersion: 'v1', kind: 'Event', metadata: { name: 'odd', namespace: 'shop' } });
    rig.server.storage.put('events', { ...refusal('bad'), involvedObject: 7, message: ['x'] });
    refuse(rig, 'good');
    follow(rig);
    await until(() => names(rig).includes('good'));
    expect(names(rig)).toEqual(['good']);
  });

  it.each([
    ['a version that is history', { do: 'error-event', code: 410, reason: 'Expired' }],
    ['a watch that is refused as history', { do: 'status', code: 410, reason: 'Expired' }],
  ] as const)('are listed again after %s', async (_what, fault) => {
    await using rig = await createRig();
    rig.server.fault({ verb: 'watch', resource: 'events', times: 1, fault });
    follow(rig);
    await until(() => askedFor(rig, 'list') === 2 && rig.server.openWatches === 2);
    refuse(rig, 'later');
    await until(() => names(rig).includes('later'));
    expect(rig.sink.losses).toEqual([]);
  });

  it.each([
    ['a server that is busy', { do: 'status', code: 429, reason: 'TooManyRequests', retryAfter: 0 }],
    ['a server that fails', { do: 'status', code: 500, reason: 'InternalError' }],
    ['a connection that breaks', { do: 'reset' }],
    ['half a list', { do: 'half' }],
  ] as const)('are seen in spite of %s, and the source says so meanwhile', async (_what, fault) => {
    await using rig = await createRig();
    refuse(rig, 'web');
    rig.server.fault({ verb: 'list', resource: 'events', times: 2, fault });
    follow(rig);
    await until(() => names(rig).includes('web') && rig.sink.rejectSources.includes('readable'));
    expect(rig.sink.rejectSources[0]).not.toBe('readable');
    // Whoever cannot see Events is not cut off from the cluster.
    expect(rig.sink.losses).toEqual([]);
  });

  it('go on after watches that end, and after a line that cannot be read', async () => {
    await using rig = await createRig();
    rig.server.fault({ verb: 'watch', resource: 'events', times: 1, fault: { do: 'eof' } });
    rig.server.fault({ verb: 'watch', resource: 'events', times: 1, fault: { do: 'garbage' } });
    follow(rig);
    await until(() => askedFor(rig, 'watch') >= 2 && rig.server.openWatches === 2);
    refuse(rig, 'garbled');
    refuse(rig, 'whole');
    await until(() => names(rig).includes('whole'));
    expect(askedFor(rig, 'list')).toBe(1);
  });

  it('wait for the permission, which is named with its rule', async () => {
    await using rig = await createRig();
    refuse(rig, 'web');
    rig.server.deny('events', '*');
    follow(rig);
    await until(() => rig.telemetry.gaps.has('list events'));
    expect(rig.sink.rejectSources[0]).toContain('resources: ["events"]');
    rig.server.allow('events');
    await until(() => names(rig).includes('web'));
    await until(() => rig.sink.rejectSources.at(-1) === 'readable');
    expect(rig.telemetry.gaps).toEqual(new Set());
  });
});
