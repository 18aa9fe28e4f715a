import { encryptionFile } from '../snippets/encryption-file.ts';
import { flagCheck, mustSet } from '../subjects/flag-check.ts';

export const cpApiEncryptionConfig = flagCheck({
  id: 'cp-api-encryption-config',
  title: 'Secrets stand in etcd in clear text',
  component: 'kube-apiserver',
  risk: { impact: 'cluster', ease: 'contributing' },
  frameworks: { cis: ['1.2.27'], nsa: ['secret-encryption'] },
  because: 'A copy of a disk, a snapshot or a backup of etcd is enough to read every Secret of the cluster.',
  remedy:
    'Set `--encryption-provider-config` to a file that encrypts Secrets, with a key that a KMS keeps, then write every Secret anew.',
  paste: encryptionFile,

  flags: ['encryption-provider-config'],
  objects: mustSet('encryption-provider-config'),

  examples: {
    violating: {
      'it is not set': { flags: { 'encryption-provider-config': undefined } },
      'it is set to nothing': { flags: { 'encryption-provider-config': '' } },
    },
    compliant: {
      'it is set': {},
    },
    notApplicable: {
      'a provider runs the control plane': { seen: { spec: { provider: 'eks', managed: true } } },
    },
  },
});
