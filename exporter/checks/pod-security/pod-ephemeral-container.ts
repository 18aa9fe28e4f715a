import { defineCheck } from '../define.ts';
import { containerWith } from '../subjects/pod.ts';
import { runningPod } from '../subjects/running-pod.ts';
import type { Offence } from '../../model/verdict.ts';
import { quoted } from '../text.ts';

export const podEphemeralContainer = defineCheck({
  id: 'pod-ephemeral-container',
  title: 'Pod still holds a debugging container',
  category: 'pod-security',
  risk: { impact: 'workload', ease: 'contributing' },
  frameworks: { microsoft: ['exec-into-container'], mitre: ['T1609'] },
  because:
    'Somebody added a container to a running pod, with tools that its image leaves out and in no manifest: what was done there nobody reviewed, and it cannot be taken out again.',
  remedy: 'Find out who added it, then delete the Pod: its successor comes without.',

  subject: runningPod,
  fields: ['ephemeralContainers'],
  violatedBy(view) {
    if (view.containers.at(-1)?.role !== 'ephemeralContainers') return false;
    const offences: Offence[] = [];
    for (const { role, path, name, container } of view.containers) {
      if (role !== 'ephemeralContainers') continue;
      offences.push({
        path,
        container: name,
        message: `container ${quoted(name)} was added to the running pod, with the image ${quoted(container.image)}`,
      });
    }
    return offences;
  },

  examples: {
    violating: {
      'a container was added': { spec: { ephemeralContainers: [containerWith({ name: 'debugger' })] } },
      'two were': {
        spec: {
          initContainers: [containerWith({ name: 'prepare' })],
          ephemeralContainers: [containerWith({ name: 'debugger' }), containerWith({ name: 'debugger-2' })],
        },
      },
    },
    compliant: {
      'none was added': {},
      'the list is empty': { spec: { ephemeralContainers: [] } },
      'the list is null': { spec: { ephemeralContainers: null } },
      'a container of that name is part of the pod': { spec: { containers: [containerWith({ name: 'debugger' })] } },
    },
  },
});
