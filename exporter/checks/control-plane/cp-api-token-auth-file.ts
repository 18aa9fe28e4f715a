import { flagCheck } from '../subjects/flag-check.ts';
import { plain } from '../text.ts';

export const cpApiTokenAuthFile = flagCheck({
  id: 'cp-api-token-auth-file',
  title: 'API server accepts tokens from a static file',
  component: 'kube-apiserver',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['1.2.2'], nsa: ['authentication'], mitre: ['T1078'] },
  because:
    'Tokens in a file never expire, stand there in clear text, and cannot be revoked without a restart; a copy is good for years.',
  remedy: 'Remove `--token-auth-file`, and sign people in through OIDC and programs through service accounts.',

  flags: ['token-auth-file'],
  objects: (flags) =>
    flags.text('token-auth-file') === undefined
      ? undefined
      : `--token-auth-file is ${plain(flags.text('token-auth-file') ?? '')}`,

  examples: {
    violating: {
      'there is one': { flags: { 'token-auth-file': '/etc/kubernetes/tokens.csv' } },
      'its value is a word of its own': {
        command: ['kube-apiserver', '--token-auth-file', '/etc/kubernetes/tokens.csv'],
      },
      'the API server says so itself': { seen: { flags: { 'token-auth-file': '/etc/tokens.csv' } } },
    },
    compliant: {
      'there is none': {},
      'it is set to nothing': { flags: { 'token-auth-file': '' } },
      'the API server says that there is none': { seen: { flags: { 'token-auth-file': '' } } },
    },
  },
});
