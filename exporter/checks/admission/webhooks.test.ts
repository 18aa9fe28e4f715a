import { expect, it } from 'vitest';
import { judge } from '../../testing/judge.ts';
import { webhookConfiguration, webhookWith, type Webhook } from '../subjects/webhook.ts';
import { webhookExcludesNamespaces } from './webhook-excludes-namespaces.ts';
import { webhookExternalUrl } from './webhook-external-url.ts';

const ignore = { matchExpressions: [{ key: 'admission.gatekeeper.sh/ignore', operator: 'DoesNotExist' }] };
const policy = webhookWith({ name: 'validation.gatekeeper.sh', namespaceSelector: ignore });
const guard: Webhook = {
  name: 'check-ignore-label.gatekeeper.sh',
  failurePolicy: 'Fail',
  rules: [{ apiGroups: [''], apiVersions: ['*'], resources: ['namespaces'], operations: ['CREATE', 'UPDATE'] }],
};

it.each([
  ['a webhook that refuses guards the label', [policy, guard], 'pass'],
  ['the guard lets everything pass when it is away', [policy, { ...guard, failurePolicy: 'Ignore' }], 'fail'],
  [
    'the guard does not see changes',
    [policy, { ...guard, rules: [{ ...guard.rules?.[0], operations: ['CREATE'] }] }],
    'fail',
  ],
  ['the guard can be evaded by the label itself', [policy, { ...guard, namespaceSelector: ignore }], 'fail'],
] as const)('a label of namespaces gets pods past their webhook unless it is guarded: %s', (_, webhooks, expected) => {
  const configuration = webhookConfiguration('ValidatingWebhookConfiguration', ...webhooks);
  expect(judge(webhookExcludesNamespaces, [configuration]).result).toBe(expected);
});

it('a webhook that changes objects is sent them as well', () => {
  const elsewhere = webhookWith({ clientConfig: { url: 'https://policy.vendor.example/' } });
  const configuration = webhookConfiguration('MutatingWebhookConfiguration', webhookWith({}), elsewhere);
  const { result, violations } = judge(webhookExternalUrl, [configuration]);
  expect(result).toBe('fail');
  expect(violations.map(({ path }) => path)).toEqual(['webhooks[1].clientConfig.url']);
});

it('a token in the address of a webhook is not shown', () => {
  const url = 'https://ops:hunter2@policy.vendor.example/hook?token=f3b1c9d07a';
  const configuration = webhookConfiguration('MutatingWebhookConfiguration', webhookWith({ clientConfig: { url } }));
  const [violation] = judge(webhookExternalUrl, [configuration]).violations;
  expect(violation?.message).toContain('policy.vendor.example');
  expect(violation?.message).not.toMatch(/hunter2|f3b1c9d07a/);
});
