import { etcdMustHave } from '../subjects/api-server.ts';
import { flagCheck } from '../subjects/flag-check.ts';

export const cpApiEtcdClientCert = flagCheck({
  id: 'cp-api-etcd-client-cert',
  title: 'API server shows etcd no certificate',
  component: 'kube-apiserver',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['1.2.23'], nsa: ['etcd'] },
  because:
    'An etcd that asks for no certificate gives every object of the cluster, Secrets included, to whoever reaches its port.',
  remedy: 'Set `--etcd-certfile` and `--etcd-keyfile`, and `--client-cert-auth` of etcd.',

  flags: ['etcd-certfile', 'etcd-keyfile'],
  objects: etcdMustHave('etcd-certfile', 'etcd-keyfile'),

  examples: {
    violating: {
      'neither is set': { flags: { 'etcd-certfile': undefined, 'etcd-keyfile': undefined } },
      'only the certificate is set': { flags: { 'etcd-keyfile': undefined } },
    },
    compliant: {
      'both are set': {},
    },
    notApplicable: {
      'the data lie behind a socket of the same host': { seen: { flags: { 'etcd-servers': '[unix://kine.sock]' } } },
    },
  },
});
