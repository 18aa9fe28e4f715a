import type { ControlPlaneFields } from '../../model/control-plane.ts';
import { fileKinds } from '../../model/file-kinds.ts';
import type { KindName } from '../../model/kinds.ts';
import type { Subject } from '../define.ts';
import { patched, type Manifest } from '../patch.ts';
import type { Whole } from './whole.ts';

type Fields = Omit<ControlPlaneFields, 'metadata'> & {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly uid?: string };
};

/** Kinds that were served under versions that ended, and the control plane, which counts who still asks for such. */
const versioned: readonly KindName[] = [
  'ControlPlane',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'NetworkPolicy',
  'Ingress',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'StorageClass',
  'PodDisruptionBudget',
  'HorizontalPodAutoscaler',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'APIService',
  ...(Object.keys(fileKinds) as (keyof typeof fileKinds)[]),
];

const sound: Manifest = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'shop', namespace: 'shop' },
};

/** Objects by the version of the API in which they are written. */
export const apiVersion: Subject<Whole<Fields>, Fields> = {
  name: 'version of an API',
  kinds: versioned,
  of: ({ object }) => [object],
  manifest: (patch) => patched<Fields>(sound, patch) as Manifest,
  locate: (object) => ({ path: '', value: object }),
  at: ({ object }) => object,
  wrap: () => undefined,
};
