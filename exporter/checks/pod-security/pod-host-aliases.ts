import { defineCheck } from '../define.ts';
import { entries } from '../subjects/field.ts';
import { pod } from '../subjects/pod.ts';

export const podHostAliases = defineCheck({
  id: 'pod-host-aliases',
  title: 'Pod resolves names by a list of its own',
  category: 'pod-security',
  risk: { impact: 'workload', ease: 'contributing' },
  optional: true,
  frameworks: {},
  because:
    'Entries in the hosts file come before DNS: a name that everybody trusts may lead elsewhere in this pod, and nobody who looks at DNS sees it.',
  remedy: 'Remove `hostAliases` and let DNS say where names lead.',

  subject: pod,
  fields: ['hostAliases'],
  violatedBy: (view) =>
    entries(view.spec.hostAliases).length > 0 && {
      path: `${view.path}.hostAliases`,
      message: `hostAliases has ${entries(view.spec.hostAliases).length} entries`,
    },
  fix: { spec: { hostAliases: null } },

  examples: {
    violating: {
      'a name is given an address': { spec: { hostAliases: [{ ip: '10.0.0.1', hostnames: ['db.example'] }] } },
    },
    compliant: {
      'there are none': {},
      'the list is empty': { spec: { hostAliases: [] } },
      'the list is null': { spec: { hostAliases: null } },
    },
  },
});
