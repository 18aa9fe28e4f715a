import { describe, expect, it } from 'vitest';
import { checks } from '../checks/index.ts';
import { resolveFrameworks } from '../checks/frameworks/resolve.ts';
import { parseWaivers } from './read-files.ts';
import type { WaiverTerms } from './schema.ts';

const DAY = 86_400_000;
const terms: WaiverTerms = {
  checks: checks.map(({ id }) => id),
  frameworks: resolveFrameworks(checks).frameworks,
  longestMs: 180 * DAY,
  clock: () => Date.UTC(2026, 5, 1),
};

const sound = {
  checks: '[pod-privileged]',
  type: 'accepted-risk',
  reason: 'The agent loads a kernel module.',
  requester: 'ana',
  approver: 'bo',
  expiresAt: '2026-08-31',
};

function text(over: Readonly<Record<string, string | undefined>> = {}, name = 'agent'): string {
  const lines = Object.entries({ ...sound, ...over }).flatMap(([key, value]) =>
    value === undefined ? [] : [`  ${key}: ${value}`],
  );
  return [
    'apiVersion: plumbline.dev/v1alpha1',
    'kind: Waiver',
    `metadata: { name: ${name} }`,
    'spec:',
    ...lines,
    '',
  ].join('\n');
}

const read = (yaml: string) => parseWaivers([{ file: 'w.yaml', text: yaml }], terms);

describe('a file of waivers', () => {
  it('may hold several, each with patterns, controls and whole days in UTC', () => {
    const [one, two] = read(
      `${text()}---\n${text({ checks: '[pod-host-p*]', frameworks: '[pss/baseline]', match: '{ namespaces: [shop] }' }, 'two')}`.replace(
        '[pss/baseline]',
        '[]',
      ),
    );
    expect(one?.waiver).toMatchObject({
      name: 'agent',
      expiresAt: Date.UTC(2026, 8, 1),
      source: { file: 'w.yaml', line: 3 },
    });
    expect([...(two?.checks ?? [])]).toContain('pod-host-pid');
    expect([...(two?.checks ?? [])].every((id) => id.startsWith('pod-host-p'))).toBe(true);
  });

  it('takes the checks of a framework and of one of its controls', () => {
    const framework = terms.frameworks.find(({ controls }) => controls.some(({ checks: ids }) => ids.length > 0));
    const control = framework?.controls.find(({ checks: ids }) => ids.length > 0);
    const [waiver] = read(
      text({ checks: undefined, frameworks: `['${framework?.id}/${control?.id}']`, match: '{ namespaces: [shop] }' }),
    );
    expect([...(waiver?.checks ?? [])]).toEqual(control?.checks);
  });

  it.each<[string, string, string | RegExp]>([
    ['no expiry', text({ expiresAt: undefined }), /w\.yaml:5: spec\.expiresAt: is missing; write a string/],
    [
      'an expiry that is no date',
      text({ expiresAt: 'never' }),
      /w\.yaml:10: spec\.expiresAt: is not a date; write one/,
    ],
    ['the 30th of February', text({ expiresAt: '2027-02-30' }), /spec\.expiresAt: is not a date/],
    [
      'an expiry that is too far away',
      text({ expiresAt: '2027-05-01' }),
      'w.yaml:10: spec.expiresAt: is more than 180d after 2026-06-01; write 2026-11-28 or earlier, and renew it then',
    ],
    [
      'one that counts from a creation to come',
      text({ createdAt: '2026-11-01', expiresAt: '2027-03-01' }),
      /spec\.expiresAt: is more than 180d after 2026-06-01/,
    ],
    [
      'one that was created long ago',
      text({ createdAt: '2026-01-01' }),
      /spec\.expiresAt: is more than 180d after 2026-01-01; write 2026-06-30 or earlier/,
    ],
    [
      'an approver who asks',
      text({ approver: '"@Ana"' }),
      /w\.yaml:9: spec\.approver: is the requester; somebody else/,
    ],
    [
      'an unknown check',
      text({ checks: '[pod-privilegd]' }),
      /w\.yaml:5: spec\.checks\.0: .*did you mean pod-privileged\?/,
    ],
    ['a pattern that selects everything', text({ checks: "['*']" }), /spec\.match: selects everything/],
    [
      'a pattern over every namespace',
      text({ checks: "['pod-*']", match: "{ namespaces: ['*'] }" }),
      /spec\.match: selects everything/,
    ],
    [
      'a pattern of a check that takes years to match',
      text({ checks: "['*a*a*a*a*a*a*a*a*a*a*b']" }),
      /spec\.checks\.0: is too costly to match; write a name, or a pattern with at most three \*/,
    ],
    [
      'a pattern of an object that takes years to match',
      text({ match: "{ resources: [{ kind: Pod, name: '*a*a*a*a*a*a*a*a*b' }] }" }),
      /spec\.match\.resources\.0\.name: is too costly to match/,
    ],
    ['groups in a pattern', text({ match: "{ namespaces: ['+(+(a))b'] }" }), /namespaces\.0: is too costly to match/],
    ['quantifiers in a pattern', text({ match: "{ containers: ['[a]+[a]+[a]+[a]+b'] }" }), /is too costly to match/],
    [
      'a name that none can be',
      text({ match: `{ namespaces: [${'a'.repeat(254)}] }` }),
      /is longer than 253 characters/,
    ],
    ['no check at all', text({ checks: undefined }), /spec\.checks: is missing; name checks/],
    ['an unknown framework', text({ frameworks: '[cisco]' }), /spec\.frameworks\.0: "cisco" is not a framework/],
    [
      'an unknown kind',
      text({ match: '{ resources: [{ kind: Deploymnt }] }' }),
      /"Deploymnt" is not a kind that is judged; did you mean Deployment\?/,
    ],
    [
      'an unknown key',
      text({ expires: '2026-08-31' }),
      /w\.yaml:11: spec\.expires: is not a key; did you mean expiresAt\?/,
    ],
    ['another kind', text().replace('kind: Waiver', 'kind: Waver'), /w\.yaml:2: kind: is not Waiver; write that/],
    ['a name that is none', text({}, 'My Waiver'), /metadata\.name: is not a name; write small letters/],
    [
      'a name that is taken',
      `${text()}---\n${text()}`,
      /w\.yaml:14: metadata\.name: "agent" is taken by w\.yaml:3; choose another/,
    ],
    [
      'a selector that means nothing',
      text({ match: '{ objectSelector: { matchExpressions: [{ key: a, operator: In }] } }' }),
      /does not fit the operator/,
    ],
  ])('is refused for %s, with file, line, field and remedy', (_claim, yaml, expected) => {
    expect(() => read(yaml)).toThrow(expected);
  });

  it('tells every problem of every file at once', () => {
    const files = [
      { file: 'a.yaml', text: text({ approver: 'ana' }) },
      { file: 'b.yaml', text: 'apiVersion: [' },
      { file: 'c.yaml', text: text({ type: 'whim' }) },
    ];
    expect(() => parseWaivers(files, terms)).toThrow(/a\.yaml:9[\s\S]*b\.yaml:1[\s\S]*c\.yaml:6: spec\.type/);
  });
});
