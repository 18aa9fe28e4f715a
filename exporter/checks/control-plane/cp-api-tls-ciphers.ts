import { setTo } from '../patch.ts';
import { strongCipherSuites, weakSuites } from '../subjects/cipher-suites.ts';
import { flagCheck } from '../subjects/flag-check.ts';
import { plain } from '../text.ts';

export const cpApiTlsCiphers = flagCheck({
  id: 'cp-api-tls-ciphers',
  title: 'API server offers weak cipher suites',
  component: 'kube-apiserver',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { cis: ['1.2.29'], nsa: ['encryption'] },
  because:
    'Suites in CBC mode and without forward secrecy have known attacks; every token and Secret travels through them.',
  remedy: 'Set `--tls-cipher-suites` to suites with GCM or ChaCha20, or `--tls-min-version=VersionTLS13`.',

  flags: ['tls-cipher-suites', 'tls-min-version'],
  parameters: { suites: strongCipherSuites },
  objects: (flags, { settings: { suites } }) => {
    const weak = weakSuites(flags.list('tls-cipher-suites'), flags.text('tls-min-version'), suites);
    return weak === undefined ? undefined : `--tls-cipher-suites: ${plain(weak, 300)}`;
  },

  examples: {
    violating: {
      'a suite in CBC mode is among them': {
        flags: {
          'tls-min-version': undefined,
          'tls-cipher-suites': 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
        },
      },
      'nothing is said, which includes CBC mode': { flags: { 'tls-min-version': 'VersionTLS12' } },
      'a suite is not on the list of policy': setTo(
        { suites: ['TLS_AES_256_GCM_SHA384'] },
        { flags: { 'tls-min-version': undefined, 'tls-cipher-suites': 'TLS_AES_128_GCM_SHA256' } },
      ),
      'the API server names none': { seen: { flags: { 'tls-cipher-suites': '[]' } } },
    },
    compliant: {
      'TLS 1.3 is the least, whose suites are fixed': {},
      'only strong suites are offered': {
        flags: { 'tls-min-version': undefined, 'tls-cipher-suites': 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305' },
      },
    },
  },
});
