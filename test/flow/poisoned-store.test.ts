import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FindingStore } from '../../exporter/findings/store.ts';
import { isRecord } from '../../exporter/model/record.ts';
import type { Listening } from '../../exporter/publish/http/listen.ts';
import { openStore } from '../../exporter/store/open-store.ts';
import { badDeployment, published, testClock, type Published } from '../support/published.ts';

/** What a member of a body is replaced by, and what times are. */
const evil: readonly unknown[] = [
  9e15,
  -9e15,
  1e300,
  -1,
  0.5,
  null,
  true,
  '',
  '2026',
  '\u0000\u202e<script>=1+1\n',
  [],
  [null],
  {},
  { constructor: 1, __proto__: 2 },
];
const times: readonly (number | null)[] = [9e15, -9e15, Number.MAX_SAFE_INTEGER, -1, null];

/** A value with one of its members, however deep, replaced by each evil one; then each without that member. */
function mutationsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    return [...evil, ...list.flatMap((one, index) => mutationsOf(one).map((other) => list.with(index, other)))];
  }
  if (!isRecord(value)) return evil;
  return Object.entries(value).flatMap(([name, member]) => {
    const { [name]: _left, ...others } = value;
    return [others, ...mutationsOf(member).map((other) => ({ ...value, [name]: other }))];
  });
}

const change = {
  apiVersion: 'apps/v1',
  mark: { tool: 'argocd', application: 'shop' },
  team: { team: 'storefront', source: 'label team' },
  actor: 'human',
  managers: ['kubectl-edit'],
  scope: 'other',
  fields: ['spec.replicas'],
  moreFields: 0,
};
const now = Date.UTC(2026, 5, 1);
const subject = 'Deployment/shop/web';
/** Topic, keys, subjects, and a body as we write it. */
const topics: readonly (readonly [string, readonly string[], readonly string[], Readonly<Record<string, unknown>>])[] =
  [
    ['drift', ['k'], [subject, '', '///', '__proto__/a/b'], { ...change, what: 'changed', notBefore: now }],
    [
      'deviation',
      [subject],
      [subject, '', 'constructor/a/b'],
      { ...change, at: now, uid: 'u', found: false, values: [['spec.replicas', 'a', 'b']] },
    ],
    ['deviation', [`${subject} 1`], [subject, ''], { what: 'changed', checks: ['pod-privileged'], approval: 'x' }],
    [
      'reject',
      ['k'],
      [subject, '', 'toString//'],
      {
        source: 'event',
        engine: 'psa',
        policies: ['restricted'],
        refused: 'Pod',
        reason: 'privileged',
        apiVersion: 'apps/v1',
        team: { team: 'storefront', source: 'label team' },
        lastSeen: now,
        attempts: 1,
        records: [['e', 1]],
      },
    ],
    [
      'deploy_window',
      ['request|CHG-1|x'],
      [''],
      {
        changeId: 'CHG-1',
        who: 'ann',
        reason: 'release',
        namespaces: ['shop'],
        from: now,
        until: now + 60_000,
        firstSeen: now,
        source: 'request',
        caller: 'ci',
        namespace: 'shop',
        closed: 'over',
        problem: 'none',
      },
    ],
    [
      'approval',
      ['current', 'objects 0000'],
      [''],
      {
        id: 'x',
        approver: 'ann',
        isVerified: true,
        reason: 'r',
        at: now,
        objects: 0,
        checks: ['pod-privileged'],
        kinds: ['Pod'],
        parts: 0,
      },
    ],
    ['score', ['k'], [''], { score: 0.5, coverage: 1, clean: false, open: { critical: 1 }, checkSet: 'a' }],
    [
      'alert',
      [`fired|a1|${now}`, 'fired|a1|9e15', 'fired|a1|x', 'fired|a1|', '|a1|', 'constructor|a1|0'],
      [''],
      { startsAt: now, labels: { alertname: 'A', severity: 'critical', notify: 'page' }, summary: 's' },
    ],
    ['alert', [`resolved|a1|${now}`, 'resolved|a1|1e400'], [''], { endsAt: now }],
    ['alert', [`verdict|a1|${now}`], [''], { outcome: 'actioned', by: 'ann', note: 'n' }],
    ['alert', [`counted|a1|${now}`], [''], { outcome: 'actioned', why: 'w' }],
  ];

