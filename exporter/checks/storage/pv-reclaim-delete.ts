import { defineCheck } from '../define.ts';
import { matchesName, words } from '../parameters.ts';
import { yaml } from '../paste.ts';
import { setTo } from '../patch.ts';
import { storageClass } from '../subjects/storage.ts';

export const pvReclaimDelete = defineCheck({
  id: 'pv-reclaim-delete',
  title: 'Volumes of the class go with their claim',
  category: 'storage',
  risk: { impact: 'operations', ease: 'contributing' },
  optional: true,
  frameworks: { microsoft: ['data-destruction'], mitre: ['T1485'] },
  because:
    'Whoever deletes a claim, or the namespace around it, deletes the disk and what is on it in the same moment.',
  remedy: 'Use a class with `reclaimPolicy: Retain` for data that nothing can make again, and keep backups.',
  paste: yaml`
    # A class does not change: volumes of this one outlive their claim.
    apiVersion: storage.k8s.io/v1
    kind: StorageClass
    metadata:
      name: encrypted-kept
    provisioner: ebs.csi.aws.com
    parameters:
      type: gp3
      encrypted: 'true'
    reclaimPolicy: Retain
    volumeBindingMode: WaitForFirstConsumer
  `,

  subject: storageClass,
  fields: ['reclaimPolicy'],
  parameters: {
    classes: words(['*'], 'Classes that hold data which nothing can make again; `db-*` matches by prefix.'),
  },
  violatedBy({ metadata: { name }, reclaimPolicy }, _world, { classes }) {
    if (!matchesName(classes, name)) return 'not_applicable';
    // Delete is what the API server fills in.
    return !reclaimPolicy || reclaimPolicy === 'Delete';
  },

  examples: {
    violating: {
      'it says so': { reclaimPolicy: 'Delete' },
      'it says nothing': { reclaimPolicy: undefined },
      'null is as good as nothing': { reclaimPolicy: null },
    },
    compliant: {
      'volumes are kept': { reclaimPolicy: 'Retain' },
    },
    notApplicable: {
      'the class holds what can be made again': setTo({ classes: ['db-*'] }, { reclaimPolicy: 'Delete' }),
    },
  },
});
