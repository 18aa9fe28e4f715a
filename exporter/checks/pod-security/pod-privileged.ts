import { defineCheck } from '../define.ts';
import { container } from '../subjects/container.ts';

export const podPrivileged = defineCheck({
  id: 'pod-privileged',
  title: 'Container runs privileged',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'direct' },
  frameworks: {
    cis: ['5.2.2'],
    pss: ['baseline'],
    nsa: ['pod-security'],
    mitre: ['T1611'],
    microsoft: ['privileged-container'],
  },
  because:
    'A privileged container holds every capability and reaches every device of its node: whoever takes over the process has taken over the node.',
  remedy: 'Remove `privileged`, and add back only the capability that the program needs.',

  subject: container,
  fields: ['securityContext.privileged'],
  violatedBy: ({ container: { securityContext } }) => securityContext?.privileged === true,
  fix: { securityContext: { privileged: false } },

  examples: {
    violating: {
      'privileged is set': { securityContext: { privileged: true } },
      'dropping capabilities does not help': {
        securityContext: { privileged: true, capabilities: { drop: ['ALL'] } },
      },
    },
    compliant: {
      'privileged is false': { securityContext: { privileged: false } },
      'nothing is said': { securityContext: undefined },
      'null is as good as nothing': { securityContext: { privileged: null } },
    },
  },
});
