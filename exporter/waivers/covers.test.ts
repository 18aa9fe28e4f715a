import { describe, expect, it } from 'vitest';
import { checks } from '../checks/index.ts';
import type { Manifest } from '../checks/patch.ts';
import { createMemoryStore } from '../findings/memory-store.ts';
import { watched } from '../testing/watched.ts';
import { createWaiverBook } from './book.ts';
import { compileWaiver } from './compile.ts';
import { specSchema, waiverOf } from './schema.ts';

const now = Date.UTC(2026, 5, 1);
const terms = { checks: checks.map(({ id }) => id), frameworks: [], longestMs: 1e12, clock: () => now };
const privileged = checks.filter(({ id }) => id === 'pod-privileged');

const deployment = (name: string, labels: object = {}): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'shop', labels },
  spec: {
    template: {
      spec: {
        containers: ['app', 'side'].map((container) => ({
          name: container,
          image: 'app:1',
          securityContext: { privileged: true },
        })),
      },
    },
  },
});
const namespace = (labels: object): Manifest => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', labels },
});

function granted(match: object) {
  const spec = specSchema(terms).parse({
    checks: ['pod-privileged'],
    match,
    type: 'mitigated',
    reason: 'r',
    requester: 'a',
    approver: 'b',
    expiresAt: '2026-07-01',
  });
  const book = createWaiverBook(terms, 0, [compileWaiver(waiverOf('w', spec, { kind: 'request' }), terms)]);
  return watched({
    name: 'prod-eu',
    checks: privileged,
    store: createMemoryStore(),
    clock: () => now,
    waivers: book.of('prod-eu'),
  });
}

describe('a waiver', () => {
  it.each<[string, object, string[]]>([
    ['without a match accepts its check everywhere', {}, []],
    ['is for the clusters that it names', { clusters: ['prod-*'] }, []],
    ['is for no other cluster', { clusters: ['dev'] }, ['pay app', 'pay side', 'web app', 'web side']],
    ['is for the namespaces that it names', { namespaces: ['sh?p'] }, []],
    ['is for no other namespace', { namespaces: ['other'] }, ['pay app', 'pay side', 'web app', 'web side']],
    ['is for objects by kind and name', { resources: [{ kind: 'Deployment', name: 'w*' }] }, ['pay app', 'pay side']],
    ['is for no other kind', { resources: [{ kind: 'StatefulSet' }] }, ['pay app', 'pay side', 'web app', 'web side']],
    ['is for containers by name', { containers: ['side'] }, ['pay app', 'web app']],
    ['is for objects by their labels', { objectSelector: { matchLabels: { tier: 'pay' } } }, ['web app', 'web side']],
    [
      'is for namespaces by their labels',
      { namespaceSelector: { matchExpressions: [{ key: 'env', operator: 'NotIn', values: ['prod'] }] } },
      ['pay app', 'pay side', 'web app', 'web side'],
    ],
    [
      'wants all that it says',
      { containers: ['app'], resources: [{ kind: 'Deployment', name: 'web' }] },
      ['pay app', 'pay side', 'web side'],
    ],
  ])('%s', async (_claim, match, open) => {
    const cluster = granted(match);
    await cluster.become([namespace({ env: 'prod' }), deployment('web'), deployment('pay', { tier: 'pay' })]);
    const findings = [...(cluster.session.posture?.findings.open() ?? [])];
    expect(findings.map(({ object, container }) => `${object.name} ${container}`).sort()).toEqual(open);
  });

  it('follows the labels of a namespace', async () => {
    const cluster = granted({ namespaceSelector: { matchLabels: { env: 'dev' } } });
    await cluster.become([namespace({ env: 'prod' }), deployment('web')]);
    const open = () => [...(cluster.session.posture?.findings.open() ?? [])].length;
    expect(open()).toBe(2);
    await cluster.put(namespace({ env: 'dev' }));
    expect(open()).toBe(0);
    await cluster.put(namespace({ env: 'prod' }));
    expect(open()).toBe(2);
  });
});
