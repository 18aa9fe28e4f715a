import { atLeast } from '../../model/version.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { onVersion } from '../patch.ts';
import { secret } from '../subjects/configuration.ts';
import { quoted } from '../text.ts';

const tokenType = 'kubernetes.io/service-account-token';
const accountAnnotation = 'kubernetes.io/service-account.name';
const lastUsed = 'kubernetes.io/legacy-token-last-used';
const invalidSince = 'kubernetes.io/legacy-token-invalid-since';

const token = {
  metadata: { name: 'ci-token', annotations: { [accountAnnotation]: 'ci' } },
  type: tokenType,
  data: undefined,
};

export const saLongLivedToken = defineCheck({
  id: 'sa-long-lived-token',
  title: 'Token of a service account never expires',
  category: 'service-accounts',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: {
    mitre: ['T1528', 'T1550.001'],
    nsa: ['service-account-tokens'],
    microsoft: ['container-service-account'],
  },
  because:
    'The token in this Secret works from anywhere until somebody deletes it: whoever once read it, from a backup, a pipeline or a laptop, keeps the rights of the service account.',
  remedy:
    'Let clients ask for a token with an expiry (`kubectl create token`, a projected volume, a workload identity), then delete the Secret.',
  paste: yaml`
    # A token that the kubelet renews, in the workload that used the Secret; name the audience that reads it.
    spec:
      template:
        spec:
          serviceAccountName: app
          containers:
            - name: app
              volumeMounts:
                - name: token
                  mountPath: /var/run/secrets/tokens
                  readOnly: true
          volumes:
            - name: token
              projected:
                sources:
                  - serviceAccountToken:
                      path: token
                      audience: https://vault.shop.example
                      expirationSeconds: 3600
  `,

  subject: secret,
  fields: ['type'],
  violatedBy({ type, metadata }, world) {
    if (type !== tokenType) return 'not_applicable';
    const { labels, annotations } = metadata;
    // The API server refuses a token that its cleanup marked, from the release on that has it.
    if (labels?.[invalidSince] && atLeast(world.version, 1, 29)) return false;
    const account = quoted(annotations?.[accountAnnotation] ?? 'unknown');
    const used = labels?.[lastUsed];
    const use = used === undefined ? 'no use of it was recorded' : `it was last used on ${quoted(used)}`;
    return { path: 'type', message: `type ${tokenType}: the token of ${account} never expires; ${use}` };
  },

  examples: {
    violating: {
      'it is a token': token,
      'it was used': { ...token, metadata: { ...token.metadata, labels: { [lastUsed]: '2026-03-01' } } },
      'it is mounted by nobody and has no account': { ...token, metadata: { name: 'ci-token' } },
      'it was marked before the API server refuses such tokens': onVersion('1.28', {
        ...token,
        metadata: { ...token.metadata, labels: { [invalidSince]: '2026-03-01' } },
      }),
      'the mark is empty': { ...token, metadata: { ...token.metadata, labels: { [invalidSince]: '' } } },
    },
    compliant: {
      'the API server refuses it, since nobody used it for a year': {
        ...token,
        metadata: { ...token.metadata, labels: { [invalidSince]: '2026-03-01', [lastUsed]: '2024-11-02' } },
      },
    },
    notApplicable: {
      'it is another kind of secret': {},
      'it names no type': { type: undefined },
      'the type is null': { type: null },
      'the annotation alone makes no token': { metadata: { annotations: { [accountAnnotation]: 'ci' } } },
    },
  },
});
