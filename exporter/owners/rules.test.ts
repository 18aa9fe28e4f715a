import { describe, expect, it } from 'vitest';
import { ConfigError } from '../config/load.ts';
import { kindNamed } from '../model/kinds.ts';
import { worldOf } from '../testing/world.ts';
import { createOwnerDirectory } from './directory.ts';
import { parseOwners } from './rule-file.ts';

const rules = `
teams:
  storefront: { slack: '#storefront', escalation: 'storefront on call', runbook: 'https://runbooks.example/storefront' }
rules:
  - { match: '*', owner: platform }
  - { match: 'prod-*/shop', owner: storefront }
  - { match: '*/shop/Deployment/pay-*', owner: '@payments' }
  - { match: '*/*/*/*', owner: edge, labels: { tier: [edge, dmz] } }
  - { match: '*', owner: tenants, namespaceLabels: { tenant: '*' } }
  - { match: '*//ClusterRole/shop:*', owner: shop-admins }
`;

interface Case {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly cluster?: string;
  readonly home?: object;
}

function answer(text: string, { kind = 'Deployment', name = 'web', namespace = 'shop', ...more }: Case): string {
  const group = kind === 'ClusterRole' ? 'rbac.authorization.k8s.io/v1' : kind === 'Namespace' ? 'v1' : 'apps/v1';
  const inventory = worldOf([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', ...more.home } },
    { apiVersion: group, kind, metadata: { name, namespace, labels: more.labels ?? {} } },
  ]);
  const known = kindNamed(group, kind);
  const object = known && inventory.find(known, namespace, name);
  if (known === undefined || object === undefined) throw new Error('the object is not there');
  const { team, source } = createOwnerDirectory({ file: parseOwners('owners.yaml', text) }).teamOf({
    cluster: more.cluster ?? 'prod-eu',
    kind: known,
    object,
    find: (...ref) => inventory.find(...ref),
  });
  return `${team} by ${source}`;
}

describe('rules of owners', () => {
  it.each<[string, Case, string]>([
    ['name everything by a star', { namespace: 'other' }, 'platform by rule *'],
    ['take the last that matches', {}, 'storefront by rule prod-*/shop'],
    ['look at the cluster', { cluster: 'dev' }, 'platform by rule *'],
    ['look at kind and name', { name: 'pay-in' }, 'payments by rule */shop/Deployment/pay-*'],
    ['do not take one kind for another', { kind: 'StatefulSet', name: 'pay-in' }, 'storefront by rule prod-*/shop'],
    ['look at labels', { labels: { tier: 'dmz' } }, 'edge by rule */*/*/*'],
    ['look at labels of the namespace', { home: { labels: { tenant: 'oil' } } }, 'tenants by rule *'],
    [
      'give a namespace to who has what is in it',
      { kind: 'Namespace', namespace: '', name: 'shop' },
      'storefront by rule prod-*/shop',
    ],
    [
      'reach objects outside namespaces by an empty part',
      { kind: 'ClusterRole', namespace: '', name: 'shop:reader' },
      'shop-admins by rule *//ClusterRole/shop:*',
    ],
    ['give way to what the object says', { labels: { team: 'own' } }, 'own by label team'],
    ['come before what the namespace says', { home: { labels: { team: 'home' } } }, 'storefront by rule prod-*/shop'],
  ])('%s', (_claim, object, expected) => {
    expect(answer(rules, object)).toBe(expected);
  });

  it('tell how a team is reached, and nothing of one that the file does not know', () => {
    const directory = createOwnerDirectory({ file: parseOwners('owners.yaml', rules) });
    expect(directory.contactOf('storefront')).toEqual({
      slack: '#storefront',
      escalation: 'storefront on call',
      runbook: 'https://runbooks.example/storefront',
    });
    expect(directory.contactOf('toString')).toBeUndefined();
  });

  it.each<[string, string, RegExp]>([
    [
      'an unknown key',
      'rules:\n  - { match: "*", ownr: a }',
      /owners\.yaml:2: rules\.0\.ownr: is not a key; did you mean owner\?/,
    ],
    ['a missing owner', 'rules:\n  - match: "*"\n', /owners\.yaml:2: rules\.0\.owner: is missing; write a string/],
    [
      'a pattern that is too long',
      'rules:\n  - owner: a\n    match: a/b/c/d/e',
      /owners\.yaml:3: rules\.0\.match: has more than four parts/,
    ],
    [
      'a link that is none',
      'teams:\n  a:\n    runbook: see wiki',
      /owners\.yaml:3: teams\.a\.runbook: is not a link; write one/,
    ],
    [
      'the name of the overflow bucket',
      'rules: [{ match: "*", owner: _other }]',
      /rules\.0\.owner: "_other" is no name of a team/,
    ],
    ['YAML that does not parse', 'rules: [', /owners\.yaml:1: .*; correct the YAML/],
    ['a second document', 'rules: []\n---\nrules: []\n', /owners\.yaml:3: the document: is a second one/],
  ])('are refused for %s, with file, line, field and remedy', (_claim, text, expected) => {
    const refusal = (): unknown => parseOwners('owners.yaml', text);
    expect(refusal).toThrow(ConfigError);
    expect(refusal).toThrow(expected);
  });
});
