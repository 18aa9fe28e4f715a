import { defineCheck } from '../define.ts';
import { kubelet } from '../subjects/kubelet.ts';

export const kubeletTlsCert = defineCheck({
  id: 'kubelet-tls-cert',
  title: 'Kubelet serves a certificate that nobody signed',
  category: 'kubelet',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { cis: ['4.2.9'], nsa: ['encryption'] },
  because:
    'A certificate of its own making cannot be verified: whoever stands between can read exec sessions and logs, and take the token of every client that does not look.',
  remedy: 'Set `serverTLSBootstrap: true` and approve the requests, or `tlsCertFile` and `tlsPrivateKeyFile`.',

  subject: kubelet,
  fields: ['tlsCertFile', 'tlsPrivateKeyFile', 'serverTLSBootstrap'],
  violatedBy({ config: { tlsCertFile, tlsPrivateKeyFile, serverTLSBootstrap } }) {
    return !(tlsCertFile && tlsPrivateKeyFile) && serverTLSBootstrap !== true;
  },

  examples: {
    violating: {
      'there is neither a file nor a request for a signature': { spec: { serverTLSBootstrap: undefined } },
      'there is a certificate without its key': {
        spec: { serverTLSBootstrap: false, tlsCertFile: '/etc/kubelet.crt' },
      },
      'both files are empty': { spec: { serverTLSBootstrap: false, tlsCertFile: '', tlsPrivateKeyFile: '' } },
    },
    compliant: {
      'its certificate is signed by the cluster': { spec: { serverTLSBootstrap: true } },
      'there are files': {
        spec: { serverTLSBootstrap: false, tlsCertFile: '/etc/kubelet.crt', tlsPrivateKeyFile: '/etc/kubelet.key' },
      },
    },
  },
});
