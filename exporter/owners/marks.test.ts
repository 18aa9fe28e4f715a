import { expect, it } from 'vitest';
import type { KubeObject } from '../model/object.ts';
import { createOwnerDirectory } from './directory.ts';
import type { Marked } from './marks.ts';

const object = (marks: Marked, template: Marked = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  spec: { template: { metadata: template } },
  metadata: { name: 'a', namespace: 'n', ...(marks as Pick<KubeObject['metadata'], 'labels' | 'annotations'>) },
});

it.each<readonly [string, Marked, Marked, Marked, string, string]>([
  [
    'our own key comes first',
    { labels: { team: 'b' }, annotations: { 'plumbline.dev/owner': 'a' } },
    {},
    {},
    'a',
    'annotation plumbline.dev/owner',
  ],
  ['owner comes before team', { labels: { team: 'b', owner: 'a' } }, {}, {}, 'a', 'label owner'],
  [
    'the object comes before its template',
    { labels: { 'backstage.io/owner': 'a' } },
    { labels: { owner: 'b' } },
    {},
    'a',
    'label backstage.io/owner',
  ],
  [
    'the template comes before the namespace',
    {},
    { labels: { team: 'b' } },
    { labels: { owner: 'c' } },
    'b',
    'pod template label team',
  ],
  [
    'the namespace answers last',
    {},
    {},
    { annotations: { 'app.kubernetes.io/team': 'c' } },
    'c',
    'namespace annotation app.kubernetes.io/team',
  ],
  [
    'the tenant of a namespace answers where nobody is named',
    {},
    {},
    { labels: { 'capsule.clastix.io/tenant': 'oil' } },
    'oil',
    'namespace label capsule.clastix.io/tenant',
  ],
  [
    'what it is part of is a hint, not an owner',
    { labels: { 'app.kubernetes.io/part-of': 'shop' } },
    {},
    {},
    'unowned',
    'none; label app.kubernetes.io/part-of says shop',
  ],
  ['nobody is said to be nobody', {}, {}, {}, 'unowned', 'none'],
  ['control characters are taken out', { labels: { team: 'a\u001b[31m\n b\u202e' } }, {}, {}, 'a [31m b', 'label team'],
  ['long names are cut', { annotations: { owner: 'x'.repeat(500) } }, {}, {}, 'x'.repeat(80), 'annotation owner'],
  ['the name of the overflow bucket is no team', { labels: { team: '_other' } }, {}, {}, 'unowned', 'none'],
  ['blank and foreign values are no team', { labels: { owner: '  ', team: 3 } }, {}, {}, 'unowned', 'none'],
])('%s', (_claim, own, template, namespace, team, source) => {
  const home = object(namespace);
  const answer = createOwnerDirectory().teamOf({
    cluster: 'prod',
    kind: 'Deployment',
    object: object(own, template),
    find: (kind) => (kind === 'Namespace' ? home : undefined),
  });
  expect(answer).toEqual({ team, source });
});
