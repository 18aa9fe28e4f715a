import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { pod } from '../subjects/pod.ts';
import { isWithin, normalisedHostPath, volumeOffences } from '../subjects/volume.ts';
import { quoted } from '../text.ts';
import { isSet } from '../subjects/field.ts';

const socketNames = new Set([
  'docker.sock',
  'containerd.sock',
  'crio.sock',
  'cri-dockerd.sock',
  'dockershim.sock',
  'podman.sock',
]);

/** Where runtimes keep their sockets; whoever mounts one of these, or a parent, has the socket too. */
const directories = ['/run/docker', '/run/containerd', '/run/crio', '/run/k3s/containerd'];

/** Named pipes of Windows runtimes, matched without regard to case. */
const pipes = new Set(['\\\\.\\pipe\\docker_engine', '\\\\.\\pipe\\containerd-containerd']);

export const podRuntimeSocket = defineCheck({
  id: 'pod-runtime-socket',
  title: 'Pod reaches the container runtime of its node',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'direct' },
  frameworks: { nsa: ['pod-security'], mitre: ['T1610', 'T1611', 'T1612'] },
  because:
    'Whoever speaks to the runtime starts containers with every right on the node and enters those of others; no admission policy sees it, and a read-only mount is no hindrance.',
  remedy: 'Remove the volume; read metrics from the kubelet, and build images without the runtime of the node.',
  paste: yaml`
    # The same volume without the socket, for a program that starts without it.
    spec:
      template:
        spec:
          volumes:
            - name: runtime
              hostPath: null
              emptyDir:
                sizeLimit: 64Mi
  `,

  subject: pod,
  fields: ['volumes.hostPath.path'],
  violatedBy: (view) => volumeOffences(view, objection),

  examples: {
    violating: {
      'the socket of Docker is mounted': {
        spec: { volumes: [{ name: 'runtime', hostPath: { path: '/var/run/docker.sock' } }] },
      },
      'the socket of containerd is': {
        spec: { volumes: [{ name: 'runtime', hostPath: { path: '/run/containerd/containerd.sock', type: 'Socket' } }] },
      },
      'the socket of k3s is': {
        spec: { volumes: [{ name: 'runtime', hostPath: { path: '/run/k3s/containerd/containerd.sock' } }] },
      },
      'a socket of that name lies elsewhere': {
        spec: {
          volumes: [{ name: 'runtime', hostPath: { path: '/var/snap/microk8s/common/run/containerd.sock' } }],
        },
      },
      'the socket by which kubelets before 1.24 used Docker is': {
        spec: { volumes: [{ name: 'runtime', hostPath: { path: '/var/run/dockershim.sock' } }] },
      },
      'the directory of the socket is': { spec: { volumes: [{ name: 'runtime', hostPath: { path: '/run/crio/' } }] } },
      'a parent of it is': { spec: { volumes: [{ name: 'runtime', hostPath: { path: '/var/run' } }] } },
      'the whole node is': { spec: { volumes: [{ name: 'host', hostPath: { path: '/' } }] } },
      'the pipe of containerd on Windows is': {
        spec: { volumes: [{ name: 'runtime', hostPath: { path: '\\\\.\\pipe\\containerd-containerd' } }] },
      },
    },
    compliant: {
      'another path of the node is mounted': { spec: { volumes: [{ name: 'data', hostPath: { path: '/srv/data' } }] } },
      'the name only resembles one': { spec: { volumes: [{ name: 'x', hostPath: { path: '/srv/docker.sock.md' } }] } },
      'hostPath is null': { spec: { volumes: [{ name: 'x', hostPath: null, emptyDir: {} }] } },
      'there are no volumes': { spec: { volumes: undefined } },
    },
  },
});

function objection({ hostPath }: { readonly hostPath?: { readonly path?: string } }) {
  if (!isSet(hostPath)) return undefined;
  const path = normalisedHostPath(hostPath.path);
  const reaches =
    socketNames.has(path.slice(path.lastIndexOf('/') + 1)) ||
    directories.some((directory) => isWithin(directory, path)) ||
    (typeof hostPath.path === 'string' && pipes.has(hostPath.path.slice(0, 64).toLowerCase()));
  if (!reaches) return undefined;
  return { field: 'hostPath.path', says: `gives the container runtime through ${quoted(hostPath.path)}` };
}
