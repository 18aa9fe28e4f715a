import { encryptionFile } from '../snippets/encryption-file.ts';
import { mustEncrypt } from '../subjects/api-server.ts';
import { flagCheck } from '../subjects/flag-check.ts';

export const cpApiEncryptionProvider = flagCheck({
  id: 'cp-api-encryption-provider',
  title: 'Secrets are not encrypted by a sound provider',
  component: 'kube-apiserver',
  risk: { impact: 'cluster', ease: 'contributing' },
  frameworks: { cis: ['1.2.28'], nsa: ['secret-encryption'] },
  because: 'A file that names identity first leaves Secrets in clear text, although encryption looks switched on.',
  remedy: 'Name kms, secretbox or aescbc first for Secrets, then write every Secret anew.',
  paste: encryptionFile,

  flags: ['encryption-provider-config'],
  objects: mustEncrypt,
  sound: {
    seen: {
      flags: { 'encryption-provider-config': '/etc/kubernetes/encryption.yaml' },
      facts: { encryptedBy: ['k8s:enc:kms:v2:'] },
    },
  },

  examples: {
    violating: {
      'the file names identity first': { seen: { facts: { encryptedBy: ['identity'] } } },
      'no file is given': { seen: undefined, flags: { 'encryption-provider-config': undefined } },
      'the API server says that there is none': { seen: { flags: { 'encryption-provider-config': '' } } },
    },
    compliant: {
      'metrics show a provider at work': {},
      'a local key encrypts': { seen: { facts: { encryptedBy: ['k8s:enc:secretbox:v1:'] } } },
    },
  },
});
