import { flagCheck, mustSet } from '../subjects/flag-check.ts';

export const cpEtcdTls = flagCheck({
  id: 'cp-etcd-tls',
  title: 'Traffic to etcd is not encrypted',
  component: 'etcd',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['2.1'], nsa: ['etcd', 'encryption'] },
  because: 'All that the cluster knows, Secrets included, passes over the wire in clear text.',
  remedy: 'Set `--cert-file` and `--key-file`.',

  flags: ['cert-file', 'key-file'],
  objects: mustSet('cert-file', 'key-file'),

  examples: {
    violating: {
      'neither is set': { flags: { 'cert-file': undefined, 'key-file': undefined } },
      'only the certificate is set': { flags: { 'key-file': undefined } },
    },
    compliant: {
      'both are set': {},
      'a single dash is as good as two': { command: ['etcd', '-cert-file=/a.crt', '-key-file', '/a.key'] },
    },
    notApplicable: {
      'a provider runs the control plane': { seen: { spec: { provider: 'eks', managed: true } } },
    },
  },
});
