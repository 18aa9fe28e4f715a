import { yaml } from '../paste.ts';
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
  paste: yaml`
    # /etc/kubernetes/authentication.yaml: people sign in with the identity provider instead. v1beta1 before Kubernetes 1.34.
    apiVersion: apiserver.config.k8s.io/v1
    kind: AuthenticationConfiguration
    jwt:
      - issuer:
          url: https://login.shop.example
          audiences: [kubernetes]
        claimMappings:
          username:
            claim: sub
            prefix: 'oidc:'
          groups:
            claim: groups
            prefix: 'oidc:'
  `,

  flags: ['token-auth-file'],
  wanted: { 'authentication-config': '/etc/kubernetes/authentication.yaml' },
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
