import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detectSecret } from '../../normalize/secret-values.ts';
import type { KindName } from '../../model/kinds.ts';
import { readText } from '../manifests/read-manifests.ts';
import type { ClusterSink, Moment } from '../sink.ts';
import type { SnapshotEvent } from './format.ts';
import { isSnapshotFile, readSnapshot } from './read-snapshot.ts';
import { createSnapshotSource } from './source.ts';
import { writeSnapshotFile, type SnapshotContent } from './write-snapshot.ts';
import { createSnapshotWriterSink } from './writer-sink.ts';

const canary = 'CANARY-9f31c7';
const token = `ghp_${canary.replace(/\W/g, '')}${'a'.repeat(25)}`;
const moment: Moment = { receivedAt: 0, path: 'relist', skipped: 'initial' };

const manifests = `
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: '{"password":"${canary}"}'
    objectset.rio.cattle.io/applied: ${canary}
    example.com/api-token: ${canary}
    team: checkout
spec:
  containers:
    - name: app
      image: app:1
      env: [{name: DB_PASSWORD, value: ${canary}}, {name: GREETING, value: hello}]
      args: [--verbose, --password=${canary}, --api-token, ${canary}, "postgres://shop:${canary}@db/shop"]
      command: [sh, -c, "export DB_PASSWORD=${canary}; exec app"]
      livenessProbe: {httpGet: {port: 80, httpHeaders: [{name: Authorization, value: "Basic ${canary}"}]}}
---
apiVersion: v1
kind: Secret
metadata: {name: db, namespace: shop}
data: {password: ${canary}, tls.crt: public}
stringData: {more: ${canary}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data:
  app.conf: "x=${canary}"
  token: ${token}
  app.properties: |
    mode=fast
    db.password=${canary}
  deploy.yaml: |
    env:
      - name: API_TOKEN
        value: ${canary}
binaryData: {key.pem: ${Buffer.from(`pass: ${canary}`).toString('base64')}}
`;

function content(events: readonly SnapshotEvent[] = []): SnapshotContent {
  const sink = createSnapshotWriterSink();
  sink.identified({ id: 'uid-1', version: 'v1.36.1', provider: 'eks' });
  const { observed } = readText('x.yaml', manifests);
  for (const kind of ['Pod', 'Secret', 'ConfigMap'] as const) {
    sink.replaced(
      kind,
      observed.filter((one) => one.kind === kind),
      moment,
    );
    sink.status(kind, 'synced');
  }
  sink.status('Node', 'forbidden', 'no permission to list nodes');
  sink.passedOver('malformed', canary);
  sink.fact({ fact: 'kubelet-configz', subject: 'node-1', value: { anonymous: false } });
  return { ...sink.content('prod', new Date(0)), events };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, what = content()): Promise<string> {
  const path = join(folder, name);
  await writeSnapshotFile(path, what);
  return path;
}

describe.each(['cluster.ndjson', 'cluster.ndjson.gz'])('a snapshot in %s', (name) => {
  it('gives back what was written', async () => {
    const path = await written(name);
    const snapshot = await readSnapshot(path);
    expect(await isSnapshotFile(path)).toBe(true);
    expect(snapshot.header).toMatchObject({
      cluster: { id: 'uid-1', name: 'prod', version: 'v1.36.1', provider: 'eks' },
      takenAt: '1970-01-01T00:00:00.000Z',
      kinds: {
        Pod: { status: 'synced', count: 1 },
        Node: { status: 'forbidden', reason: 'no permission to list nodes' },
      },
      gaps: ['objects without a usable name were passed over'],
    });
    expect(snapshot.objects.map(({ kind, object }) => `${kind} ${object.metadata.name}`)).toEqual([
      'Pod web',
      'Secret db',
      'ConfigMap settings',
    ]);
    expect(snapshot.facts).toEqual([{ fact: 'kubelet-configz', subject: 'node-1', value: { anonymous: false } }]);
    expect(snapshot.objects[0]?.object.metadata.annotations).toMatchObject({ team: 'checkout' });
  });

  it('holds no secret value, and keeps what is none', async () => {
    const bytes = await readFile(await written(name));
    const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
    expect(text).not.toContain(canary);
    expect(text).not.toContain(token);
    expect(text).toContain('"value":"hello"');
    expect(text).toContain('--verbose');
    expect(text).toContain('"keys":["more","password","tls.crt"]');
    expect(text).toContain('{"key":"app.properties","class":"name","line":2,"name":"db.password"}');
    expect(text).toContain('{"key":"deploy.yaml","class":"name","line":3,"name":"API_TOKEN"}');
    expect(text).not.toContain(Buffer.from(canary).toString('base64').slice(0, -4));
  });

  it('is told from one that was cut anywhere', async () => {
    const bytes = await readFile(await written(name));
    for (const part of [0.2, 0.5, 0.9, 0.999]) {
      const cut = join(folder, `cut-${name}`);
      await writeFile(cut, bytes.subarray(0, Math.floor(bytes.length * part)));
      await expect(readSnapshot(cut)).rejects.toThrow(/snapshot is incomplete|is not a snapshot/);
    }
  });

  it('leaves nothing behind but itself, readable by its owner only', async () => {
    const path = await written(name);
    expect((await stat(path)).mode & 0o077).toBe(0);
    expect((await readdir(folder)).filter((file) => file.endsWith('.partial'))).toEqual([]);
  });
});

