import { at, isRecord } from '../../model/record.ts';
import { defineCheck } from '../define.ts';
import type { Judged } from '../judged.ts';
import { yaml } from '../paste.ts';
import { selects, selectsEverything, type LabelSelector } from '../subjects/selection.ts';
import { workloadsOf } from '../subjects/replicas.ts';

export const relSelectorMismatch = defineCheck({
  id: 'rel-selector-mismatch',
  title: 'Workload does not select its own pods',
  category: 'reliability',
  risk: { impact: 'operations', ease: 'conditional' },
  optional: true,
  frameworks: {},
  because: 'The API server refuses the object, so that what is rolled out stays as it was.',
  remedy: 'Give the template every label that `selector` asks for.',
  paste: yaml`
    # The selector of a Deployment never changes once it is made: the labels of its template follow it.
    spec:
      selector:
        matchLabels:
          app: app
      template:
        metadata:
          labels:
            app: app
  `,

  subject: workloadsOf('controller', ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet']),
  fields: ['spec.selector'],
  violatedBy(workload) {
    const selector = at(workload.object, 'spec', 'selector');
    if (!isRecord(selector)) return { path: 'spec.selector', message: 'selector is not set' };
    // It would take the pods of everybody, and the API server refuses that too.
    if (selectsEverything(selector)) return { path: 'spec.selector', message: 'selector is empty' };
    return (
      !isSelected(selector, workload) && {
        path: 'spec.selector',
        message: 'selector does not select the labels of the template',
      }
    );
  },

  examples: {
    violating: {
      'a label has another value': { spec: { selector: { matchLabels: { app: 'other' } } } },
      'it is empty': { spec: { selector: { matchLabels: undefined } } },
      'its lists are empty': { spec: { selector: { matchLabels: { app: undefined }, matchExpressions: [] } } },
      'a label is missing': { spec: { selector: { matchLabels: { tier: 'web' } } } },
      'the template has no labels': { spec: { template: { metadata: undefined } } },
      'an expression leaves them out': {
        spec: { selector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] } },
      },
      'there is no selector': { spec: { selector: undefined } },
    },
    compliant: {
      'it asks for a label that is there': {},
      'the template has more': { spec: { template: { metadata: { labels: { tier: 'web' } } } } },
      'an expression takes them': {
        spec: {
          selector: { matchLabels: undefined, matchExpressions: [{ key: 'app', operator: 'In', values: ['app'] }] },
        },
      },
    },
  },
});

function isSelected(selector: LabelSelector, { pod }: Judged): boolean {
  return selects(selector, pod.labels);
}
