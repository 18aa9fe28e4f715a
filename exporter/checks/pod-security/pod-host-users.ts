import { atLeast } from '../../model/version.ts';
import { defineCheck } from '../define.ts';
import { onVersion } from '../patch.ts';
import { podWith } from '../subjects/pod.ts';
import type { PodView } from '../subjects/pod-view.ts';

export const podHostUsers = defineCheck({
  id: 'pod-host-users',
  title: 'Pod shares the users of its node',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'contributing' },
  optional: true,
  frameworks: { nsa: ['container-hardening'], mitre: ['T1611'] },
  because:
    'Root in the container is root on the node once it gets out; in a user namespace it would be an account without any rights there.',
  remedy:
    'Set `hostUsers: false` where kernel, container runtime and file systems of the nodes support user namespaces.',

  subject: podWith({ spec: { hostUsers: false } }),
  fields: ['hostUsers'],
  violatedBy(view, { version }) {
    // On by default from 1.33 on; pods that share other namespaces of the node cannot have it.
    if (view.isWindows || sharesNode(view) || !atLeast(version, 1, 33)) return 'not_applicable';
    return view.spec.hostUsers !== false;
  },
  fix: { spec: { hostUsers: false } },

  examples: {
    violating: {
      'nothing is said': { spec: { hostUsers: undefined } },
      'null is as good as nothing': { spec: { hostUsers: null } },
      'it is true': { spec: { hostUsers: true } },
    },
    compliant: {
      'it is false': { spec: { hostUsers: false } },
    },
    notApplicable: {
      'the release does not offer it': onVersion('1.32', { spec: { hostUsers: undefined } }),
      'the pod is on the network of its node': { spec: { hostUsers: undefined, hostNetwork: true } },
      'the pod is one of Windows': { spec: { hostUsers: undefined, os: { name: 'windows' } } },
    },
  },
});

function sharesNode({ spec: { hostNetwork, hostPID, hostIPC } }: PodView): boolean {
  return hostNetwork === true || hostPID === true || hostIPC === true;
}