describe('a file that is no snapshot of ours', () => {
  const lines = async () => (await readFile(await written('plain.ndjson'))).toString().split('\n');
  async function rejected(text: string | Uint8Array): Promise<string> {
    const path = join(folder, 'bad.ndjson');
    await writeFile(path, text);
    return readSnapshot(path).then(
      () => 'accepted',
      (error: Error) => error.message.replace(path, 'F'),
    );
  }

  it('is told apart by its first line', async () => {
    expect(await rejected('')).toMatch(/^F: is empty/);
    expect(await rejected('{"kind":"Pod"}\n')).toMatch(/^F: is not a snapshot/);
    expect(await rejected('garbage')).toMatch(/^F: is not a snapshot/);
    expect(await rejected(gzipSync('garbage'))).toMatch(/^F: is not a snapshot/);
    expect(await isSnapshotFile(join(folder, 'bad.ndjson'))).toBe(false);
  });

  it('of a newer version asks for a newer plumbline', async () => {
    const [header = '', ...rest] = await lines();
    expect(await rejected([header.replace('"version":1', '"version":2'), ...rest].join('\n'))).toMatch(
      /version 2.*use a newer plumbline/,
    );
  });

  it('with one changed byte fails its checksum', async () => {
    expect(await rejected((await lines()).join('\n').replace('hello', 'hallo'))).toMatch(/its checksum does not match/);
  });

  it('with a line too few or too many is incomplete', async () => {
    const all = await lines();
    expect(await rejected(all.toSpliced(1, 1).join('\n'))).toMatch(/should hold 3 objects, and holds 2/);
    expect(await rejected([...all.slice(0, -1), '{"fact":"late"}', ''].join('\n'))).toMatch(/behind its last line/);
  });
});

it('lines, kinds and objects that this version cannot use cost only themselves', async () => {
  const base = content();
  const strange = [
    { kind: 'Flux' as KindName, object: { apiVersion: 'v1', kind: 'Flux', metadata: { name: 'x', namespace: '' } } },
    { kind: 'Pod' as const, object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a/b', namespace: '' } } },
  ];
  const path = await written('strange.ndjson', { ...base, objects: [...strange, ...base.objects] });
  const snapshot = await readSnapshot(path);
  expect(snapshot.objects).toHaveLength(3);
  expect(snapshot.passedOver.map(({ reason }) => reason)).toEqual(['unknown_kind', 'malformed']);
});

describe('a snapshot played as a cluster', () => {
  function recorder(clock: () => number) {
    const said: string[] = [];
    const say = (text: string) => said.push(`${clock() / 1000}s ${text}`);
    const sink: ClusterSink = {
      identified: ({ id, provider }) => say(`identified ${id} ${provider}`),
      status: (kind, status, reason) => say(`${kind} ${status}${reason === undefined ? '' : `: ${reason}`}`),
      replaced: (kind, observed) => say(`${kind} × ${observed.length}`),
      put: ({ kind, object }) => say(`put ${kind} ${object.metadata.name}`),
      removed: (kind, namespace, name) => say(`removed ${kind} ${namespace}/${name}`),
      contact(kind) {
        if (kind === undefined) said.push('contact');
      },
      lost: say,
      passedOver: say,
      canary() {},
    };
    return { said, sink };
  }

  async function play(playEvents: boolean) {
    const [pod] = content().objects;
    if (pod === undefined) throw new Error('the sample holds no object');
    const events: SnapshotEvent[] = [
      { at: 30, remove: { kind: 'Pod', namespace: 'shop', name: 'web' } },
      { at: 5, put: pod },
      { at: 31, status: { kind: 'Pod', status: 'forbidden', reason: 'revoked' } },
      { at: 32, put: { ...pod, kind: 'Job' } },
    ];
    let now = 0;
    const stop = new AbortController();
    const { said, sink } = recorder(() => now);
    const source = createSnapshotSource({
      path: await written('played.ndjson.gz', content(events)),
      kinds: ['Pod', 'Node', 'Role'],
      playEvents,
      clock: () => now,
      async sleep(milliseconds) {
        now += milliseconds;
        if (now > 60_000) stop.abort();
      },
    });
    await source.run(sink, stop.signal);
    return said;
  }

  const start = [
    '0s identified uid-1 eks',
    '0s Pod × 1',
    '0s Pod synced',
    '0s Node × 0',
    '0s Node forbidden: no permission to list nodes',
    '0s Role forbidden: the snapshot does not hold this kind',
  ];

  it('delivers identity and kinds, keeps unseen kinds unseen, and ends', async () => {
    expect(await play(false)).toEqual(start);
  });

  it('plays events in time, then stays and keeps in contact', async () => {
    const said = await play(true);
    expect(said.filter((line) => line !== 'contact')).toEqual([
      ...start,
      '5s put Pod web',
      '30s removed Pod shop/web',
      '31s Pod forbidden: revoked',
    ]);
    expect(said.filter((line) => line === 'contact').length).toBeGreaterThan(6);
  });
});

it('the canary looks like a secret to the detector, or the tests above prove nothing', () => {
  expect(detectSecret('DB_PASSWORD', canary)).toBeDefined();
  expect(detectSecret('', token)).toBeDefined();
});
