import { flagCheck, mustBe } from '../subjects/flag-check.ts';

export const cpEtcdPeerAutoTls = flagCheck({
  id: 'cp-etcd-peer-auto-tls',
  title: 'Members of etcd sign their own certificates',
  component: 'etcd',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['2.6'], nsa: ['etcd', 'encryption'] },
  because: 'Nobody can verify a certificate that its bearer signed: members trust whoever answers.',
  remedy: 'Remove `--peer-auto-tls`, and set `--peer-cert-file` and `--peer-key-file`.',

  flags: ['peer-auto-tls'],
  wanted: {
    'peer-auto-tls': 'false',
    'peer-cert-file': '/etc/kubernetes/pki/etcd/peer.crt',
    'peer-key-file': '/etc/kubernetes/pki/etcd/peer.key',
  },
  objects: mustBe('peer-auto-tls', false, false),

  examples: {
    violating: {
      'it is on': { flags: { 'peer-auto-tls': 'true' } },
    },
    compliant: {
      'nothing is said, which means false': {},
      'it is off': { flags: { 'peer-auto-tls': 'false' } },
    },
  },
});
