import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { containerWith, pod } from '../subjects/pod.ts';
import type { ContainerView, PodView } from '../subjects/pod-view.ts';
import { hasHostPath } from '../subjects/volume.ts';
import { quoted, word } from '../text.ts';
import { entries, isSet } from '../subjects/field.ts';

export const podHostpathWritable = defineCheck({
  id: 'pod-hostpath-writable',
  title: 'Container can write to a path of its node',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'conditional' },
  frameworks: { nsa: ['pod-security'], mitre: ['T1611'], microsoft: ['writable-hostpath'] },
  because:
    'What is written to the node stays there when the pod is gone: a program, a scheduled job or a key placed there outlives every clean-up of the cluster.',
  remedy: 'Mount the volume with `readOnly: true`, or keep what the program writes in a volume of the pod.',
  paste: yaml`
    spec:
      template:
        spec:
          containers:
            - name: app
              volumeMounts:
                - name: data
                  mountPath: /data
                  readOnly: true
  `,

  subject: pod,
  fields: ['containers.volumeMounts.readOnly', 'volumes.hostPath'],
  violatedBy: (view) => (hasHostPath(view) ? writableMounts(view) : false),

  examples: {
    violating: {
      'the mount does not say readOnly': {
        spec: {
          volumes: [{ name: 'data', hostPath: { path: '/srv/data' } }],
          containers: [containerWith({ volumeMounts: [{ name: 'data', mountPath: '/data' }] })],
        },
      },
      'readOnly is false': {
        spec: {
          volumes: [{ name: 'data', hostPath: { path: '/srv/data' } }],
          containers: [containerWith({ volumeMounts: [{ name: 'data', mountPath: '/data', readOnly: false }] })],
        },
      },
      'an init container may write': {
        spec: {
          volumes: [{ name: 'data', hostPath: { path: '/srv/data' } }],
          initContainers: [containerWith({ name: 'prepare', volumeMounts: [{ name: 'data', mountPath: '/data' }] })],
        },
      },
      'one mount of two may write': {
        spec: {
          volumes: [{ name: 'data', hostPath: { path: '/srv/data' } }],
          containers: [
            containerWith({
              volumeMounts: [
                { name: 'data', mountPath: '/in', readOnly: true },
                { name: 'data', mountPath: '/out' },
              ],
            }),
          ],
        },
      },
      'the volume is used as a device': {
        spec: {
          volumes: [{ name: 'disk', hostPath: { path: '/dev/sdb', type: 'BlockDevice' } }],
          containers: [containerWith({ volumeDevices: [{ name: 'disk', devicePath: '/dev/xvda' }] })],
        },
      },
    },
    compliant: {
      'the mount is read-only': {
        spec: {
          volumes: [{ name: 'data', hostPath: { path: '/srv/data' } }],
          containers: [containerWith({ volumeMounts: [{ name: 'data', mountPath: '/data', readOnly: true }] })],
        },
      },
      'no container mounts it': { spec: { volumes: [{ name: 'data', hostPath: { path: '/srv/data' } }] } },
      'what is written belongs to the pod': {
        spec: {
          volumes: [{ name: 'tmp', emptyDir: {} }],
          containers: [containerWith({ volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }] })],
        },
      },
      'there are no volumes': { spec: { volumes: undefined } },
    },
  },
});

function writableMounts(pod: PodView): readonly Offence[] | false {
  const paths = new Map<unknown, unknown>();
  for (const volume of pod.volumes) if (isSet(volume?.hostPath)) paths.set(volume.name, volume.hostPath.path);
  const offences: Offence[] = [];
  for (const view of pod.containers) {
    entries(view.container.volumeMounts).forEach((mount, index) => {
      if (!isSet(mount) || mount.readOnly === true || !paths.has(mount.name)) return;
      offences.push(offence(view, `volumeMounts[${index}].readOnly`, mount.mountPath, paths.get(mount.name)));
    });
    entries(view.container.volumeDevices).forEach((device, index) => {
      if (!isSet(device) || !paths.has(device.name)) return;
      offences.push(offence(view, `volumeDevices[${index}]`, device.devicePath, paths.get(device.name)));
    });
  }
  return offences.length > 0 ? offences : false;
}

function offence(view: ContainerView, field: string, target: unknown, path: unknown): Offence {
  return {
    path: `${view.path}.${field}`,
    container: view.name,
    part: `${view.name}/volumeMounts/${word(target)}`,
    message: `container ${quoted(view.name)}: ${quoted(path)} of the node can be written at ${quoted(target)}`,
  };
}
