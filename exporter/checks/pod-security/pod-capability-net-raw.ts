import { defineCheck } from '../define.ts';
import { addedCapabilities, capabilityName, withoutCapability } from '../subjects/capability.ts';
import { container } from '../subjects/container.ts';
import { quoted } from '../text.ts';
import { entries, strings } from '../subjects/field.ts';

export const podCapabilityNetRaw = defineCheck({
  id: 'pod-capability-net-raw',
  title: 'Container can forge network packets',
  category: 'pod-security',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { cis: ['5.2.8'], nsa: ['pod-security'], microsoft: ['arp-poisoning'] },
  because:
    'NET_RAW is granted unless it is dropped; with it a program answers for other addresses on the network of the pods and reads traffic that is not its own.',
  remedy: 'Drop `ALL`, or at least `NET_RAW`.',

  subject: container,
  fields: ['securityContext.capabilities.drop', 'securityContext.capabilities.add'],
  violatedBy(view) {
    // Windows has no capabilities, and the API server refuses the field there.
    if (view.pod.isWindows) return 'not_applicable';
    const added = addedCapabilities(view, grantsNetRaw);
    if (added !== false) return added;
    for (const capability of entries(view.securityContext?.capabilities?.drop)) {
      if (capability === 'ALL' || capability === 'NET_RAW') return false;
      if (typeof capability === 'string' && grantsNetRaw(capability)) return false;
    }
    return {
      path: `${view.path}.securityContext.capabilities.drop`,
      container: view.name,
      message: `container ${quoted(view.name)}: securityContext.capabilities.drop has neither "NET_RAW" nor "ALL"`,
    };
  },
  fix: (view, offence) =>
    offence.path.endsWith('.drop')
      ? {
          securityContext: {
            capabilities: { drop: [...strings(view.securityContext?.capabilities?.drop), 'NET_RAW'] },
          },
        }
      : withoutCapability(view, offence),

  examples: {
    violating: {
      'nothing is dropped': { securityContext: { capabilities: { drop: undefined } } },
      'something else is dropped': { securityContext: { capabilities: { drop: ['CHOWN'] } } },
      'all are dropped and it is added back': {
        securityContext: { capabilities: { drop: ['ALL'], add: ['NET_RAW'] } },
      },
      'it is dropped and all are added': { securityContext: { capabilities: { drop: ['NET_RAW'], add: ['ALL'] } } },
      'the list is empty': { securityContext: { capabilities: { drop: [] } } },
      'there are no capabilities': { securityContext: { capabilities: null } },
      'there is no securityContext': { securityContext: undefined },
    },
    compliant: {
      'it is dropped': { securityContext: { capabilities: { drop: ['NET_RAW'] } } },
      'all are dropped': { securityContext: { capabilities: { drop: ['ALL'] } } },
      'runtimes do not mind lower case': { securityContext: { capabilities: { drop: ['all'] } } },
      'all are dropped and another is added': {
        securityContext: { capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } },
      },
    },
  },
});

function grantsNetRaw(capability: string): boolean {
  const name = capabilityName(capability);
  return name === 'NET_RAW' || name === 'ALL';
}
