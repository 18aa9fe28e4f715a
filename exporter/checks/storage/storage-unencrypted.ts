import { isRecord } from '../../model/record.ts';
import { defineCheck } from '../define.ts';
import { matchesName, words } from '../parameters.ts';
import { yaml } from '../paste.ts';
import { setTo } from '../patch.ts';
import { storageClass } from '../subjects/storage.ts';
import { quoted } from '../text.ts';

/** By which parameter a provisioner is told to encrypt; those that always or never do are not here. */
const switches: ReadonlyMap<string, string> = new Map([
  ['ebs.csi.aws.com', 'encrypted'],
  ['ebs.csi.eks.amazonaws.com', 'encrypted'],
  ['kubernetes.io/aws-ebs', 'encrypted'],
  ['diskplugin.csi.alibabacloud.com', 'encrypted'],
  ['driver.longhorn.io', 'encrypted'],
  ['rbd.csi.ceph.com', 'encrypted'],
  ['pxd.portworx.com', 'secure'],
  ['kubernetes.io/portworx-volume', 'secure'],
]);

export const storageUnencrypted = defineCheck({
  id: 'storage-unencrypted',
  title: 'Volumes of the class are not encrypted',
  category: 'storage',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: {},
  because:
    'Whoever gets at the disk, a snapshot or a backup of it reads everything that programs stored, without a trace in the cluster.',
  remedy:
    'Set the parameter by which the provisioner encrypts in a new class, and move the data: classes and volumes that exist do not change. Where the account encrypts every disk by itself, name the provisioner in `encryptedAnyway`.',
  paste: yaml`
    # A class does not change: this is a new one, and data has to move into it.
    apiVersion: storage.k8s.io/v1
    kind: StorageClass
    metadata:
      name: encrypted
    provisioner: ebs.csi.aws.com
    parameters:
      type: gp3
      encrypted: 'true'
    volumeBindingMode: WaitForFirstConsumer
    allowVolumeExpansion: true
  `,

  subject: storageClass,
  fields: ['parameters.encrypted'],
  parameters: {
    encryptedAnyway: words(
      [],
      'Provisioners whose volumes are encrypted without being asked, by a default of the cloud account or by what lies below.',
    ),
  },
  violatedBy({ provisioner, parameters }, _world, { encryptedAnyway }) {
    const name = typeof provisioner === 'string' ? provisioner : '';
    const parameter = switchOf(name);
    if (parameter === undefined) return 'not_applicable';
    if (matchesName(encryptedAnyway, name)) return false;
    if (isRecord(parameters) && isOn(valueOf(parameters, parameter))) return false;
    return {
      path: `parameters.${parameter}`,
      message: `parameters.${parameter} does not ask ${quoted(name)} to encrypt`,
    };
  },

  examples: {
    violating: {
      'nothing is said to Amazon': { parameters: { encrypted: undefined } },
      'it is false': { parameters: { encrypted: 'false' } },
      'it is empty': { parameters: { encrypted: '' } },
      'there are no parameters': { parameters: undefined },
      'they are null': { parameters: null },
      'the provisioner is the one before CSI': { provisioner: 'kubernetes.io/aws-ebs', parameters: undefined },
      'a key without the switch encrypts nothing': { parameters: { encrypted: undefined, kmsKeyId: 'alias/app' } },
      'the driver of Ceph carries the name of its operator': {
        provisioner: 'rook-ceph.rbd.csi.ceph.com',
        parameters: { encrypted: undefined },
      },
      'Portworx has another word for it': {
        provisioner: 'pxd.portworx.com',
        parameters: { encrypted: 'true', secure: 'false' },
      },
    },
    compliant: {
      'it is asked for': { parameters: { encrypted: 'true' } },
      'case does not matter': { parameters: { encrypted: undefined, Encrypted: 'True' } },
      'Portworx is asked in its own word': {
        provisioner: 'pxd.portworx.com',
        parameters: { encrypted: undefined, secure: 'true' },
      },
      'the account encrypts every disk': setTo(
        { encryptedAnyway: ['ebs.csi.aws.com'] },
        { parameters: { encrypted: undefined } },
      ),
    },
    notApplicable: {
      'Google always encrypts': { provisioner: 'pd.csi.storage.gke.io', parameters: undefined },
      'Azure always encrypts': { provisioner: 'disk.csi.azure.com', parameters: undefined },
      'nobody knows the provisioner': { provisioner: 'storage.example/fast', parameters: undefined },
      'no provisioner is named': { provisioner: undefined },
    },
  },
});

function switchOf(provisioner: string): string | undefined {
  // Operators put their namespace before the name of the driver.
  if (provisioner.endsWith('.rbd.csi.ceph.com')) return 'encrypted';
  return switches.get(provisioner);
}

/** Drivers compare the names of parameters without regard to case. */
function valueOf(parameters: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(parameters, name)) return parameters[name];
  for (const key in parameters) if (key.toLowerCase() === name) return parameters[key];
  return undefined;
}

function isOn(value: unknown): boolean {
  return typeof value === 'string' && ['true', 't', '1'].includes(value.slice(0, 8).toLowerCase());
}
