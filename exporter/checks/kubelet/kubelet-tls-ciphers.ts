import { defineCheck } from '../define.ts';
import { setTo } from '../patch.ts';
import { strongCipherSuites, weakSuites } from '../subjects/cipher-suites.ts';
import { plain } from '../text.ts';
import { kubelet } from '../subjects/kubelet.ts';

export const kubeletTlsCiphers = defineCheck({
  id: 'kubelet-tls-ciphers',
  title: 'Kubelet offers weak cipher suites',
  category: 'kubelet',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { cis: ['4.2.12'], nsa: ['encryption'] },
  because:
    'Suites in CBC mode and without forward secrecy have known attacks; exec sessions, logs and tokens travel through them.',
  remedy: 'Set `tlsCipherSuites` to suites with GCM or ChaCha20, or `tlsMinVersion: VersionTLS13`.',

  subject: kubelet,
  fields: ['tlsCipherSuites', 'tlsMinVersion'],
  parameters: { suites: strongCipherSuites },
  violatedBy({ config: { tlsCipherSuites, tlsMinVersion } }, _world, { suites }) {
    const weak = weakSuites(tlsCipherSuites, tlsMinVersion, suites);
    return weak === undefined
      ? false
      : { path: 'spec.tlsCipherSuites', message: `tlsCipherSuites: ${plain(weak, 300)}` };
  },

  examples: {
    violating: {
      'a suite in CBC mode is among them': {
        spec: { tlsCipherSuites: ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA'] },
      },
      'nothing is said, which includes CBC mode': { spec: { tlsCipherSuites: undefined } },
      'the list is empty': { spec: { tlsCipherSuites: [] } },
      'a suite is not on the list of policy': setTo({ suites: ['TLS_AES_256_GCM_SHA384'] }, {}),
    },
    compliant: {
      'only strong suites are offered': { spec: { tlsCipherSuites: ['TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256'] } },
      'TLS 1.3 is the least, whose suites are fixed': {
        spec: { tlsCipherSuites: undefined, tlsMinVersion: 'VersionTLS13' },
      },
    },
  },
});
