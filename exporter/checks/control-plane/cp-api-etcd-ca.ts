import { etcdMustHave } from '../subjects/api-server.ts';
import { flagCheck } from '../subjects/flag-check.ts';

export const cpApiEtcdCa = flagCheck({
  id: 'cp-api-etcd-ca',
  title: 'API server does not verify etcd',
  component: 'kube-apiserver',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['1.2.26'], nsa: ['etcd', 'encryption'] },
  because: 'Whoever poses as etcd reads all that is written, and answers with what they like: roles, Secrets, pods.',
  remedy: 'Set `--etcd-cafile` to the authority that signed for etcd.',

  flags: ['etcd-cafile'],
  objects: etcdMustHave('etcd-cafile'),

  examples: {
    violating: {
      'it is not set': { flags: { 'etcd-cafile': undefined } },
    },
    compliant: {
      'it is set': {},
    },
    notApplicable: {
      'the data lie behind a socket of the same host': { seen: { flags: { 'etcd-servers': '[unix://kine.sock]' } } },
    },
  },
});
