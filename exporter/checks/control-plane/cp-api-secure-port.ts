import { flagCheck } from '../subjects/flag-check.ts';
import { plain } from '../text.ts';

export const cpApiSecurePort = flagCheck({
  id: 'cp-api-secure-port',
  title: 'API server serves without TLS',
  component: 'kube-apiserver',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { nsa: ['encryption', 'control-plane'] },
  optional: true,
  because: 'On the old insecure port there is neither TLS nor authentication: whoever reaches it is an administrator.',
  remedy: 'Remove `--secure-port=0` and `--insecure-port`, which 1.24 removed.',

  flags: ['secure-port', 'insecure-port'],
  objects: (flags) => {
    if (flags.number('secure-port') === 0) return '--secure-port is 0, which closes the port with TLS';
    const insecure = flags.text('insecure-port');
    return insecure === undefined || flags.number('insecure-port') === 0
      ? undefined
      : `--insecure-port is ${plain(insecure)}`;
  },

  examples: {
    violating: {
      'the port with TLS is closed': { flags: { 'secure-port': '0' } },
      'the port without TLS is open': { flags: { 'insecure-port': '8080' } },
    },
    compliant: {
      'the port is the usual one': {},
      'nothing is said, which means 6443': { flags: { 'secure-port': undefined } },
      'the port without TLS is closed': { flags: { 'insecure-port': '0' } },
    },
  },
});
