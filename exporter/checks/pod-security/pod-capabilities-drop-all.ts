import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { addedCapabilities, withoutCapability } from '../subjects/capability.ts';
import { container } from '../subjects/container.ts';
import type { ContainerView } from '../subjects/pod-view.ts';
import { quoted } from '../text.ts';
import { entries } from '../subjects/field.ts';

export const podCapabilitiesDropAll = defineCheck({
  id: 'pod-capabilities-drop-all',
  title: 'Container keeps capabilities that it does not name',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'contributing' },
  frameworks: { pss: ['restricted'], cis: ['5.2.9'], nsa: ['pod-security'] },
  because:
    'Runtimes grant a dozen capabilities to every container that does not drop them; hardly a program needs one, and each widens what an intruder can do.',
  remedy: 'Drop `ALL`, and add back `NET_BIND_SERVICE` where a port below 1024 is needed.',

  subject: container,
  fields: ['securityContext.capabilities.drop', 'securityContext.capabilities.add'],
  violatedBy(view, { version }) {
    if (view.pod.isExemptWindows(version)) return 'not_applicable';
    const added = addedCapabilities(view, isRestricted);
    if (entries(view.securityContext?.capabilities?.drop).includes('ALL')) return added;
    return added === false ? missingDrop(view) : [missingDrop(view), ...added];
  },
  fix: (view, offence) =>
    offence.path.endsWith('.drop')
      ? { securityContext: { capabilities: { drop: ['ALL'] } } }
      : withoutCapability(view, offence),

  examples: {
    violating: {
      'nothing is dropped': { securityContext: { capabilities: { drop: undefined } } },
      'something else is dropped': { securityContext: { capabilities: { drop: ['NET_RAW'] } } },
      'names are compared as Pod Security does, to the letter': {
        securityContext: { capabilities: { drop: ['all'] } },
      },
      'all are dropped and one is added': { securityContext: { capabilities: { drop: ['ALL'], add: ['CHOWN'] } } },
      'the list is empty': { securityContext: { capabilities: { drop: [] } } },
      'the list is null': { securityContext: { capabilities: { drop: null } } },
      'there are no capabilities': { securityContext: { capabilities: null } },
      'there is no securityContext': { securityContext: undefined },
    },
    compliant: {
      'all are dropped': { securityContext: { capabilities: { drop: ['ALL'] } } },
      'more than all is dropped': { securityContext: { capabilities: { drop: ['NET_RAW', 'ALL'] } } },
      'low ports are added back': { securityContext: { capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } } },
    },
  },
});

function isRestricted(capability: string): boolean {
  return capability !== 'NET_BIND_SERVICE';
}

function missingDrop(view: ContainerView): Offence {
  return {
    path: `${view.path}.securityContext.capabilities.drop`,
    container: view.name,
    message: `container ${quoted(view.name)}: securityContext.capabilities.drop does not contain "ALL"`,
  };
}
