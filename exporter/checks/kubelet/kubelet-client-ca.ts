import { defineCheck } from '../define.ts';
import { kubelet } from '../subjects/kubelet.ts';

export const kubeletClientCa = defineCheck({
  id: 'kubelet-client-ca',
  title: 'Kubelet cannot tell who is asking',
  category: 'kubelet',
  risk: { impact: 'node', ease: 'conditional' },
  frameworks: { cis: ['4.2.3'], nsa: ['kubelet'] },
  because:
    'Without a certificate authority for clients and without token review the kubelet knows nobody: it works only while it lets everybody in.',
  remedy: 'Set `authentication.x509.clientCAFile` to the certificate authority of the cluster.',

  subject: kubelet,
  fields: ['authentication.x509.clientCAFile'],
  violatedBy({ config: { authentication } }) {
    return !authentication?.x509?.clientCAFile && authentication?.webhook?.enabled === false;
  },

  examples: {
    violating: {
      'there is neither a certificate authority nor token review': {
        spec: { authentication: { x509: undefined, webhook: { enabled: false } } },
      },
      'the file is empty and there is no token review': {
        spec: { authentication: { x509: { clientCAFile: '' }, webhook: { enabled: false } } },
      },
    },
    compliant: {
      'there is a certificate authority': { spec: { authentication: { webhook: { enabled: false } } } },
      'tokens are reviewed': { spec: { authentication: { x509: undefined } } },
      'nothing is said, which means that tokens are reviewed': { spec: { authentication: undefined } },
    },
  },
});
