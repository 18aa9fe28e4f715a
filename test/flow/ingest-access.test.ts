import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ClusterUnreachable, snapshotOnce } from '../../exporter/ingest/snapshot-once.ts';
import { noteAnnotation, noteIn } from '../../exporter/ingest/lease-note.ts';
import type { KindName } from '../../exporter/model/kinds.ts';
import { configMap, createRig, fast, pod, until, type Rig } from '../support/ingest-rig.ts';

function is({ sink }: Rig, kind: KindName, status: string): () => boolean {
  return () => sink.statuses.get(kind)?.status === status;
}

describe('permissions', () => {
  it.each(['list', 'watch'])(
    'a kind that may not be %sed is forbidden, with the rule that is missing',
    async (verb) => {
      await using rig = await createRig();
      rig.server.deny('networkpolicies.networking.k8s.io', verb);
      rig.follow(['NetworkPolicy', 'ConfigMap']);
      await until(is(rig, 'NetworkPolicy', 'forbidden'));
      expect(rig.sink.statuses.get('NetworkPolicy')?.reason).toBe(
        `not allowed to ${verb} networkpolicies.networking.k8s.io in all namespaces: add the rule ` +
          '{apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: ["get", "list", "watch"]} ' +
          "to the exporter's ClusterRole",
      );
      expect([...rig.telemetry.gaps]).toEqual([`${verb} networkpolicies`]);
      await until(is(rig, 'ConfigMap', 'synced'));
    },
  );

  it('one review answers for all kinds that are granted', async () => {
    await using rig = await createRig();
    rig.follow(['ConfigMap', 'Pod', 'Role', 'Node']);
    await until(() => rig.server.openWatches === 4);
    const reviews = rig.server.requests.filter(({ url }) => url.startsWith('/apis/authorization.k8s.io/'));
    expect(reviews.map(({ url }) => url)).toEqual(['/apis/authorization.k8s.io/v1/selfsubjectrulesreviews']);
  });

  it('are asked about one by one where rules are not enumerated', async () => {
    await using rig = await createRig();
    rig.server.hideRules();
    rig.server.deny('secrets', '*');
    rig.follow(['ConfigMap', 'Secret']);
    await until(is(rig, 'Secret', 'forbidden'));
    await until(is(rig, 'ConfigMap', 'synced'));
    expect([...rig.telemetry.gaps].sort()).toEqual(['list secrets', 'watch secrets']);
  });

  it('are worth a try where reviews are forbidden', async () => {
    await using rig = await createRig();
    rig.server.fault({ verb: 'create', fault: { do: 'status', code: 403, reason: 'Forbidden' } });
    rig.server.deny('secrets', 'list');
    rig.follow(['ConfigMap', 'Secret']);
    await until(is(rig, 'ConfigMap', 'synced'));
    await until(is(rig, 'Secret', 'forbidden'));
    rig.server.allow('secrets');
    await until(is(rig, 'Secret', 'synced'));
    expect([...rig.telemetry.gaps]).toEqual([]);
  });

  it('that a starting API server denies for a moment change nothing', async () => {
    await using rig = await createRig();
    rig.server.put('ConfigMap', configMap('a'));
    rig.follow(['ConfigMap'], { timings: { refusalMs: 10_000 } });
    await until(() => rig.server.openWatches === 1);
    rig.server.fault({ verb: 'watch', times: 3, fault: { do: 'status', code: 403, reason: 'Forbidden' } });
    rig.server.endWatches();
    await until(() => rig.telemetry.count('request watch configmaps 403') === 3 && rig.server.openWatches === 1);
    expect(rig.sink.history).toEqual(['ConfigMap synced']);
    expect(rig.sink.replacements).toEqual(['ConfigMap']);
  });

  it('that are revoked show while the watch still runs, and heal when they are granted', async () => {
    await using rig = await createRig();
    rig.server.put('ConfigMap', configMap('a'));
    rig.follow(['ConfigMap'], { timings: { preflightMs: 20 } });
    await until(() => rig.server.openWatches === 1);
    rig.server.deny('configmaps', '*');
    await until(is(rig, 'ConfigMap', 'forbidden'));
    expect(rig.sink.names('ConfigMap')).toEqual(['shop/a']);
    rig.server.put('ConfigMap', configMap('b'));
    rig.server.allow('configmaps');
    await until(is(rig, 'ConfigMap', 'synced'));
    expect(rig.sink.names('ConfigMap')).toEqual(['shop/a', 'shop/b']);
    expect(rig.telemetry.count('relisted configmaps permission')).toBe(1);
    expect([...rig.telemetry.gaps]).toEqual([]);
  });
});

