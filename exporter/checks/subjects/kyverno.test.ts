import { describe, expect, it } from 'vitest';
import { kyvernoEnforces, kyvernoEnforcesSomewhere, kyvernoNamesPods, kyvernoTakesPods } from './kyverno.ts';

const shop = { name: 'shop', labels: { tier: 'web' } };
const pods = { kinds: ['Pod'] };

describe('a part of a Kyverno policy', () => {
  it.each<readonly [string, object, object, boolean]>([
    ['its own action says so', { validationFailureAction: 'Audit' }, { failureAction: 'Enforce' }, true],
    ['the policy says so in the older spelling', { validationFailureAction: 'enforce' }, {}, true],
    ['nothing is said', {}, {}, false],
    [
      'an override says so for the namespace',
      { validationFailureActionOverrides: [{ action: 'Enforce', namespaces: ['sh*'] }] },
      {},
      true,
    ],
    [
      'an override frees the namespace',
      {
        validationFailureAction: 'Enforce',
        validationFailureActionOverrides: [{ action: 'Audit', namespaces: ['shop'] }],
      },
      {},
      false,
    ],
    [
      'an override of its own frees the namespace',
      {},
      { failureAction: 'Enforce', failureActionOverrides: [{ action: 'Audit', namespaces: ['shop'] }] },
      false,
    ],
  ])('is enforced, or not, where %s', (_claim, spec, part, expected) => {
    expect(kyvernoEnforces({ ...spec }, { ...part }, shop)).toBe(expected);
  });

  it('is enforced somewhere where an override says so for any namespace', () => {
    const spec = { validationFailureActionOverrides: [{ action: 'Enforce', namespaces: ['bank'] }] };
    expect(kyvernoEnforcesSomewhere(spec, {})).toBe(true);
    expect(kyvernoEnforces(spec, {}, shop)).toBe(false);
  });
});

describe('a rule of a Kyverno policy', () => {
  it.each<readonly [string, object, boolean]>([
    ['one of several filters does', { match: { any: [{ resources: pods }, { resources: { kinds: ['Job'] } }] } }, true],
    [
      'all of several have to, and one does not',
      { match: { all: [{ resources: pods }, { resources: { ...pods, namespaces: ['bank'] } }] } },
      false,
    ],
    ['it is written the older way', { match: { resources: { kinds: ['v1/Pod'] } } }, true],
    [
      'the namespace has the label',
      { match: { resources: { ...pods, namespaceSelector: { matchLabels: { tier: 'web' } } } } },
      true,
    ],
    [
      'the namespace lacks it',
      { match: { resources: { ...pods, namespaceSelector: { matchLabels: { tier: 'db' } } } } },
      false,
    ],
    [
      'labels of pods decide',
      { match: { resources: { ...pods, selector: { matchLabels: { check: 'yes' } } } } },
      false,
    ],
    ['names of pods decide', { match: { resources: { ...pods, names: ['web-*'] } } }, false],
    [
      'the namespace is left out',
      { match: { resources: pods }, exclude: { any: [{ resources: { namespaces: ['shop'] } }] } },
      false,
    ],
    ['others are left out', { match: { resources: pods }, exclude: { resources: { namespaces: ['bank'] } } }, true],
    ['there is nothing to match', {}, false],
  ])('takes every pod of a namespace, or not, where %s', (_claim, rule, expected) => {
    expect(kyvernoTakesPods({ ...rule }, shop)).toBe(expected);
  });

  it.each([
    [['Pod'], true],
    [['*'], true],
    [['*/*'], true],
    [['v1/Pod'], true],
    [['PodTemplate'], false],
    [[], false],
  ])('of kinds %j names pods: %s', (kinds, expected) => {
    expect(kyvernoNamesPods({ match: { any: [{ resources: { kinds } }] } })).toBe(expected);
  });
});
