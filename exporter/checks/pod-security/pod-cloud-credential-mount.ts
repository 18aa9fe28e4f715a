import type { Volume } from '../../model/pod.ts';
import { defineCheck } from '../define.ts';
import { stream, yaml } from '../paste.ts';
import { workloadIdentity } from '../snippets/workload-identity.ts';
import { isSet } from '../subjects/field.ts';
import { pod } from '../subjects/pod.ts';
import { isWithin, normalisedHostPath, volumeOffences } from '../subjects/volume.ts';
import { quoted } from '../text.ts';

/** Folders in which the tools of clouds keep credentials, in whose home ever they stand. */
const folders = ['.aws', '.azure', '.config/gcloud', '.oci', '.aliyun'];

/** Where providers put the credentials of a node, or tokens that a cloud takes; normalised like paths of volumes. */
const places = [
  '/etc/kubernetes/azure.json',
  '/etc/kubernetes/cloud-config',
  '/etc/kubernetes/cloud.conf',
  '/etc/kubernetes/gce.conf',
  '/run/secrets/azure/tokens',
  '/run/secrets/eks.amazonaws.com',
  '/var/lib/waagent',
  '/c:/k/azure.json',
];

export const podCloudCredentialMount = defineCheck({
  id: 'pod-cloud-credential-mount',
  title: 'Pod mounts credentials of the cloud from its node',
  category: 'pod-security',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { microsoft: ['cloud-resources', 'mount-service-principal'], mitre: ['T1552.001'] },
  because:
    'With what is kept there a program acts in the cloud account as the node or as its administrator: machines, disks and networks of the cluster are in its hands.',
  remedy: 'Remove the volume and give the pod an identity of its own through workload identity.',
  paste: stream(
    workloadIdentity,
    yaml`
      spec:
        template:
          spec:
            containers:
              - name: app
                volumeMounts:
                  - mountPath: /root/.aws
                    $patch: delete
            volumes:
              - name: aws
                $patch: delete
    `,
  ),

  subject: pod,
  fields: ['volumes.hostPath.path'],
  violatedBy: (view) => volumeOffences(view, objection),

  examples: {
    violating: {
      'the folder of the AWS tools is mounted': {
        spec: { volumes: [{ name: 'aws', hostPath: { path: '/root/.aws' } }] },
      },
      'a file in it is': {
        spec: { volumes: [{ name: 'aws', hostPath: { path: '/home/ec2-user/.aws/credentials', type: 'File' } }] },
      },
      'it is in the root': { spec: { volumes: [{ name: 'azure', hostPath: { path: '/.azure' } }] } },
      'the folder of the Google tools is': {
        spec: { volumes: [{ name: 'gcp', hostPath: { path: '/root/.config/gcloud/' } }] },
      },
      'the service principal of an AKS node is': {
        spec: { volumes: [{ name: 'azure', hostPath: { path: '/etc/kubernetes/azure.json' } }] },
      },
      'that of a Windows node is': {
        spec: { volumes: [{ name: 'azure', hostPath: { path: 'C:\\k\\azure.json' } }] },
      },
      'tokens for the cloud are': {
        spec: { volumes: [{ name: 'token', hostPath: { path: '/var/run/secrets/eks.amazonaws.com/serviceaccount' } }] },
      },
      'slashes and dots do not hide it': {
        spec: { volumes: [{ name: 'aws', hostPath: { path: '/srv/..//root/./.aws' } }] },
      },
    },
    compliant: {
      'the path is another one': { spec: { volumes: [{ name: 'data', hostPath: { path: '/srv/data' } }] } },
      'the name only begins like one': { spec: { volumes: [{ name: 'data', hostPath: { path: '/srv/.aws-cache' } }] } },
      'the file lies beside it': {
        spec: { volumes: [{ name: 'data', hostPath: { path: '/etc/kubernetes/azure.json.bak' } }] },
      },
      'another folder of settings is meant': {
        spec: { volumes: [{ name: 'data', hostPath: { path: '/root/.config/app' } }] },
      },
      'the credentials come from a Secret': {
        spec: { volumes: [{ name: 'aws', secret: { secretName: 'aws' } }] },
      },
      'hostPath is null': { spec: { volumes: [{ name: 'data', hostPath: null, emptyDir: {} }] } },
      'there are no volumes': {},
    },
  },
});

function objection({ hostPath }: Volume) {
  if (!isSet(hostPath)) return undefined;
  const path = normalisedHostPath(typeof hostPath.path === 'string' ? hostPath.path.replaceAll('\\', '/') : '');
  if (!holdsCredentials(path)) return undefined;
  return {
    field: 'hostPath.path',
    says: `is ${quoted(hostPath.path)} of the node, where credentials of the cloud are`,
  };
}

function holdsCredentials(path: string): boolean {
  const inside = `${path}/`;
  if (folders.some((folder) => inside.includes(`/${folder}/`))) return true;
  // Windows does not tell upper from lower case.
  const comparable = path.startsWith('/C:') ? path.toLowerCase() : path;
  return places.some((place) => isWithin(comparable, place));
}
