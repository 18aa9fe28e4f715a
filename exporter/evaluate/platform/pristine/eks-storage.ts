import type { Manifest } from '../../../checks/patch.ts';
import { granted, grantedIn } from './access.ts';
import { account, storageClass } from './objects.ts';
import { everyNode, privileged, workload, type Part } from './workload.ts';

const registry = '602401143452.dkr.ecr.eu-west-1.amazonaws.com';
const kubeletPaths = ['/var/lib/kubelet', '/var/lib/kubelet/plugins_registry/', '/dev'];
const confined = { securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true } };
const asUser = { securityContext: { runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 } };

const sidecar = (name: string, image: string): Part => ({
  name,
  image: `${registry}/eks/${image}`,
  requests: '10m/40Mi',
  limits: '-/256Mi',
  also: confined,
});
const sidecars: readonly Part[] = [
  sidecar('node-driver-registrar', 'csi-node-driver-registrar:v2.15.0-eksbuild.4'),
  sidecar('liveness-probe', 'livenessprobe:v2.17.0-eksbuild.4'),
];
const provisioning = ['provisioner', 'attacher', 'snapshotter', 'resizer'].map((name) =>
  sidecar(`csi-${name}`, `csi-${name}:v6.0.0-eksbuild.2`),
);

const disks: readonly Manifest[] = [
  account('ebs-csi-node-sa'),
  workload({
    name: 'ebs-csi-node',
    account: 'ebs-csi-node-sa',
    labels: { app: 'ebs-csi-node' },
    spec: { ...everyNode, securityContext: { runAsNonRoot: false, runAsUser: 0, runAsGroup: 0, fsGroup: 0 } },
    containers: [
      {
        name: 'ebs-plugin',
        image: `${registry}/eks/aws-ebs-csi-driver:v1.53.0`,
        requests: '10m/40Mi',
        limits: '-/256Mi',
        probes: 'liveness',
        ports: [9808],
        also: { securityContext: { privileged: true, readOnlyRootFilesystem: true } },
      },
      ...sidecars,
    ],
    hostPaths: [...kubeletPaths, '/var/lib/kubelet/plugins/ebs.csi.aws.com/'],
  }),
  account('ebs-csi-controller-sa'),
  workload({
    kind: 'Deployment',
    name: 'ebs-csi-controller',
    account: 'ebs-csi-controller-sa',
    labels: { app: 'ebs-csi-controller' },
    spec: {
      ...asUser,
      priorityClassName: 'system-cluster-critical',
      tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }],
    },
    containers: [
      {
        name: 'ebs-plugin',
        image: `${registry}/eks/aws-ebs-csi-driver:v1.53.0`,
        requests: '10m/40Mi',
        limits: '-/256Mi',
        probes: 'both',
        ports: [9808],
        also: {
          ...confined,
          env: [
            {
              name: 'AWS_ACCESS_KEY_ID',
              valueFrom: { secretKeyRef: { name: 'aws-secret', key: 'key_id', optional: true } },
            },
            {
              name: 'AWS_SECRET_ACCESS_KEY',
              valueFrom: { secretKeyRef: { name: 'aws-secret', key: 'access_key', optional: true } },
            },
          ],
        },
      },
      ...provisioning,
    ],
  }),
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'ebs-csi-controller', namespace: 'kube-system' },
    spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'ebs-csi-controller' } } },
  },
  ...granted(
    'ebs-csi-node-role',
    'ServiceAccount/kube-system/ebs-csi-node-sa',
    'get+patch :nodes',
    'get+list storage.k8s.io:volumeattachments',
    'get+list+watch storage.k8s.io:csinodes',
  ),
  ...granted(
    'ebs-external-attacher-role',
    'ServiceAccount/kube-system/ebs-csi-controller-sa',
    'get+list+watch+patch :persistentvolumes',
    'get+list+watch storage.k8s.io:csinodes',
    'get+list+watch+patch storage.k8s.io:volumeattachments',
    'patch storage.k8s.io:volumeattachments/status',
  ),
  ...granted(
    'ebs-external-provisioner-role',
    'ServiceAccount/kube-system/ebs-csi-controller-sa',
    'get+list+watch+create+patch+delete :persistentvolumes',
    'get+list+watch+update :persistentvolumeclaims',
    'get+list+watch storage.k8s.io:storageclasses',
    'list+watch+create+update+patch :events',
    'get+list snapshot.storage.k8s.io:volumesnapshots+volumesnapshotcontents',
    'get+list+watch storage.k8s.io:csinodes',
    'get+list+watch :nodes',
    'get+list+watch storage.k8s.io:volumeattachments',
  ),
  ...granted(
    'ebs-external-resizer-role',
    'ServiceAccount/kube-system/ebs-csi-controller-sa',
    'get+list+watch+patch :persistentvolumes',
    'get+list+watch :persistentvolumeclaims',
    'patch :persistentvolumeclaims/status',
    'list+watch+create+update+patch :events',
    'get+list+watch :pods',
  ),
  ...granted(
    'ebs-external-snapshotter-role',
    'ServiceAccount/kube-system/ebs-csi-controller-sa',
    'list+watch+create+update+patch :events',
    'get+list+watch+update+patch snapshot.storage.k8s.io:volumesnapshotcontents',
    'update+patch snapshot.storage.k8s.io:volumesnapshotcontents/status',
  ),
  ...grantedIn(
    'kube-system',
    'ebs-csi-leases-role',
    'ServiceAccount/kube-system/ebs-csi-controller-sa',
    'get+watch+list+delete+update+create coordination.k8s.io:leases',
  ),
  storageClass('gp2', 'kubernetes.io/aws-ebs', { fsType: 'ext4', type: 'gp2' }),
];

const files: readonly Manifest[] = [
  account('efs-csi-node-sa'),
  account('efs-csi-controller-sa'),
  workload({
    name: 'efs-csi-node',
    account: 'efs-csi-node-sa',
    labels: { app: 'efs-csi-node' },
    hostNetwork: true,
    spec: { ...everyNode, securityContext: { runAsNonRoot: false, runAsUser: 0, runAsGroup: 0, fsGroup: 0 } },
    containers: [
      {
        name: 'efs-plugin',
        image: `${registry}/eks/aws-efs-csi-driver:v2.1.15`,
        probes: 'liveness',
        ports: [9809],
        also: privileged,
      },
      ...sidecars,
    ],
    hostPaths: [...kubeletPaths, '/var/lib/kubelet/plugins/efs.csi.aws.com/', '/var/run/efs', '/var/amazon/efs'],
  }),
  workload({
    kind: 'Deployment',
    name: 'efs-csi-controller',
    account: 'efs-csi-controller-sa',
    labels: { app: 'efs-csi-controller' },
    hostNetwork: true,
    containers: [
      { name: 'efs-plugin', image: `${registry}/eks/aws-efs-csi-driver:v2.1.15`, ports: [9909], also: privileged },
      ...provisioning.slice(0, 1),
    ],
  }),
];

/** The drivers of EBS and EFS with their rights, and the StorageClass that EKS makes. */
export const eksStorage: readonly Manifest[] = [...disks, ...files];
