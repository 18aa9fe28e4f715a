import { whole } from './whole.ts';

/** The parts of a StorageClass that checks read. */
export interface StorageClassFields {
  readonly metadata?: { readonly name?: string };
  readonly provisioner?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly reclaimPolicy?: string;
}

/** StorageClasses. */
export const storageClass = whole<StorageClassFields>('StorageClass', ['StorageClass'], {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'standard' },
  provisioner: 'ebs.csi.aws.com',
  parameters: { type: 'gp3', encrypted: 'true' },
  reclaimPolicy: 'Retain',
});

/** The parts of a PersistentVolume that checks read. */
export interface VolumeFields {
  readonly metadata?: { readonly name?: string };
  readonly spec?: {
    readonly hostPath?: { readonly path?: string };
    readonly local?: { readonly path?: string };
    readonly csi?: { readonly driver?: string; readonly volumeHandle?: string };
    readonly nfs?: { readonly server?: string; readonly path?: string };
  };
}

/** PersistentVolumes. */
export const persistentVolume = whole<VolumeFields>('PersistentVolume', ['PersistentVolume'], {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'data' },
  spec: { csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-0a1b2c' } },
});

/** The parts of a PersistentVolumeClaim that checks read. */
export interface ClaimFields {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: { readonly accessModes?: readonly string[] };
}

/** PersistentVolumeClaims. */
export const volumeClaim = whole<ClaimFields>('PersistentVolumeClaim', ['PersistentVolumeClaim'], {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data', namespace: 'shop' },
  spec: { accessModes: ['ReadWriteOncePod'] },
});
