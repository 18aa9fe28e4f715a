import { defineCheck } from '../define.ts';
import { container } from '../subjects/container.ts';

export const podReadonlyRootfs = defineCheck({
  id: 'pod-readonly-rootfs',
  title: 'Container can write to its own file system',
  category: 'pod-security',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { nsa: ['immutable-filesystem'] },
  because:
    'An intruder who cannot write cannot place tools, change the program or keep a foothold until the next restart.',
  remedy: 'Set `readOnlyRootFilesystem: true`, and mount an emptyDir where the program must write.',

  subject: container,
  fields: ['securityContext.readOnlyRootFilesystem'],
  violatedBy: ({ pod, securityContext }) =>
    // Windows has no such thing, and the API server refuses the field there.
    pod.isWindows ? 'not_applicable' : securityContext?.readOnlyRootFilesystem !== true,
  fix: { securityContext: { readOnlyRootFilesystem: true } },

  examples: {
    violating: {
      'it is writable': { securityContext: { readOnlyRootFilesystem: false } },
      'nothing is said: the default is writable': { securityContext: { readOnlyRootFilesystem: undefined } },
      'null is as good as nothing': { securityContext: { readOnlyRootFilesystem: null } },
      'there is no securityContext': { securityContext: undefined },
    },
    compliant: {
      'it is read-only': { securityContext: { readOnlyRootFilesystem: true } },
    },
  },
});
