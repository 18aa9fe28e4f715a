import { defineCheck } from '../define.ts';
import { addedCapabilities, capabilityName, withoutCapability } from '../subjects/capability.ts';
import { container } from '../subjects/container.ts';

/** Each of these is by itself a way to the node or to what other pods do. */
const dangerous = new Set([
  'ALL',
  'BPF',
  'DAC_READ_SEARCH',
  'MAC_ADMIN',
  'MAC_OVERRIDE',
  'NET_ADMIN',
  'PERFMON',
  'SYSLOG',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_MODULE',
  'SYS_PTRACE',
  'SYS_RAWIO',
]);

export const podCapabilitiesDangerous = defineCheck({
  id: 'pod-capabilities-dangerous',
  title: 'Container has a capability that opens the node',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'direct' },
  frameworks: { cis: ['5.2.9'], nsa: ['pod-security'], mitre: ['T1611'], microsoft: ['privileged-container'] },
  because:
    'With one of these a program mounts file systems, loads kernel modules, reads the memory of others or rewrites the network of the node: little is left between it and the node.',
  remedy:
    'Remove the capability; if the work cannot be done without, move it to a small container that nothing else can reach.',

  subject: container,
  fields: ['securityContext.capabilities.add'],
  violatedBy: (view) => addedCapabilities(view, isDangerous),
  fix: withoutCapability,

  examples: {
    violating: {
      'SYS_ADMIN is added': { securityContext: { capabilities: { add: ['SYS_ADMIN'] } } },
      'all are added': { securityContext: { capabilities: { add: ['ALL'] } } },
      'runtimes do not mind lower case': { securityContext: { capabilities: { add: ['net_admin'] } } },
      'some runtimes take the prefix': { securityContext: { capabilities: { add: ['CAP_SYS_PTRACE'] } } },
      'it is one of several': { securityContext: { capabilities: { add: ['CHOWN', 'BPF'] } } },
      'dropping all does not take back what is added': {
        securityContext: { capabilities: { drop: ['ALL'], add: ['SYS_MODULE'] } },
      },
    },
    compliant: {
      'a harmless one is added': { securityContext: { capabilities: { add: ['NET_BIND_SERVICE'] } } },
      'one beyond the default that opens nothing is added': {
        securityContext: { capabilities: { add: ['SYS_TIME'] } },
      },
      'it is dropped': { securityContext: { capabilities: { drop: ['SYS_ADMIN'] } } },
      'the list is empty': { securityContext: { capabilities: { add: [] } } },
      'there are no capabilities': { securityContext: { capabilities: null } },
      'there is no securityContext': { securityContext: undefined },
    },
  },
});

function isDangerous(capability: string): boolean {
  return dangerous.has(capabilityName(capability));
}