describe('credentials', () => {
  it('are read again when the token was rotated', async () => {
    await using rig = await createRig({ token: 'first', user: { tokenFile: 'token' } });
    const token = join(rig.directory, 'token');
    writeFileSync(token, 'first\n');
    rig.follow(['ConfigMap']);
    await until(() => rig.server.openWatches === 1);
    writeFileSync(token, 'second\n');
    rig.server.setToken('second');
    rig.server.endWatches();
    rig.server.put('ConfigMap', configMap('a'));
    await until(() => rig.sink.names('ConfigMap').length === 1);
    expect(rig.server.requests.filter(({ code }) => code === 401)).toHaveLength(1);
    expect(rig.sink.replacements).toEqual(['ConfigMap']);
  });

  it('that cannot be read are reported without their content, and work once they can', async () => {
    await using rig = await createRig({ token: 'hush', user: { tokenFile: 'token' } });
    rig.follow(['ConfigMap']);
    await until(() => rig.sink.losses.length > 0);
    expect(rig.sink.losses[0]).toMatch(/the token file .*token cannot be read \(ENOENT\): check that it exists/);
    writeFileSync(join(rig.directory, 'token'), 'wrong-hush');
    await until(() => rig.sink.losses.includes('Unauthorized'));
    writeFileSync(join(rig.directory, 'token'), 'hush');
    await until(is(rig, 'ConfigMap', 'synced'));
    expect(rig.sink.losses.join()).not.toContain('hush');
  });

  it('come from an exec plugin, which is asked again when they are refused', async () => {
    await using rig = await createRig({
      token: 'one',
      user: {
        exec: { apiVersion: 'client.authentication.k8s.io/v1', command: './plugin.sh', interactiveMode: 'Never' },
      },
    });
    const plugin = (token: string) =>
      writeFileSync(
        join(rig.directory, 'plugin.sh'),
        '#!/bin/sh\n' +
          'case "$KUBERNETES_EXEC_INFO" in *ExecCredential*) ;; *) exit 1;; esac\n' +
          `echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"${token}"}}'\n`,
        { mode: 0o755 },
      );
    plugin('one');
    rig.follow(['ConfigMap']);
    await until(is(rig, 'ConfigMap', 'synced'));
    plugin('two');
    rig.server.setToken('two');
    rig.server.endWatches();
    rig.server.put('ConfigMap', configMap('a'));
    await until(() => rig.sink.names('ConfigMap').length === 1);
    const used = rig.server.requests.filter(({ code }) => code < 300).map(({ authorization }) => authorization);
    expect(new Set(used)).toEqual(new Set(['Bearer one', 'Bearer two']));
  });

  it('are read once for all watches that were refused together', async () => {
    await using rig = await createRig({
      token: 'one',
      user: { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: './plugin.sh' } },
    });
    const runs = join(rig.directory, 'runs');
    const plugin = (token: string) =>
      writeFileSync(
        join(rig.directory, 'plugin.sh'),
        `#!/bin/sh\necho run >> ${runs}\n` +
          `echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"${token}"}}'\n`,
        { mode: 0o755 },
      );
    plugin('one');
    rig.follow(['ConfigMap', 'Secret', 'Role', 'Node', 'Service']);
    await until(() => rig.server.openWatches === 5);
    plugin('two');
    rig.server.setToken('two');
    rig.server.endWatches();
    await until(() => rig.server.requests.some(({ code }) => code === 401) && rig.server.openWatches === 5);
    expect(readFileSync(runs, 'utf8')).toBe('run\nrun\n');
  });

  it('carry impersonation with groups', async () => {
    await using rig = await createRig({ user: { token: 't', as: 'auditor', 'as-groups': ['g1', 'g2'] } });
    const { headers } = await rig.connection.ready();
    expect(headers).toEqual({
      authorization: 'Bearer t',
      'impersonate-user': 'auditor',
      'impersonate-group': ['g1', 'g2'],
    });
  });
});

