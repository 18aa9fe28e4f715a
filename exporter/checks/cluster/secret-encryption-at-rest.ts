import { encryptionFile } from '../snippets/encryption-file.ts';
import { encrypts, mustEncrypt } from '../subjects/api-server.ts';
import { flagCheck } from '../subjects/flag-check.ts';

export const secretEncryptionAtRest = flagCheck({
  id: 'secret-encryption-at-rest',
  title: 'Secrets are not known to be encrypted at rest',
  category: 'cluster',
  component: 'kube-apiserver',
  risk: { impact: 'cluster', ease: 'contributing' },
  frameworks: { cis: ['1.2.27'], nsa: ['secret-encryption'], mitre: ['T1552.001'] },
  because: 'A backup of etcd in the wrong hands is every password, key and token of the cluster.',
  remedy:
    'Set `--encryption-provider-config` with kms, secretbox or aescbc first for Secrets, then write every Secret anew; providers have a switch for it.',
  paste: encryptionFile,

  flags: ['encryption-provider-config'],
  objects: mustEncrypt,
  proof: {
    by: encrypts,
    missing: 'its metrics show no encryption, which the provider may do below it: its own API tells',
  },
  sound: {
    seen: {
      flags: { 'encryption-provider-config': '/etc/kubernetes/encryption.yaml' },
      facts: { encryptedBy: ['k8s:enc:kms:v2:'] },
    },
  },

  examples: {
    violating: {
      'the file names identity first': { seen: { facts: { encryptedBy: ['identity'] } } },
      'nothing is configured': { seen: undefined, flags: { 'encryption-provider-config': undefined } },
      'the API server says so itself': { seen: { flags: { 'encryption-provider-config': '' } } },
    },
    compliant: {
      'metrics show a provider at work': {},
      'a provider runs it, and metrics show encryption': {
        seen: {
          spec: { provider: 'eks', managed: true },
          flags: undefined,
          facts: { encryptedBy: ['k8s:enc:kms:v2:'] },
        },
      },
    },
  },
});
