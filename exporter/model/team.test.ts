import { expect, it } from 'vitest';
import type { KubeObject } from './object.ts';
import { teamOf, type Marked } from './team.ts';

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
  ['nobody is said to be nobody', {}, {}, {}, 'unowned', 'none'],
  ['control characters are taken out', { labels: { team: 'a\u001b[31m\n b\u202e' } }, {}, {}, 'a [31m b', 'label team'],
  ['long names are cut', { annotations: { owner: 'x'.repeat(500) } }, {}, {}, 'x'.repeat(80), 'annotation owner'],
  ['the name of the overflow bucket is no team', { labels: { team: '_other' } }, {}, {}, 'unowned', 'none'],
  ['blank and foreign values are no team', { labels: { owner: '  ', team: 3 } }, {}, {}, 'unowned', 'none'],
])('%s', (_claim, own, template, namespace, team, source) => {
  expect(teamOf(object(own, template), object(namespace))).toEqual({ team, source });
});
