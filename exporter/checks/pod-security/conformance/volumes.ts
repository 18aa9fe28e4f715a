import type { Volume } from '../../../model/pod.ts';
import type { Patch } from '../../patch.ts';
import { always, never, type Case, type ControlCases } from './case.ts';

const named = (...volumes: readonly Patch<Volume>[]) => ({
  spec: { volumes: volumes.map((volume, index) => ({ name: `volume-${index}`, ...volume })) },
});

/** What restricted lets a pod mount. */
const allowed: readonly Patch<Volume>[] = [
  { configMap: { name: 'settings' } },
  { csi: { driver: 'csi.example' } },
  { downwardAPI: { items: [] } },
  { emptyDir: {} },
  { ephemeral: { volumeClaimTemplate: { spec: {} } } },
  { image: { reference: 'registry.example/model:1' } },
  { persistentVolumeClaim: { claimName: 'data' } },
  { projected: { sources: [] } },
  { secret: { secretName: 'tls' } },
];

/** Every other source of the API, but for hostPath. */
const others: readonly Patch<Volume>[] = [
  { awsElasticBlockStore: { volumeID: 'vol-1' } },
  { azureDisk: { diskName: 'disk', diskURI: 'https://disks.example/disk' } },
  { azureFile: { secretName: 'share', shareName: 'share' } },
  { cephfs: { monitors: ['10.0.0.1:6789'] } },
  { cinder: { volumeID: 'vol-1' } },
  { fc: { targetWWNs: ['50060e801049cfd1'], lun: 0 } },
  { flexVolume: { driver: 'example/driver' } },
  { flocker: { datasetName: 'data' } },
  { gcePersistentDisk: { pdName: 'disk' } },
  { gitRepo: { repository: 'https://git.example/app' } },
  { glusterfs: { endpoints: 'gluster', path: 'data' } },
  { iscsi: { targetPortal: '10.0.0.1:3260', iqn: 'iqn.2001-04.com.example:data', lun: 0 } },
  { nfs: { server: 'files.example', path: '/' } },
  { photonPersistentDisk: { pdID: 'disk' } },
  { portworxVolume: { volumeID: 'vol-1' } },
  { quobyte: { registry: 'quobyte.example:7861', volume: 'data' } },
  { rbd: { monitors: ['10.0.0.1:6789'], image: 'data' } },
  { scaleIO: { gateway: 'https://scaleio.example', system: 'sys' } },
  { storageos: { volumeName: 'data' } },
  { vsphereVolume: { volumePath: '[store] data' } },
];

export const volumes: ControlCases = {
  control: 'HostPath Volumes, Volume Types',
  check: (level) => (level === 'baseline' ? 'pod-hostpath-volume' : 'pod-volume-types'),
  cases: [
    ...allowed.map((volume): Case => ({
      when: `a volume is of type ${Object.keys(volume).join()}`,
      pod: named(volume),
      baseline: never,
      restricted: never,
    })),
    ...others.map((volume): Case => ({
      when: `a volume is of type ${Object.keys(volume).join()}`,
      pod: named(volume),
      baseline: never,
      restricted: always,
    })),
    {
      when: 'a volume is a path of the node',
      pod: named({ hostPath: { path: '/srv/data' } }),
      baseline: always,
      restricted: always,
    },
    {
      when: 'a volume is a path of the node that says nothing more',
      pod: named({ hostPath: {} }),
      baseline: always,
      restricted: always,
    },
    {
      when: 'a volume is a path of the node in a user namespace',
      pod: { spec: { ...named({ hostPath: { path: '/' } }).spec, hostUsers: false } },
      baseline: always,
      restricted: always,
    },
    {
      when: 'the last of several is a path of the node',
      pod: named({ emptyDir: {} }, { secret: { secretName: 'tls' } }, { hostPath: { path: '/' } }),
      baseline: always,
      restricted: always,
    },
    { when: 'hostPath is null', pod: named({ hostPath: null, emptyDir: {} }), baseline: never, restricted: never },
    { when: 'nfs is null', pod: named({ nfs: null, emptyDir: {} }), baseline: never, restricted: never },
    { when: 'a volume names no source, which is an emptyDir', pod: named({}), baseline: never, restricted: never },
    { when: 'the list is empty', pod: named(), baseline: never, restricted: never },
    { when: 'the list is null', pod: { spec: { volumes: null } }, baseline: never, restricted: never },
    { when: 'the list is absent', pod: { spec: { volumes: undefined } }, baseline: never, restricted: never },
  ],
};