describe('what a cluster serves', () => {
  it.each([false, true])('is found out (discovery not aggregated: %s)', async (plainDiscovery) => {
    await using rig = await createRig({ plainDiscovery });
    rig.follow(['ConfigMap', 'Deployment', 'CiliumNetworkPolicy']);
    await until(is(rig, 'Deployment', 'synced'));
    await until(is(rig, 'CiliumNetworkPolicy', 'absent'));
    expect([...rig.telemetry.gaps]).toEqual([]);
  });

  it('is looked at again: definitions come and go', async () => {
    await using rig = await createRig();
    const policy = {
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name: 'p', namespace: 'shop' },
    };
    rig.follow(['CiliumNetworkPolicy'], { timings: { rediscoverMs: 20 } });
    await until(is(rig, 'CiliumNetworkPolicy', 'absent'));
    rig.server.serve('ciliumnetworkpolicies.cilium.io');
    rig.server.put('CiliumNetworkPolicy', policy);
    await until(() => rig.sink.names('CiliumNetworkPolicy').length === 1);
    rig.server.unserve('ciliumnetworkpolicies.cilium.io');
    await until(is(rig, 'CiliumNetworkPolicy', 'absent'));
    expect(rig.sink.names('CiliumNetworkPolicy')).toEqual([]);
  });

  it('costs nothing but a confirmation while it is unchanged', async () => {
    await using rig = await createRig();
    rig.follow(['ConfigMap'], { timings: { rediscoverMs: 10 } });
    await until(() => rig.telemetry.count('request get discovery 304') >= 4);
    expect(rig.telemetry.count('request get discovery 200')).toBe(2);
  });
});

