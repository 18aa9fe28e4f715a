import { flagCheck, mustSet } from '../subjects/flag-check.ts';
import { plain } from '../text.ts';

export const cpApiTlsCert = flagCheck({
  id: 'cp-api-tls-cert',
  title: 'API server serves a certificate that it made up itself',
  component: 'kube-apiserver',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['1.2.24'], nsa: ['encryption'] },
  because: 'Clients that cannot verify the server hand their tokens to whoever stands in between.',
  remedy: 'Set `--tls-cert-file` and `--tls-private-key-file` to a certificate of the authority that clients trust.',

  flags: ['tls-cert-file', 'tls-private-key-file'],
  objects: (flags, context) => {
    const file = flags.text('tls-cert-file');
    // Where none is given the server makes one, and then names the file as if it had been given.
    if (context.view.complete && file !== undefined && file === `${flags.text('cert-dir') ?? ''}/apiserver.crt`) {
      return `--tls-cert-file is not set: ${plain(file)} is signed by itself`;
    }
    return mustSet('tls-cert-file', 'tls-private-key-file')(flags, context);
  },

  examples: {
    violating: {
      'neither is set': { flags: { 'tls-cert-file': undefined, 'tls-private-key-file': undefined } },
      'only the certificate is set': { flags: { 'tls-private-key-file': undefined } },
      'the API server names the one that it made': {
        seen: {
          flags: {
            'tls-cert-file': '/var/run/kubernetes/apiserver.crt',
            'tls-private-key-file': '/var/run/kubernetes/apiserver.key',
            'cert-dir': '/var/run/kubernetes',
          },
        },
      },
    },
    compliant: {
      'both are set': {},
      'the API server names one that it was given': {
        seen: {
          flags: {
            'tls-cert-file': '/etc/kubernetes/pki/apiserver.crt',
            'tls-private-key-file': '/etc/kubernetes/pki/apiserver.key',
            'cert-dir': '/var/run/kubernetes',
          },
        },
      },
    },
  },
});
