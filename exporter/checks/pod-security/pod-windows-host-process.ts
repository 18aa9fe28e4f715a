import { defineCheck } from '../define.ts';
import { containerWith } from '../subjects/pod.ts';
import { scope } from '../subjects/scope.ts';

export const podWindowsHostProcess = defineCheck({
  id: 'pod-windows-host-process',
  title: 'Windows container runs as a process of its node',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'direct' },
  frameworks: {
    cis: ['5.2.10'],
    pss: ['baseline'],
    nsa: ['pod-security'],
    mitre: ['T1611'],
    microsoft: ['privileged-container'],
  },
  because:
    'A HostProcess container is no container: it runs with a Windows account of the node, on its network and file system.',
  remedy: 'Remove `hostProcess`; administration of Windows nodes belongs to a few guarded workloads.',

  subject: scope,
  fields: ['securityContext.windowsOptions.hostProcess'],
  violatedBy: ({ securityContext }) => securityContext?.windowsOptions?.hostProcess === true,
  fix: { securityContext: { windowsOptions: { hostProcess: null } } },

  examples: {
    violating: {
      'the pod says so': { spec: { securityContext: { windowsOptions: { hostProcess: true } } } },
      'a container says so': {
        spec: { containers: [containerWith({ securityContext: { windowsOptions: { hostProcess: true } } })] },
      },
      'an init container says so': {
        spec: {
          initContainers: [
            containerWith({ name: 'prepare', securityContext: { windowsOptions: { hostProcess: true } } }),
          ],
        },
      },
    },
    compliant: {
      'it is false': { spec: { securityContext: { windowsOptions: { hostProcess: false } } } },
      'nothing is said': { spec: { securityContext: { windowsOptions: undefined } } },
      'null is as good as nothing': { spec: { securityContext: { windowsOptions: { hostProcess: null } } } },
    },
  },
});
