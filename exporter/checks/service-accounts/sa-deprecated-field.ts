import { defineCheck } from '../define.ts';
import { pod } from '../subjects/pod.ts';
import { quoted } from '../text.ts';

export const saDeprecatedField = defineCheck({
  id: 'sa-deprecated-field',
  title: 'Pod names its service account in a deprecated field',
  category: 'service-accounts',
  risk: { impact: 'operations', ease: 'contributing' },
  optional: true,
  frameworks: {},
  because:
    'The API server still copies `serviceAccount` to `serviceAccountName`, but tools and policies that read manifests look at the latter and take the pod for one of the default account.',
  remedy: 'Name the service account in `serviceAccountName`.',

  subject: pod,
  fields: ['serviceAccount'],
  violatedBy(view) {
    // In a cluster both fields are always set: only manifests fail.
    const { serviceAccount, serviceAccountName } = view.spec;
    if (!serviceAccount || serviceAccountName) return false;
    return {
      path: `${view.path}.serviceAccount`,
      message: `serviceAccount names ${quoted(serviceAccount)} and serviceAccountName is not set`,
    };
  },
  fix: ({ serviceAccount }) => ({ spec: { serviceAccountName: serviceAccount, serviceAccount: null } }),

  examples: {
    violating: {
      'the old field alone is set': { spec: { serviceAccountName: undefined, serviceAccount: 'app' } },
      'the new one is empty': { spec: { serviceAccountName: '', serviceAccount: 'app' } },
      'the new one is null': { spec: { serviceAccountName: null, serviceAccount: 'app' } },
    },
    compliant: {
      'the new field is set': { spec: { serviceAccountName: 'app' } },
      'both are, as in what a cluster gives out': { spec: { serviceAccountName: 'app', serviceAccount: 'app' } },
      'neither is': { spec: { serviceAccountName: undefined } },
      'the old one is empty': { spec: { serviceAccountName: undefined, serviceAccount: '' } },
    },
  },
});
