import { defineCheck } from '../define.ts';
import { node } from '../subjects/node.ts';

const hostname = 'kubernetes.io/hostname';

export const kubeletHostnameOverride = defineCheck({
  id: 'kubelet-hostname-override',
  title: 'Kubelet registers under another name than its host',
  category: 'kubelet',
  risk: { impact: 'operations', ease: 'contributing' },
  optional: true,
  frameworks: { cis: ['4.2.7'] },
  because:
    'Certificates and logs then speak of names that no machine has, and a kubelet that may choose its name may choose that of another node.',
  remedy: 'Remove `--hostname-override` where the cloud provider does not need it.',

  subject: node,
  fields: ['metadata.labels'],
  violatedBy({ metadata: { name, labels } }) {
    const host = labels?.[hostname];
    if (host === undefined) return 'not_applicable';
    // Clouds register the full name, and label the host by its first part.
    if (host === name || name.startsWith(`${host}.`)) return false;
    return { path: `metadata.labels[${hostname}]`, message: 'the labels of the node name another host than the node' };
  },

  examples: {
    violating: { 'the label names another host': { metadata: { labels: { [hostname]: 'rack-7' } } } },
    compliant: {
      'the names are the same': { metadata: { labels: { [hostname]: 'worker-1' } } },
      'the node has the full name of the host': {
        metadata: { name: 'ip-10-0-0-1.eu-west-1.compute.internal', labels: { [hostname]: 'ip-10-0-0-1' } },
      },
    },
    notApplicable: { 'the node has no such label': { metadata: { labels: undefined } } },
  },
});
