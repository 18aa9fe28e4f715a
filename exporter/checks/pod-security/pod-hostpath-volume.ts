import { defineCheck } from '../define.ts';
import { podVolume } from '../snippets/pod-volume.ts';
import { pod } from '../subjects/pod.ts';
import { volumeOffences } from '../subjects/volume.ts';
import { quoted } from '../text.ts';
import { isSet } from '../subjects/field.ts';

export const podHostpathVolume = defineCheck({
  id: 'pod-hostpath-volume',
  title: 'Pod mounts a path of its node',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'conditional' },
  frameworks: { cis: ['5.2.11'], pss: ['baseline'], nsa: ['pod-security'], mitre: ['T1611'] },
  because:
    'What a pod can read or write on the file system of its node it can use to reach other pods, credentials of the node and finally the node itself.',
  remedy: 'Use a volume that belongs to the pod: an emptyDir, a claim, a ConfigMap, a Secret or a CSI volume.',
  paste: podVolume,

  subject: pod,
  fields: ['volumes.hostPath'],
  violatedBy: (view) => volumeOffences(view, objection),

  examples: {
    violating: {
      'a volume is a path of the node': { spec: { volumes: [{ name: 'data', hostPath: { path: '/srv/data' } }] } },
      'the mount is read-only': {
        spec: { volumes: [{ name: 'data', hostPath: { path: '/srv/data', type: 'Directory' } }] },
      },
      'one volume of several is': {
        spec: {
          volumes: [
            { name: 'tmp', emptyDir: {} },
            { name: 'data', hostPath: { path: '/srv/data' } },
          ],
        },
      },
    },
    compliant: {
      'the volume belongs to the pod': { spec: { volumes: [{ name: 'tmp', emptyDir: {} }] } },
      'hostPath is null': { spec: { volumes: [{ name: 'tmp', hostPath: null, emptyDir: {} }] } },
      'there are no volumes': { spec: { volumes: undefined } },
      'the list is empty': { spec: { volumes: [] } },
    },
  },
});

function objection({ hostPath }: { readonly hostPath?: { readonly path?: string } }) {
  return !isSet(hostPath) ? undefined : { field: 'hostPath', says: `is the path ${quoted(hostPath.path)} of the node` };
}
