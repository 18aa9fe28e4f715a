import { defineCheck } from '../define.ts';
import { words } from '../parameters.ts';
import { yaml } from '../paste.ts';
import { setTo } from '../patch.ts';
import { isSet } from '../subjects/field.ts';
import { persistentVolume } from '../subjects/storage.ts';
import { isWithin, normalisedHostPath } from '../subjects/volume.ts';
import { quoted } from '../text.ts';

export const pvHostpath = defineCheck({
  id: 'pv-hostpath',
  title: 'Persistent volume is a path of a node',
  category: 'storage',
  risk: { impact: 'node', ease: 'contributing' },
  optional: true,
  frameworks: { microsoft: ['writable-hostpath'], mitre: ['T1611'] },
  because:
    'Pods get it through a claim, which every standard for pods lets through: what keeps paths of nodes out of pods is walked around, and the data dies with the node.',
  remedy: 'Use a class of network storage, or keep local volumes in folders made for them and name those in `paths`.',
  paste: yaml`
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata:
      name: data
      namespace: shop
    spec:
      storageClassName: network-encrypted
      accessModes: [ReadWriteOncePod]
      resources:
        requests:
          storage: 10Gi
  `,

  subject: persistentVolume,
  fields: ['spec.hostPath.path', 'spec.local.path'],
  parameters: {
    paths: words([], 'Folders of nodes that are there for volumes; everything below them is let through.'),
  },
  violatedBy({ spec }, _world, { paths }) {
    const field = isSet(spec?.hostPath) ? 'hostPath' : isSet(spec?.local) ? 'local' : undefined;
    if (field === undefined) return 'not_applicable';
    const path = spec?.[field]?.path;
    const normalised = normalisedHostPath(path);
    if (paths.some((allowed) => isWithin(normalised, normalisedHostPath(allowed)))) return false;
    return { path: `spec.${field}.path`, message: `the volume is the path ${quoted(path)} of a node` };
  },

  examples: {
    violating: {
      'it is a path of whatever node': { spec: { csi: undefined, hostPath: { path: '/srv/data' } } },
      'it is a path of one node': { spec: { csi: undefined, local: { path: '/mnt/disks/a' } } },
      'its folder only begins like one that is let through': setTo(
        { paths: ['/mnt/disks'] },
        { spec: { csi: undefined, local: { path: '/mnt/disks-old/a' } } },
      ),
      'dots lead out of the folder': setTo(
        { paths: ['/mnt/disks'] },
        { spec: { csi: undefined, hostPath: { path: '/mnt/disks/../../etc' } } },
      ),
    },
    compliant: {
      'its folder is there for volumes': setTo(
        { paths: ['/mnt/disks/'] },
        { spec: { csi: undefined, local: { path: '/mnt/disks/a' } } },
      ),
    },
    notApplicable: {
      'a driver provides it': {},
      'it is on the network': { spec: { csi: undefined, nfs: { server: 'nfs.example', path: '/data' } } },
      'hostPath is null': { spec: { hostPath: null } },
    },
  },
});
