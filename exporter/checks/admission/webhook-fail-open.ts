import { defineCheck } from '../define.ts';
import { asksAbout, failurePolicyOf, podCreation, validatingWebhook } from '../subjects/webhook.ts';
import { quoted } from '../text.ts';

const rule = { apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] };

export const webhookFailOpen = defineCheck({
  id: 'webhook-fail-open',
  title: 'Pods are admitted unchecked while their webhook is away',
  category: 'admission',
  risk: { impact: 'node', ease: 'contributing' },
  frameworks: { nsa: ['admission-control'], mitre: ['T1562.001'] },
  because:
    'When the webhook does not answer in time, because it is down, overloaded on purpose or cut off, the API server admits every pod as if it had been checked.',
  remedy:
    'Set `failurePolicy: Fail`, run the webhook with several replicas, and leave its own namespace out by `namespaceSelector` so that it can start.',

  subject: validatingWebhook,
  fields: ['failurePolicy'],
  violatedBy(view) {
    if (!asksAbout(view.webhook.rules, podCreation)) return 'not_applicable';
    if (failurePolicyOf(view) !== 'Ignore') return false;
    return {
      path: `${view.path}.failurePolicy`,
      part: view.name,
      message: `webhook ${quoted(view.name)}: failurePolicy is Ignore`,
    };
  },
  fix: { failurePolicy: 'Fail' },

  examples: {
    violating: {
      'failures are ignored': { failurePolicy: 'Ignore' },
      'it asks about everything': {
        failurePolicy: 'Ignore',
        rules: [{ apiGroups: ['*'], apiVersions: ['*'], resources: ['*'], operations: ['*'] }],
      },
      'it asks about pods and what is below them': {
        failurePolicy: 'Ignore',
        rules: [{ ...rule, resources: ['pods/*'] }],
      },
      'it asks about everything and what is below': {
        failurePolicy: 'Ignore',
        rules: [{ ...rule, resources: ['*/*'] }],
      },
      'one of its rules is about pods': {
        failurePolicy: 'Ignore',
        rules: [{ ...rule, apiGroups: ['apps'], resources: ['deployments'] }, rule],
      },
      'it asks about namespaced objects': { failurePolicy: 'Ignore', rules: [{ ...rule, scope: 'Namespaced' }] },
    },
    compliant: {
      'failures refuse': { failurePolicy: 'Fail' },
      'nothing is said, which refuses': { failurePolicy: undefined },
      'the policy is null': { failurePolicy: null },
    },
    notApplicable: {
      'it asks about other objects': {
        failurePolicy: 'Ignore',
        rules: [
          { apiGroups: ['cert-manager.io'], apiVersions: ['v1'], resources: ['certificates'], operations: ['CREATE'] },
        ],
      },
      'it asks about pods that are there already': {
        failurePolicy: 'Ignore',
        rules: [{ ...rule, operations: ['UPDATE'] }],
      },
      'it asks about what is below pods only': {
        failurePolicy: 'Ignore',
        rules: [{ ...rule, resources: ['pods/exec', '*/scale'] }],
      },
      'it asks about objects of the cluster': {
        failurePolicy: 'Ignore',
        rules: [{ ...rule, resources: ['*'], scope: 'Cluster' }],
      },
      'it asks about pods of a group that has none': {
        failurePolicy: 'Ignore',
        rules: [{ ...rule, apiGroups: ['apps'] }],
      },
      'it asks about nothing': { failurePolicy: 'Ignore', rules: [] },
      'its rules are null': { failurePolicy: 'Ignore', rules: null },
    },
  },
});
