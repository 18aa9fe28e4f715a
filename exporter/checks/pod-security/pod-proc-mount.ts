import { defineCheck } from '../define.ts';
import { container } from '../subjects/container.ts';
import { hasUnmaskedProc } from '../subjects/proc-mount.ts';

export const podProcMount = defineCheck({
  id: 'pod-proc-mount',
  title: 'Container sees an unmasked /proc',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'contributing' },
  frameworks: { pss: ['baseline', 'restricted'], nsa: ['container-hardening'], mitre: ['T1611'] },
  because:
    'Runtimes hide and write-protect the parts of /proc that show or change the kernel of the node; unmasked they are open to the container.',
  remedy: 'Remove `procMount`; a container that runs containers can have it in a user namespace of its own.',

  subject: container,
  fields: ['securityContext.procMount'],
  violatedBy: (view, { version }) => hasUnmaskedProc(view) && !view.pod.isUserNamespaced(version),
  fix: { securityContext: { procMount: null } },

  examples: {
    violating: {
      'it is unmasked': { securityContext: { procMount: 'Unmasked' } },
      'the value is unknown': { securityContext: { procMount: 'Other' } },
      'the value is empty, which is not the default': { securityContext: { procMount: '' } },
    },
    compliant: {
      'it is the default': { securityContext: { procMount: 'Default' } },
      'nothing is said': { securityContext: { procMount: undefined } },
      'null is as good as nothing': { securityContext: { procMount: null } },
      'there is no securityContext': { securityContext: undefined },
    },
  },
});
