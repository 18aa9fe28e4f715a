import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { pod } from '../subjects/pod.ts';
import { isWithin, normalisedHostPath, volumeOffences } from '../subjects/volume.ts';
import { quoted } from '../text.ts';
import { isSet } from '../subjects/field.ts';

/**
 * Directories whose content is the node: its configuration, programs, devices, and what the kubelet and the container
 * runtime keep for all pods.
 * `/sbin` and `/lib64` are under `/usr` on every current distribution, like the others beside them.
 */
const sensitive = [
  '/etc',
  '/root',
  '/boot',
  '/dev',
  '/proc',
  '/sys',
  '/usr',
  '/lib',
  '/lib64',
  '/bin',
  '/sbin',
  '/var/lib/kubelet',
  '/var/lib/etcd',
  '/var/lib/docker',
  '/var/lib/containerd',
  '/var/lib/containers',
  '/var/log',
  '/run',
];

export const podHostpathSensitive = defineCheck({
  id: 'pod-hostpath-sensitive',
  title: 'Pod mounts a sensitive path of its node',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'direct' },
  frameworks: {
    nsa: ['pod-security'],
    mitre: ['T1611'],
    microsoft: ['writable-hostpath', 'static-pods', 'clear-container-logs'],
  },
  because:
    'Configuration, programs, devices and sockets of the node, and the volumes and tokens of every other pod on it, are under these paths: reading them is enough to take over much, writing them to take over the node.',
  remedy:
    'Remove the volume, or mount the one file or directory that the program needs from a place outside the system.',
  paste: yaml`
    # The one file that the program needs, from a ConfigMap or a Secret in place of the node.
    spec:
      template:
        spec:
          volumes:
            - name: host
              hostPath: null
              configMap:
                name: app-settings
  `,

  subject: pod,
  fields: ['volumes.hostPath.path'],
  violatedBy: (view) => volumeOffences(view, objection),

  examples: {
    violating: {
      'the whole file system of the node is mounted': {
        spec: { volumes: [{ name: 'host', hostPath: { path: '/' } }] },
      },
      'a system directory is': { spec: { volumes: [{ name: 'host', hostPath: { path: '/etc' } }] } },
      'something under one is': { spec: { volumes: [{ name: 'host', hostPath: { path: '/etc/kubernetes/pki' } }] } },
      'a parent of one is': { spec: { volumes: [{ name: 'host', hostPath: { path: '/var' } }] } },
      'the files of every container are': {
        spec: { volumes: [{ name: 'host', hostPath: { path: '/var/lib/docker/overlay2' } }] },
      },
      '/var/run is another name of /run': { spec: { volumes: [{ name: 'host', hostPath: { path: '/var/run' } }] } },
      'slashes are doubled': { spec: { volumes: [{ name: 'host', hostPath: { path: '//etc///' } }] } },
      'the path goes up again': { spec: { volumes: [{ name: 'host', hostPath: { path: '/srv/../etc' } }] } },
    },
    compliant: {
      'the path is one of data': { spec: { volumes: [{ name: 'data', hostPath: { path: '/srv/data' } }] } },
      'the name only begins like one': { spec: { volumes: [{ name: 'data', hostPath: { path: '/etcetera' } }] } },
      'hostPath is null': { spec: { volumes: [{ name: 'data', hostPath: null, emptyDir: {} }] } },
      'there are no volumes': { spec: { volumes: undefined } },
      'the list is empty': { spec: { volumes: [] } },
    },
  },
});

function objection({ hostPath }: { readonly hostPath?: { readonly path?: string } }) {
  if (!isSet(hostPath)) return undefined;
  const path = normalisedHostPath(hostPath.path);
  if (path !== '/' && !sensitive.some((directory) => isWithin(path, directory) || isWithin(directory, path))) {
    return undefined;
  }
  return { field: 'hostPath.path', says: `is the system path ${quoted(hostPath.path)} of the node` };
}
