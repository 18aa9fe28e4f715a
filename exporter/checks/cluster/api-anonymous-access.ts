import { isRecord } from '../../model/record.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { anonymousAccess } from '../subjects/anonymous-access.ts';

export const apiAnonymousAccess = defineCheck({
  id: 'api-anonymous-access',
  title: 'API server shows its APIs to everybody',
  category: 'cluster',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['1.2.1'], nsa: ['authentication', 'authorization'], mitre: ['T1078.001', 'T1613'] },
  because:
    'Strangers are allowed more than health and version: somebody gave rights to system:anonymous or system:unauthenticated, and seldom only this one.',
  remedy:
    'Find bindings of system:anonymous and system:unauthenticated, remove them, and set `--anonymous-auth=false` where you can.',
  paste: yaml`
    # The file of --authentication-config; v1beta1 before Kubernetes 1.34. Leave out --anonymous-auth.
    apiVersion: apiserver.config.k8s.io/v1
    kind: AuthenticationConfiguration
    anonymous:
      enabled: true
      conditions:
        - path: /livez
        - path: /readyz
        - path: /healthz
  `,

  subject: anonymousAccess,
  fields: ['spec.answers'],
  violatedBy({ spec }) {
    const answers: unknown = spec?.answers;
    const open = isRecord(answers) ? ['/api', '/apis'].filter((path) => answers[path] === 200) : [];
    return open.map((path) => ({ path: 'spec.answers', part: path, message: `answers ${path} without credentials` }));
  },

  examples: {
    violating: {
      'both lists of APIs are answered': { spec: { answers: { '/api': 200, '/apis': 200 } } },
      'one of them is': { spec: { answers: { '/apis': 200 } } },
    },
    compliant: {
      'strangers are forbidden everything but the version': {},
      'strangers are turned away': { spec: { answers: { '/api': 401, '/apis': 401, '/version': 401 } } },
    },
  },
});