describe('a store that somebody else has written into', () => {
  let folder: string;
  let store: FindingStore;
  let world: Published;
  let listening: Listening;
  let file: DatabaseSync;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-store-'));
    const clock = testClock(now);
    store = openStore({ url: `sqlite:${join(folder, 'findings.db')}`, clock });
    world = published({ store, clock });
    await world.clusters[0]?.become([badDeployment('web'), badDeployment('shop')]);
    world.clock.now += 60_000;
    listening = await world.listen();
    file = new DatabaseSync(join(folder, 'findings.db'));
  });
  afterEach(async () => {
    file.close();
    await listening.close(0);
    await store.close();
    rmSync(folder, { recursive: true });
    if (world.errors.length > 0) throw new Error('a handler failed', { cause: world.errors });
  });

  /** Those of these paths that do not answer. */
  const failing = async (...paths: readonly string[]) => {
    const statuses = await Promise.all(
      paths.map(async (path) => {
        const response = await fetch(listening.url + path);
        await response.arrayBuffer();
        return [path, response.status];
      }),
    );
    return statuses.filter(([, status]) => status !== 200);
  };
  const lists = [
    '/api/v1/alerts?limit=1000',
    '/api/v1/drift?limit=1000',
    '/api/v1/clusters/prod/drift?limit=1000',
    '/api/v1/rejects?limit=1000',
    '/api/v1/deploy-windows?limit=1000&from=2020-01-01T00:00:00Z',
    '/api/v1/clusters/prod/deviations?limit=1000&state=open,ended&from=2020-01-01T00:00:00Z',
    '/api/v1/clusters/prod/history',
    '/api/v1/findings?limit=1000',
    '/api/v1/findings.csv',
    '/api/v1/findings/groups?by=owner',
    '/api/v1/clusters/prod/changes?limit=1000',
    '/metrics',
  ];

  it.each(topics)('answers whatever stands in the journal under %s', async (topic, keys, subjects, body) => {
    const put = file.prepare(`INSERT OR REPLACE INTO journal (cluster_id, topic, key, subject, at, until, body)
      SELECT id, ?, ?, ?, ?, ?, ? FROM clusters`);
    const bodies = [body, ...mutationsOf(body)].map((one) => JSON.stringify(one));
    const texts = [...bodies, '', '{', 'null', '[]', '7', `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`];
    for (const key of keys) {
      for (const [index, text] of texts.entries()) {
        // Entries of one episode stand under its fingerprint; of what is approved now there is one.
        const own =
          topic === 'alert' ? key.replace('|a1|', `|a${index}|`) : key === 'current' ? key : `${key} ${index}`;
        put.run(topic, own, subjects[index % subjects.length] ?? '', now, null, text);
        if (key === 'current') await world.approvals.read();
      }
      for (const at of times) {
        for (const until of times) {
          put.run(topic, `${key} ${at} ${until}`, subjects[0] ?? '', at ?? now, until, JSON.stringify(body));
        }
      }
    }
    await world.alerts.refresh(['prod']);
    await world.announcements.desk.remembered(undefined, 0);
    expect(await failing(...lists)).toEqual([]);
    await world.clusters[0]?.cycle();
  });

  it.each(['finding', 'began', 'resolution'] as const)(
    'answers whatever stands under %s of a finding',
    async (column) => {
      await world.clusters[0]?.remove('Deployment', 'shop', 'shop');
      const [row] = file.prepare(`SELECT ${column} AS text, id FROM findings WHERE ${column} IS NOT NULL`).all();
      const id = String(row?.['id']);
      const put = file.prepare(`UPDATE findings SET ${column} = ? WHERE id = ?`);
      const valid: unknown = JSON.parse(String(row?.['text']));
      for (const one of mutationsOf(valid)) {
        put.run(JSON.stringify(one), id);
        expect(await failing('/api/v1/findings', '/api/v1/clusters/prod/changes')).toEqual([]);
        const { status } = await fetch(`${listening.url}/api/v1/findings/${id}`);
        expect([JSON.stringify(one), [200, 404].includes(status)]).toEqual([JSON.stringify(one), true]);
      }
      expect(await failing(...lists)).toEqual([]);
    },
  );
});
