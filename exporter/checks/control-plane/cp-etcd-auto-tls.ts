import { flagCheck, mustBe } from '../subjects/flag-check.ts';

export const cpEtcdAutoTls = flagCheck({
  id: 'cp-etcd-auto-tls',
  title: 'Certificate of etcd is signed by itself',
  component: 'etcd',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['2.3'], nsa: ['etcd', 'encryption'] },
  because: 'Nobody can verify a certificate that its bearer signed: clients trust whoever answers.',
  remedy: 'Remove `--auto-tls`, and set `--cert-file` and `--key-file`.',

  flags: ['auto-tls'],
  wanted: {
    'auto-tls': 'false',
    'cert-file': '/etc/kubernetes/pki/etcd/server.crt',
    'key-file': '/etc/kubernetes/pki/etcd/server.key',
  },
  objects: mustBe('auto-tls', false, false),

  examples: {
    violating: {
      'it is on': { flags: { 'auto-tls': 'true' } },
      'the flag has no value, which means true': { command: ['etcd', '--auto-tls'] },
    },
    compliant: {
      'nothing is said, which means false': {},
      'it is off': { flags: { 'auto-tls': 'false' } },
    },
  },
});
