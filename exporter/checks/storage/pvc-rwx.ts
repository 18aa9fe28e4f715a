import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { entries } from '../subjects/field.ts';
import { volumeClaim } from '../subjects/storage.ts';

export const pvcRwx = defineCheck({
  id: 'pvc-rwx',
  title: 'Volume can be written by pods of every node',
  category: 'storage',
  risk: { impact: 'operations', ease: 'contributing' },
  optional: true,
  frameworks: {},
  because:
    'Any pod of the namespace that names the claim writes beside the others: one that was taken over changes what all of them read.',
  remedy: 'Ask for `ReadWriteOncePod` where a single pod writes, and for `ReadOnlyMany` where the others only read.',
  paste: yaml`
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata:
      name: data
      namespace: shop
    spec:
      accessModes: [ReadWriteOncePod]
      resources:
        requests:
          storage: 10Gi
  `,

  subject: volumeClaim,
  fields: ['spec.accessModes'],
  violatedBy: ({ spec }) =>
    entries(spec?.accessModes).includes('ReadWriteMany') && {
      path: 'spec.accessModes',
      message: 'accessModes contains "ReadWriteMany"',
    },

  examples: {
    violating: {
      'every node may write': { spec: { accessModes: ['ReadWriteMany'] } },
      'it is one of several modes': { spec: { accessModes: ['ReadOnlyMany', 'ReadWriteMany'] } },
    },
    compliant: {
      'one pod may write': { spec: { accessModes: ['ReadWriteOncePod'] } },
      'the pods of one node may': { spec: { accessModes: ['ReadWriteOnce'] } },
      'many may only read': { spec: { accessModes: ['ReadOnlyMany'] } },
      'the list is empty': { spec: { accessModes: [] } },
      'the list is null': { spec: { accessModes: null } },
    },
  },
});
