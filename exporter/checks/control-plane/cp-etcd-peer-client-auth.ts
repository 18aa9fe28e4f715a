import { flagCheck, mustBe } from '../subjects/flag-check.ts';

export const cpEtcdPeerClientAuth = flagCheck({
  id: 'cp-etcd-peer-client-auth',
  title: 'Members of etcd accept each other without a certificate',
  component: 'etcd',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['2.5'], nsa: ['etcd', 'authentication'] },
  because: 'Whoever reaches the peer port can join as a member and receive all data.',
  remedy: 'Set `--peer-client-cert-auth=true` with `--peer-trusted-ca-file`.',

  flags: ['peer-client-cert-auth'],
  wanted: { 'peer-client-cert-auth': 'true', 'peer-trusted-ca-file': '/etc/kubernetes/pki/etcd/ca.crt' },
  objects: mustBe('peer-client-cert-auth', true, false),

  examples: {
    violating: {
      'it is off': { flags: { 'peer-client-cert-auth': 'false' } },
      'nothing is said, which means false': { flags: { 'peer-client-cert-auth': undefined } },
    },
    compliant: {
      'it is on': {},
    },
  },
});