describe('identity', () => {
  it('is the uid of kube-system, the version and the provider', async () => {
    await using rig = await createRig({ version: 'v1.37.2-eks-1234567' });
    rig.follow([]);
    await until(() => rig.sink.identities.length === 1);
    const id = rig.server.storage.find('namespaces', '', 'kube-system')?.metadata.uid;
    expect(rig.sink.identities).toEqual([{ id, version: 'v1.37.2-eks-1234567', provider: 'eks' }]);
  });

  it.each([
    ['aks', { metadata: { name: 'n', labels: { 'kubernetes.azure.com/cluster': 'c' } } }],
    ['kind', { metadata: { name: 'n' }, spec: { providerID: 'kind://docker/c/n' } }],
    ['kubeadm', { metadata: { name: 'n', annotations: { 'kubeadm.alpha.kubernetes.io/cri-socket': 'x' } } }],
    ['unknown', { metadata: { name: 'n' } }],
  ])('recognises %s by its nodes', async (provider, node) => {
    await using rig = await createRig();
    rig.server.put('Node', { apiVersion: 'v1', kind: 'Node', ...node });
    rig.follow([]);
    await until(() => rig.sink.identities.length === 1);
    expect(rig.sink.identities[0]?.provider).toBe(provider);
  });

  it('is what configuration says, else a hash of the server, where kube-system may not be read', async () => {
    for (const [options, id] of [
      [{ id: 'configured' }, /^configured$/],
      [{}, /^server-[0-9a-f]{32}$/],
    ] as const) {
      await using rig = await createRig();
      rig.server.deny('namespaces', 'get');
      rig.follow([], options);
      await until(() => rig.sink.identities.length === 1);
      expect(rig.sink.identities[0]?.id).toMatch(id);
    }
  });

  it('is awaited where an API server refuses, as it starts, what it will show', async () => {
    await using rig = await createRig();
    const fault = { do: 'status', code: 403, reason: 'Forbidden' } as const;
    rig.server.fault({ verb: 'get', resource: 'namespaces', times: 2, fault });
    rig.follow([], { id: 'configured', timings: { refusalMs: 60_000 } });
    await until(() => rig.sink.identities.length === 1);
    const id = rig.server.storage.find('namespaces', '', 'kube-system')?.metadata.uid;
    expect(rig.sink.identities.map((identity) => identity.id)).toEqual([id]);
  });

  it('is told again after an upgrade of the control plane', async () => {
    await using rig = await createRig();
    rig.follow(['ConfigMap'], { timings: { identityMs: 10 } });
    await until(is(rig, 'ConfigMap', 'synced'));
    rig.server.setVersion('v1.38.0');
    await until(() => rig.sink.identities.length === 2);
    expect(rig.sink.identities[1]?.version).toBe('v1.38.0');
  });

  it('is checked after an outage: another cluster behind the same address is read from scratch', async () => {
    await using rig = await createRig();
    rig.follow(['ConfigMap']);
    await until(() => rig.server.openWatches === 1);
    await rig.server.down();
    rig.server.remove('Namespace', '', 'kube-system');
    rig.server.put('Namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } });
    await until(() => rig.sink.losses.length > 0);
    await rig.server.up();
    await until(() => rig.sink.identities.length === 2);
    await until(() => rig.sink.replacements.length === 2);
    expect(new Set(rig.sink.identities.map(({ id }) => id)).size).toBe(2);
  });
});

describe('the canary', () => {
  const canary = { namespace: 'plumbline', name: 'canary' };

  it('times a renewal of our own lease on the watch', async () => {
    await using rig = await createRig();
    rig.follow([], { canary });
    await until(() => rig.sink.canaries.length >= 3);
    expect(rig.sink.canaries.every((seconds) => seconds >= 0)).toBe(true);
    expect(rig.server.storage.read('leases.coordination.k8s.io')).toHaveLength(1);
  });

  it('goes on when somebody else writes the lease', async () => {
    await using rig = await createRig();
    rig.follow([], { canary });
    await until(() => rig.sink.canaries.length >= 1);
    const lease = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: 'canary', namespace: 'plumbline' },
    };
    rig.server.storage.put('leases.coordination.k8s.io', { ...lease, spec: { holderIdentity: 'x', renewTime: 'y' } });
    const heard = rig.sink.canaries.length;
    await until(() => rig.sink.canaries.length > heard + 1);
    expect(rig.server.requests.filter(({ code }) => code === 409)).toHaveLength(1);
  });

  const leases = 'leases.coordination.k8s.io';
  const annotationOf = (rig: Rig) => noteIn(rig.server.storage.read(leases)?.[0]);
  const leaseWith = (text: string) => ({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'canary', namespace: 'plumbline', annotations: { [noteAnnotation]: text } },
  });

  it('reads what the lease keeps before the cluster is known, and leaves it there until there is something to say', async () => {
    await using rig = await createRig();
    rig.server.storage.put(leases, leaseWith('from before'));
    rig.follow([], { canary });
    await until(() => rig.sink.canaries.length >= 2);
    expect(rig.sink.foundNotes[0]).toBe('from before after 0 identities');
    expect(annotationOf(rig)).toBe('from before');
    rig.sink.keep = 'of today';
    await until(() => annotationOf(rig) === 'of today');
  });

  it('takes over what another writer left in the lease', async () => {
    await using rig = await createRig();
    rig.follow([], { canary });
    await until(() => rig.sink.canaries.length >= 1);
    rig.server.storage.put(leases, leaseWith('of the other'));
    await until(() => rig.sink.foundNotes.includes('of the other after 1 identities'));
    const heard = rig.sink.canaries.length;
    await until(() => rig.sink.canaries.length > heard + 1);
    expect(annotationOf(rig)).toBe('of the other');
  });

  it('leaves the lease to the replica that leads, follows what that one keeps there, and goes on from it', async () => {
    await using rig = await createRig();
    rig.server.storage.put(leases, leaseWith('from before'));
    rig.sink.renewsLease = false;
    rig.follow(['ConfigMap'], { canary });
    await until(is(rig, 'ConfigMap', 'synced'));
    const watches = () => rig.server.requests.filter(({ verb, resource }) => verb === 'watch' && resource === 'leases');
    await until(() => watches().length > 0);
    rig.server.storage.put(leases, leaseWith('of the leader'));
    await until(() => rig.sink.foundNotes.includes('of the leader after 1 identities'));
    const writes = () =>
      rig.server.requests.filter(
        ({ verb, resource }) => resource === 'leases' && (verb === 'create' || verb === 'update'),
      );
    expect(writes()).toEqual([]);
    rig.sink.renewsLease = true;
    await until(() => rig.sink.canaries.length >= 2);
    expect(annotationOf(rig)).toBe('of the leader');
    expect(rig.server.requests.filter(({ code }) => code === 409)).toEqual([]);
  });

  it.each([
    ['refused', (rig: Rig) => rig.server.deny('leases', 'get')],
    [
      'left without an answer',
      (rig: Rig) => rig.server.fault({ verb: 'get', resource: 'leases', fault: { do: 'hang' } }),
    ],
  ])('keeps no cluster from being followed when reading the lease is %s', async (_, trouble) => {
    await using rig = await createRig();
    trouble(rig);
    rig.follow(['ConfigMap'], { canary, timings: { noteMs: 30 } });
    await until(is(rig, 'ConfigMap', 'synced'));
    expect(rig.sink.foundNotes).toEqual([]);
  });

  it('is off without the permission, which is a gap and no outage', async () => {
    await using rig = await createRig();
    rig.server.deny('leases', 'update');
    rig.follow(['ConfigMap'], { canary });
    await until(is(rig, 'ConfigMap', 'synced'));
    await until(() => rig.telemetry.gaps.size > 0);
    expect([...rig.telemetry.gaps]).toEqual(['update leases']);
    expect(rig.sink.losses).toEqual([]);
    expect(rig.sink.canaries).toEqual([]);
  });
});

