import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { controlPlane, factsIn } from '../subjects/control-plane.ts';

export const legacyTokenUse = defineCheck({
  id: 'legacy-token-use',
  title: 'Service account tokens are used that do not expire in time',
  category: 'cluster',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { cis: ['3.1.2'], nsa: ['service-account-tokens'], mitre: ['T1528'] },
  because: 'Such a token works until somebody deletes its account: one that leaked years ago is as good as new.',
  remedy:
    'Find who signs in with them (annotation authentication.k8s.io/legacy-token or stale-token in the audit log) and use tokens that expire and are renewed.',
  paste: yaml`
    # In the workload that still signs in with a token that never expires: this one is renewed by the kubelet.
    spec:
      template:
        spec:
          containers:
            - name: app
              volumeMounts:
                - name: api-token
                  mountPath: /var/run/secrets/tokens
                  readOnly: true
          volumes:
            - name: api-token
              projected:
                sources:
                  - serviceAccountToken:
                      path: token
                      expirationSeconds: 3600
  `,

  subject: controlPlane,
  fields: ['facts.legacyTokens', 'facts.staleTokens'],
  violatedBy(object) {
    const { legacyTokens, staleTokens } = factsIn(object);
    return [
      ...(legacyTokens
        ? [{ path: 'facts.legacyTokens', part: 'legacy', message: 'legacyTokens: tokens without an expiry were used' }]
        : []),
      ...(staleTokens
        ? [
            {
              path: 'facts.staleTokens',
              part: 'stale',
              message: 'staleTokens: tokens were used after the hour for which they were asked',
            },
          ]
        : []),
    ];
  },

  examples: {
    violating: {
      'tokens from Secrets are used': { facts: { legacyTokens: true } },
      'clients do not renew theirs': { facts: { staleTokens: true } },
    },
    compliant: { 'neither was seen': {} },
  },
});
