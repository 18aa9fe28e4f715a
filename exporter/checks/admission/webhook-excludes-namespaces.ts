import { isRecord } from '../../model/record.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { entries, isSet } from '../subjects/field.ts';
import { selectsEverything, type LabelSelector } from '../subjects/selection.ts';
import {
  asksAbout,
  failurePolicyOf,
  podCreation,
  validatingWebhook,
  webhooksIn,
  type WebhookView,
} from '../subjects/webhook.ts';
import type { Offence } from '../../model/verdict.ts';
import { quoted } from '../text.ts';

/** The label that the API server itself writes: nobody else can change it. */
const nameLabel = 'kubernetes.io/metadata.name';

const namespaceCreation = { group: '', version: 'v1', resource: 'namespaces', operation: 'CREATE', namespaced: false };
const namespaceChange = { ...namespaceCreation, operation: 'UPDATE' };

const ignoring = { matchExpressions: [{ key: 'policy.example/ignore', operator: 'DoesNotExist' }] };

export const webhookExcludesNamespaces = defineCheck({
  id: 'webhook-excludes-namespaces',
  title: 'A label gets pods past their webhook',
  category: 'admission',
  risk: { impact: 'node', ease: 'contributing' },
  frameworks: { nsa: ['admission-control'], mitre: ['T1562.001'] },
  because:
    'Whoever writes the label, the author of the pod or of its namespace, decides whether the policy holds: it stops mistakes, and no attacker.',
  remedy:
    'Select namespaces by `kubernetes.io/metadata.name`, which nobody can forge, drop `objectSelector`, and make exceptions in the policy engine.',
  paste: yaml`
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingWebhookConfiguration
    metadata:
      name: policy
    webhooks:
      - name: validate.policy.example
        admissionReviewVersions: [v1]
        sideEffects: None
        failurePolicy: Fail
        timeoutSeconds: 5
        clientConfig:
          service:
            name: policy
            namespace: policy-system
        # The API server writes this label itself; the engine cannot judge its own pods while it starts.
        namespaceSelector:
          matchExpressions:
            - key: kubernetes.io/metadata.name
              operator: NotIn
              values: [kube-system, policy-system]
        rules:
          - apiGroups: ['']
            apiVersions: [v1]
            operations: [CREATE, UPDATE]
            resources: [pods]
  `,

  subject: validatingWebhook,
  fields: ['namespaceSelector', 'objectSelector'],
  violatedBy(view) {
    const { rules, namespaceSelector, objectSelector } = view.webhook;
    if (!asksAbout(rules, podCreation)) return 'not_applicable';
    let offences: Offence[] | undefined;
    if (isSet(objectSelector) && !selectsEverything(objectSelector)) {
      (offences ??= []).push(offence(view, 'objectSelector', 'goes by labels of the pod, which its author writes'));
    }
    const label = labelThatDecides(namespaceSelector);
    if (label !== undefined && !guardsNamespaces(view)) {
      const says = `goes by the label ${quoted(label)}, which whoever may change namespaces writes`;
      (offences ??= []).push(offence(view, 'namespaceSelector', says));
    }
    return offences ?? false;
  },

  examples: {
    violating: {
      'a label of the pod frees it': { objectSelector: ignoring },
      'only pods with a label are asked about': { objectSelector: { matchLabels: { 'policy.example/check': 'true' } } },
      'a label of the namespace frees it': { namespaceSelector: ignoring },
      'only namespaces with a label are asked about': { namespaceSelector: { matchLabels: { checked: 'yes' } } },
      'one of the labels can be written': {
        namespaceSelector: {
          matchExpressions: [
            { key: nameLabel, operator: 'NotIn', values: ['kube-system'] },
            { key: 'env', operator: 'NotIn', values: ['dev'] },
          ],
        },
      },
    },
    compliant: {
      'namespaces are left out by name': {},
      'nothing is left out': { namespaceSelector: undefined, objectSelector: undefined },
      'the selectors are null': { namespaceSelector: null, objectSelector: null },
      'the selectors are empty, which selects everything': {
        namespaceSelector: { matchExpressions: undefined },
        objectSelector: { matchLabels: {}, matchExpressions: [] },
      },
    },
    notApplicable: {
      'it asks about other objects': {
        rules: [{ apiGroups: ['apps'], apiVersions: ['v1'], resources: ['deployments'], operations: ['CREATE'] }],
        objectSelector: ignoring,
      },
      'it asks about nothing': { rules: [], namespaceSelector: ignoring },
    },
  },
});

function offence({ path, name }: WebhookView, field: string, says: string): Offence {
  return { path: `${path}.${field}`, part: `${name}/${field}`, message: `webhook ${quoted(name)}: ${field} ${says}` };
}

/** The first label of a selector that people write; undefined where only names decide. */
function labelThatDecides(selector: LabelSelector | null | undefined): string | undefined {
  if (!isSet(selector) || selectsEverything(selector)) return undefined;
  const { matchLabels, matchExpressions } = selector;
  const keys = isRecord(matchLabels) ? Object.keys(matchLabels) : [];
  for (const expression of entries(matchExpressions))
    if (typeof expression?.key === 'string') keys.push(expression.key);
  return keys.find((key) => key !== nameLabel);
}

/** Whether another webhook of the configuration watches over namespaces, as Gatekeeper does over its own label. */
function guardsNamespaces({ configuration }: WebhookView): boolean {
  return webhooksIn(configuration).some(
    (other) =>
      failurePolicyOf(other) !== 'Ignore' &&
      asksAbout(other.webhook.rules, namespaceCreation) &&
      asksAbout(other.webhook.rules, namespaceChange) &&
      !isSet(labelThatDecides(other.webhook.namespaceSelector)),
  );
}
