import type { Volume } from '../../model/pod.ts';
import { defineCheck } from '../define.ts';
import { podVolume } from '../snippets/pod-volume.ts';
import { pod } from '../subjects/pod.ts';
import { volumeOffences } from '../subjects/volume.ts';
import { isSet } from '../subjects/field.ts';

/** Sources that belong to the pod or are handed out by the cluster. */
const allowed = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

/** Every other source of the Kubernetes API; anything else the API server drops, and what is left is an emptyDir. */
const others = new Set([
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'gitRepo',
  'glusterfs',
  'hostPath',
  'iscsi',
  'nfs',
  'photonPersistentDisk',
  'portworxVolume',
  'quobyte',
  'rbd',
  'scaleIO',
  'storageos',
  'vsphereVolume',
]);

export const podVolumeTypes = defineCheck({
  id: 'pod-volume-types',
  title: 'Pod uses a volume that no claim stands behind',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'contributing' },
  frameworks: { pss: ['restricted'], nsa: ['pod-security'] },
  because:
    'A volume that names a disk, a server or a path itself passes by what administrators allow through storage classes and quotas, and may run drivers as root on the node.',
  remedy: 'Ask for storage with a persistentVolumeClaim, or use a volume that belongs to the pod.',
  paste: podVolume,

  subject: pod,
  fields: ['volumes'],
  violatedBy: (view) => volumeOffences(view, objection),

  examples: {
    violating: {
      'a path of the node is mounted': { spec: { volumes: [{ name: 'data', hostPath: { path: '/srv/data' } }] } },
      'a server is named': { spec: { volumes: [{ name: 'data', nfs: { server: 'files.example', path: '/' } }] } },
      'a repository is cloned': {
        spec: { volumes: [{ name: 'code', gitRepo: { repository: 'https://git.example/app' } }] },
      },
      'one volume of several is wrong': {
        spec: {
          volumes: [
            { name: 'tmp', emptyDir: {} },
            { name: 'data', iscsi: { targetPortal: '10.0.0.1' } },
          ],
        },
      },
    },
    compliant: {
      'volumes belong to the pod': {
        spec: {
          volumes: [
            { name: 'tmp', emptyDir: {} },
            { name: 'settings', configMap: { name: 'settings' } },
            { name: 'tls', secret: { secretName: 'tls' } },
            { name: 'token', projected: { sources: [] } },
            { name: 'labels', downwardAPI: { items: [] } },
          ],
        },
      },
      'volumes are handed out by the cluster': {
        spec: {
          volumes: [
            { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
            { name: 'scratch', ephemeral: {} },
            { name: 'driver', csi: { driver: 'csi.example' } },
            { name: 'model', image: { reference: 'registry.example/model:1' } },
          ],
        },
      },
      'no source at all is an emptyDir': { spec: { volumes: [{ name: 'tmp' }] } },
      'a source that is null is none': { spec: { volumes: [{ name: 'tmp', hostPath: null }] } },
      'a source that the API does not know is dropped': { spec: { volumes: [{ name: 'tmp', ramdisk: {} }] } },
      'there are no volumes': { spec: { volumes: undefined } },
      'the list is empty': { spec: { volumes: [] } },
    },
  },
});

function objection(volume: Volume) {
  let wrong: string | undefined;
  for (const source in volume) {
    if (!isSet(volume[source])) continue;
    if (allowed.has(source)) return undefined;
    if (others.has(source)) wrong = source;
  }
  return wrong === undefined ? undefined : { field: wrong, says: `is of type ${wrong}` };
}
