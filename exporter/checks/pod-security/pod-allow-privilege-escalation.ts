import { defineCheck } from '../define.ts';
import { container } from '../subjects/container.ts';

export const podAllowPrivilegeEscalation = defineCheck({
  id: 'pod-allow-privilege-escalation',
  title: 'Container can gain privileges',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'conditional' },
  frameworks: { pss: ['restricted'], cis: ['5.2.6'], nsa: ['pod-security'] },
  because:
    'Unless it is forbidden, a program can become root through a set-user-id file of its image; the kernel then grants what the container was started without.',
  remedy: 'Set `allowPrivilegeEscalation: false`; only programs that change user need otherwise.',

  subject: container,
  fields: ['securityContext.allowPrivilegeEscalation'],
  violatedBy: (view, { version }) =>
    view.pod.isExemptWindows(version) ? 'not_applicable' : view.securityContext?.allowPrivilegeEscalation !== false,
  fix: { securityContext: { allowPrivilegeEscalation: false } },

  examples: {
    violating: {
      'it is allowed': { securityContext: { allowPrivilegeEscalation: true } },
      'nothing is said: the default allows it': { securityContext: { allowPrivilegeEscalation: undefined } },
      'null is as good as nothing': { securityContext: { allowPrivilegeEscalation: null } },
      'there is no securityContext': { securityContext: undefined },
    },
    compliant: {
      'it is forbidden': { securityContext: { allowPrivilegeEscalation: false } },
    },
  },
});
