import { flagCheck, mustBe } from '../subjects/flag-check.ts';

export const cpEtcdClientAuth = flagCheck({
  id: 'cp-etcd-client-auth',
  title: 'Clients of etcd need no certificate',
  component: 'etcd',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['2.2'], nsa: ['etcd', 'authentication'] },
  because: 'Whoever reaches its port reads and writes every object of the cluster, past all authorization.',
  remedy: 'Set `--client-cert-auth=true` with `--trusted-ca-file`.',

  flags: ['client-cert-auth'],
  wanted: { 'client-cert-auth': 'true', 'trusted-ca-file': '/etc/kubernetes/pki/etcd/ca.crt' },
  objects: mustBe('client-cert-auth', true, false),

  examples: {
    violating: {
      'it is off': { flags: { 'client-cert-auth': 'false' } },
      'nothing is said, which means false': { flags: { 'client-cert-auth': undefined } },
    },
    compliant: {
      'it is on': {},
      'the flag has no value, which means true': {
        command: ['etcd', '--client-cert-auth', '--trusted-ca-file=/ca.crt'],
      },
    },
  },
});
