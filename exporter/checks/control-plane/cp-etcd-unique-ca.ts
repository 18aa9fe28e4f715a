import { Unseen } from '../../model/world.ts';
import { given } from '../patch.ts';
import { apiServers } from '../subjects/control-plane.ts';
import { flagCheck } from '../subjects/flag-check.ts';
import { plain } from '../text.ts';

const apiServer = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'kube-apiserver-node-1', namespace: 'kube-system', labels: { component: 'kube-apiserver' } },
  spec: {
    containers: [
      { name: 'kube-apiserver', command: ['kube-apiserver', '--client-ca-file=/etc/kubernetes/pki/ca.crt'] },
    ],
  },
};

export const cpEtcdUniqueCa = flagCheck({
  id: 'cp-etcd-unique-ca',
  title: 'Authority of the whole cluster opens etcd',
  component: 'etcd',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['2.7'], nsa: ['etcd'] },
  because: 'Every certificate that the authority of the cluster signed, that of each node included, then opens etcd.',
  remedy: 'Give etcd an authority of its own as `--trusted-ca-file`.',

  flags: ['trusted-ca-file'],
  objects: (flags, { world }) => {
    const trusted = flags.text('trusted-ca-file');
    if (trusted === undefined) return null;
    const clients = apiServers(world).map((server) => server.text('client-ca-file'));
    if (clients.includes(trusted))
      return `--trusted-ca-file is ${plain(trusted)}, which the API server trusts for its clients too`;
    if (clients.length === 0) throw new Unseen('which authority the API server trusts cannot be seen');
    return undefined;
  },
  sound: { flags: { 'trusted-ca-file': '' } },

  examples: {
    violating: {
      'the API server trusts the same': given(
        { flags: { 'trusted-ca-file': '/etc/kubernetes/pki/ca.crt' } },
        apiServer,
      ),
    },
    compliant: {
      'the API server trusts another': given(
        { flags: { 'trusted-ca-file': '/etc/kubernetes/pki/etcd/ca.crt' } },
        apiServer,
      ),
    },
    notApplicable: {
      'it trusts none, which is for another check to tell': { flags: { 'trusted-ca-file': undefined } },
    },
  },
});
