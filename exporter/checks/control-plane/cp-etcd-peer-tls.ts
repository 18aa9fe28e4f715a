import { flagCheck, mustSet } from '../subjects/flag-check.ts';

export const cpEtcdPeerTls = flagCheck({
  id: 'cp-etcd-peer-tls',
  title: 'Members of etcd talk without certificates',
  component: 'etcd',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['2.4'], nsa: ['etcd', 'encryption'] },
  because: 'Whatever is written is sent to the other members in clear text.',
  remedy: 'Set `--peer-cert-file` and `--peer-key-file`.',

  flags: ['peer-cert-file', 'peer-key-file'],
  objects: mustSet('peer-cert-file', 'peer-key-file'),

  examples: {
    violating: {
      'neither is set': { flags: { 'peer-cert-file': undefined, 'peer-key-file': undefined } },
      'only the certificate is set': { flags: { 'peer-key-file': undefined } },
    },
    compliant: {
      'both are set': {},
    },
  },
});