describe('a cluster that is read once', () => {
  const once = (rig: Rig, kinds: readonly KindName[]) => {
    const { connection, telemetry, sink } = rig;
    const deps = { connection, kinds, telemetry, clock: Date.now, random: Math.random, options: { timings: fast } };
    return snapshotOnce(deps, sink, new AbortController().signal);
  };

  it('delivers every kind and names what it could not see', async () => {
    await using rig = await createRig();
    rig.server.put('ConfigMap', configMap('a'));
    rig.server.put('Pod', pod('web-1', 'ReplicaSet/web'));
    rig.server.put('Pod', pod('db-1', 'StatefulSet/db'));
    rig.server.deny('statefulsets', 'list');
    rig.server.deny('nodes', 'watch');
    rig.server.fault({ verb: 'list', resource: 'roles', fault: { do: 'status', code: 500 } });
    rig.server.fault({ verb: 'list', resource: 'configmaps', times: 1, fault: { do: 'half' } });
    const kinds: KindName[] = ['ConfigMap', 'Pod', 'ReplicaSet', 'StatefulSet', 'Role', 'Node', 'CiliumNetworkPolicy'];
    const gaps = await once(rig, kinds);
    expect(gaps.map(({ kind, status }) => `${kind} ${status}`)).toEqual([
      'StatefulSet forbidden',
      'Role pending',
      'CiliumNetworkPolicy absent',
    ]);
    expect(rig.sink.names('ConfigMap')).toEqual(['shop/a']);
    expect(rig.sink.names('Pod')).toEqual(['shop/db-1']);
    expect(rig.sink.statuses.get('Node')?.status).toBe('synced');
    expect(rig.server.requests.some(({ verb }) => verb === 'watch')).toBe(false);
  });

  it('is an error in words when it cannot be reached', async () => {
    await using rig = await createRig();
    await rig.server.down();
    const refused = await once(rig, ['ConfigMap']).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ClusterUnreachable);
    expect(String(refused)).toMatch(
      /cluster "fake" \(http:\/\/127.*\) cannot be reached: ECONNREFUSED.*Check the network/,
    );
  });
});
