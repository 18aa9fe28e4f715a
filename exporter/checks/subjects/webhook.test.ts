import { describe, expect, it } from 'vitest';
import { observed } from '../../testing/world.ts';
import { asksAbout, failurePolicyOf, podCreation, webhookConfiguration, webhooksIn, webhookWith } from './webhook.ts';

describe('the failure policy of a webhook', () => {
  it.each([
    ['v1', undefined, 'Fail'],
    ['v1', null, 'Fail'],
    ['v1', 'Ignore', 'Ignore'],
    ['v1beta1', undefined, 'Ignore'],
    ['v1beta1', 'Fail', 'Fail'],
  ])('of %s that says %s is %s', (version, failurePolicy, expected) => {
    const configuration = {
      ...webhookConfiguration('ValidatingWebhookConfiguration', webhookWith({ failurePolicy })),
      apiVersion: `admissionregistration.k8s.io/${version}`,
    };
    const [view] = webhooksIn(observed(configuration).object);
    expect(view && failurePolicyOf(view)).toBe(expected);
  });
});

describe('a rule asks about the creation of pods', () => {
  const rule = { apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] };

  it.each([
    [{}, true],
    [{ resources: ['*'] }, true],
    [{ resources: ['*/*'] }, true],
    [{ resources: ['pods/*'] }, true],
    [{ resources: ['services', 'pods'] }, true],
    [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*'] }, true],
    [{ scope: '*' }, true],
    [{ scope: 'Namespaced' }, true],
    [{ scope: 'Cluster' }, false],
    [{ resources: ['pods/exec'] }, false],
    [{ resources: ['*/exec'] }, false],
    [{ resources: ['pod'] }, false],
    [{ resources: [] }, false],
    [{ apiGroups: ['apps'] }, false],
    [{ apiGroups: [] }, false],
    [{ apiVersions: ['v2'] }, false],
    [{ operations: ['UPDATE', 'DELETE', 'CONNECT'] }, false],
  ])('with %j: %s', (change, expected) => {
    expect(asksAbout([{ ...rule, ...change }], podCreation)).toBe(expected);
  });
});
