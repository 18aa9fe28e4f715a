import { workloadKinds } from '../../model/kinds.ts';
import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { words } from '../parameters.ts';
import { yaml } from '../paste.ts';
import { setTo } from '../patch.ts';
import { workloadsOf } from '../subjects/replicas.ts';
import { quoted } from '../text.ts';

const policy = { labels: ['app.kubernetes.io/name'], annotations: ['example.com/runbook'] };
const name = { 'app.kubernetes.io/name': 'app' };
const runbook = { 'example.com/runbook': 'https://runbooks.example/app' };

export const metaRequiredLabels = defineCheck({
  id: 'meta-required-labels',
  title: 'Workload lacks a label or annotation that policy asks for',
  category: 'reliability',
  risk: { impact: 'operations', ease: 'contributing' },
  optional: true,
  frameworks: {},
  because: 'Whoever is woken by it at night does not find out whose it is, and costs and alerts go to nobody.',
  remedy: 'Add what is missing to `metadata` of the workload.',
  paste: yaml`
    # What \`parameters\` of this check name.
    metadata:
      labels:
        app.kubernetes.io/name: app
        app.kubernetes.io/version: 1.4.2
        app.kubernetes.io/part-of: shop
        app.kubernetes.io/managed-by: helm
  `,

  // A template waits for something else to use it, which then has labels of its own.
  subject: workloadsOf(
    'workload',
    workloadKinds.filter((kind) => kind !== 'PodTemplate'),
  ),
  fields: ['metadata.labels', 'metadata.annotations'],
  parameters: {
    labels: words([], 'Labels that every workload must have, with any value.'),
    annotations: words([], 'Annotations that every workload must have, with any value.'),
  },
  violatedBy({ object: { metadata } }, _world, { labels, annotations }) {
    if (labels.length === 0 && annotations.length === 0) return 'not_applicable';
    let offences = absent(undefined, 'labels', metadata.labels, labels);
    offences = absent(offences, 'annotations', metadata.annotations, annotations);
    return offences ?? false;
  },

  examples: {
    violating: {
      'it has neither': setTo(policy, {}),
      'it has only the label': setTo(policy, { metadata: { labels: name } }),
      'the label is empty': setTo(policy, {
        metadata: { labels: { 'app.kubernetes.io/name': '' }, annotations: runbook },
      }),
      'only its pods have the label': setTo(policy, {
        metadata: { annotations: runbook },
        spec: { template: { metadata: { labels: name } } },
      }),
    },
    compliant: {
      'it has both': setTo(policy, { metadata: { labels: name, annotations: runbook } }),
      'policy asks for less': setTo({ labels: policy.labels }, { metadata: { labels: name } }),
    },
    notApplicable: {
      'policy asks for nothing': {},
    },
  },
});

function absent(
  offences: Offence[] | undefined,
  field: 'labels' | 'annotations',
  present: Readonly<Record<string, string>> | undefined,
  wanted: readonly string[],
): Offence[] | undefined {
  let all = offences;
  for (const key of wanted) {
    if (present !== undefined && Object.hasOwn(present, key) && present[key] !== '') continue;
    (all ??= []).push({
      path: `metadata.${field}`,
      part: `${field}/${key}`,
      message: `${field} lack ${quoted(key)}`,
    });
  }
  return all;
}
