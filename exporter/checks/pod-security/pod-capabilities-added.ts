import { defineCheck } from '../define.ts';
import { addedCapabilities, withoutCapability } from '../subjects/capability.ts';
import { container } from '../subjects/container.ts';

/** What runtimes grant by default, less what reaches the network below a socket: the list of the baseline standard. */
const allowed = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

export const podCapabilitiesAdded = defineCheck({
  id: 'pod-capabilities-added',
  title: 'Container has a capability beyond the default ones',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'conditional' },
  frameworks: { pss: ['baseline'], cis: ['5.2.9'], nsa: ['pod-security'] },
  because:
    'Capabilities are the rights of root in pieces; those outside the default set change the network, the clock or other processes of the node.',
  remedy: 'Remove the capability; give the work that needs it to a small container of its own.',

  subject: container,
  fields: ['securityContext.capabilities.add'],
  violatedBy: (view) => addedCapabilities(view, isBeyondDefault),
  fix: withoutCapability,

  examples: {
    violating: {
      'a capability beyond the default ones is added': { securityContext: { capabilities: { add: ['NET_ADMIN'] } } },
      'all are added': { securityContext: { capabilities: { add: ['ALL'] } } },
      'NET_RAW is no default of the standard': { securityContext: { capabilities: { add: ['NET_RAW'] } } },
      'one of several is': { securityContext: { capabilities: { add: ['CHOWN', 'SYS_TIME'] } } },
      'dropping all does not take back what is added': {
        securityContext: { capabilities: { drop: ['ALL'], add: ['SYS_TIME'] } },
      },
      'names are compared as Pod Security does, to the letter': {
        securityContext: { capabilities: { add: ['chown'] } },
      },
      'so is a prefix': { securityContext: { capabilities: { add: ['CAP_CHOWN'] } } },
    },
    compliant: {
      'only default ones are added': { securityContext: { capabilities: { add: ['CHOWN', 'NET_BIND_SERVICE'] } } },
      'the list is empty': { securityContext: { capabilities: { add: [] } } },
      'the list is null': { securityContext: { capabilities: { add: null } } },
      'there are no capabilities': { securityContext: { capabilities: null } },
      'there is no securityContext': { securityContext: undefined },
    },
  },
});

function isBeyondDefault(capability: string): boolean {
  return !allowed.has(capability);
}
