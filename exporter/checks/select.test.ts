import { describe, expect, it } from 'vitest';
import type { Profile } from '../contract/vocabulary.ts';
import { judge } from '../testing/judge.ts';
import type { Check } from './define.ts';
import { checks } from './index.ts';
import { missingSwitches, selectChecks, type Selection } from './select.ts';

const library: readonly Check[] = checks;
const usual: Selection = {
  profiles: ['default'],
  only: [],
  enable: [],
  disable: [],
  severity: {},
  parameters: {},
};
const select = (selection: Partial<Selection>) => selectChecks(library, { ...usual, ...selection });
const idsOf = (selection: Partial<Selection>) => select(selection).checks.map(({ id }) => id);

describe('a selection', () => {
  it('is every check that is not optional unless it says otherwise', () => {
    expect(select({}).checks).toEqual(library.filter(({ optional }) => !optional));
  });

  it.each<[Profile[], (check: Check) => boolean]>([
    [['all'], () => true],
    [['cis'], ({ frameworks }) => frameworks.cis !== undefined],
    [['nsa'], ({ frameworks }) => frameworks.nsa !== undefined],
    [['baseline'], ({ frameworks }) => frameworks.pss?.includes('baseline') ?? false],
    [['restricted'], ({ frameworks }) => frameworks.pss !== undefined],
    [['baseline', 'nsa'], ({ frameworks: { pss, nsa } }) => nsa !== undefined || (pss?.includes('baseline') ?? false)],
  ])('starts from the profiles %s', (profiles, holds) => {
    const chosen = select({ profiles }).checks;
    expect(chosen.length).toBeGreaterThan(0);
    expect(chosen).toEqual(library.filter(holds));
  });

  it.each<[string, (check: Check) => boolean]>([
    ['pod-privileged', ({ id }) => id === 'pod-privileged'],
    ['category:rbac', ({ category }) => category === 'rbac'],
    ['framework:mitre', ({ frameworks }) => frameworks.mitre !== undefined],
    ['severity:critical', ({ severity }) => severity === 'critical'],
    ['profile:cis', ({ frameworks }) => frameworks.cis !== undefined],
  ])('understands %s to run, to add and to leave out', (selector, matches) => {
    const all = idsOf({ profiles: ['all'] });
    const meant = library.filter(matches).map(({ id }) => id);
    expect(meant.length).toBeGreaterThan(0);
    expect(idsOf({ only: [selector] })).toEqual(meant);
    expect(idsOf({ only: ['pod-host-pid'], enable: [selector] })).toEqual(
      all.filter((id) => id === 'pod-host-pid' || meant.includes(id)),
    );
    expect(idsOf({ profiles: ['all'], disable: [selector] })).toEqual(all.filter((id) => !meant.includes(id)));
  });

  it('takes for the benchmark of a managed cluster what answers the generic controls in it', () => {
    expect(idsOf({ only: ['framework:eks'] })).toEqual(expect.arrayContaining(['pod-privileged', 'rbac-secrets-read']));
    expect(idsOf({ only: ['framework:eks'] })).not.toContain('pod-host-ports');
  });

  it('leaves out what is disabled even where it is enabled by id', () => {
    expect(
      idsOf({ only: ['pod-privileged', 'pod-host-pid'], enable: ['pod-privileged'], disable: ['pod-privileged'] }),
    ).toEqual(['pod-host-pid']);
  });

  it.each<[string, Partial<Selection>, string]>([
    ['checks.only', { only: ['pod-priviledged'] }, 'pod-priviledged'],
    ['checks.enable', { enable: ['catagory:rbac'] }, 'catagory:rbac'],
    ['checks.disable', { disable: ['category:rback'] }, 'category:rback'],
    ['checks.severity', { severity: { 'pod-host-pidd': 'low' } }, 'pod-host-pidd'],
    ['checks.parameters', { parameters: { 'netpol-missing': {} } }, 'netpol-missing'],
    [
      'checks.parameters.netpol-namespace-missing',
      { parameters: { 'netpol-namespace-missing': { systemNamespace: [] } } },
      'systemNamespace',
    ],
    ['checks.parameters.*', { parameters: { '*': { systemNamespace: [] } } }, 'systemNamespace'],
  ])('tells of an unknown word in %s', (where, selection, word) => {
    const { unknown } = select(selection);
    expect(unknown).toMatchObject([{ where, word }]);
    expect(unknown[0]?.known.length).toBeGreaterThan(0);
  });

  it('changes the severity of a check, and nothing else of it', () => {
    const before = library.find(({ id }) => id === 'pod-host-pid');
    const [after] = select({ only: ['pod-host-pid'], severity: { 'pod-host-pid': 'info' } }).checks;
    expect(after).toEqual({ ...before, severity: 'info' });
  });
});

describe('parameters', () => {
  const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }) as const;
  const only = ['ns-psa-enforce-missing'];
  const resultFor = (parameters: Selection['parameters'], name: string) => {
    const [check] = select({ only, parameters }).checks;
    return check && judge(check, [namespace(name)]).result;
  };

  it('are set for one check or for all that have them, the nearer winning', () => {
    expect(resultFor({}, 'infra')).toBe('fail');
    expect(resultFor({ '*': { systemNamespaces: ['infra'] } }, 'infra')).toBe('not_applicable');
    expect(resultFor({ 'ns-psa-enforce-missing': { systemNamespaces: ['inf*'] } }, 'infra')).toBe('not_applicable');
    expect(
      resultFor(
        { '*': { systemNamespaces: ['infra'] }, 'ns-psa-enforce-missing': { systemNamespaces: ['other'] } },
        'infra',
      ),
    ).toBe('fail');
  });

  it('are refused with the place and the reason where they have another type', () => {
    const { refused } = select({ only, parameters: { '*': { systemNamespaces: ['a', 3] } } });
    expect(refused).toEqual([
      { where: 'checks.parameters.*.systemNamespaces.1', problem: expect.stringContaining('string') },
    ]);
  });
});

describe('checks of what is read only on request', () => {
  it('are off while a switch is off that they need', () => {
    const plain = library.find(({ id }) => id === 'pod-privileged') as Check;
    const secret: Check = { ...plain, needs: ['Pod', 'Secret'] };
    expect(missingSwitches(plain, new Set())).toEqual([]);
    expect(missingSwitches(secret, new Set())).toEqual(['secrets']);
    expect(missingSwitches(secret, new Set(['secrets']))).toEqual([]);
  });
});
