import type { KindName } from '../../model/kinds.ts';
import { defineCheck, type Subject } from '../define.ts';
import { words } from '../parameters.ts';
import { yaml } from '../paste.ts';
import { setTo, type Manifest } from '../patch.ts';
import { podMakers } from '../subjects/selection.ts';
import { whole, type Whole } from '../subjects/whole.ts';

/** The parts of an object that this check reads. */
interface Homed {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
}

const kinds = [
  ...podMakers,
  'Service',
  'Ingress',
  'ConfigMap',
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'PersistentVolumeClaim',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'HorizontalPodAutoscaler',
  'ResourceQuota',
  'LimitRange',
] as const satisfies readonly KindName[];

const sound: Manifest & Homed = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'app', namespace: 'shop' } };

/** Objects that people make in a namespace; a Service in examples, of any of the kinds elsewhere. */
const homed: Subject<Whole<Homed>, Homed> = {
  ...whole<Homed>('object in a namespace', kinds, sound),
  // A namespace cannot be changed, only made anew.
  wrap: () => undefined,
};

const inDefault = (kind: string, name: string, apiVersion = 'v1'): Homed =>
  ({ apiVersion, kind, metadata: { name, namespace: 'default' } }) as Homed;

export const nsDefaultUsed = defineCheck({
  id: 'ns-default-used',
  title: 'Object stands in the namespace default',
  category: 'namespaces',
  risk: { impact: 'workload', ease: 'contributing' },
  frameworks: { cis: ['5.6.4'], nsa: ['namespaces'] },
  because:
    'What nobody gave a place ends up here together: rights, quotas and network policies for one of them hold for all, and `kubectl` without a namespace hits them by accident.',
  remedy: 'Make the object anew in a namespace of its application, and delete this one.',
  paste: yaml`
    # kustomization.yaml beside the manifests: it makes them anew in the namespace.
    apiVersion: kustomize.config.k8s.io/v1beta1
    kind: Kustomization
    namespace: shop
    resources:
      - namespace.yaml
      - app.yaml
  `,

  subject: homed,
  fields: ['metadata.namespace'],
  parameters: {
    platform: words(
      [
        'Service/kubernetes',
        'Service/openshift',
        'ServiceAccount/default',
        'ServiceAccount/builder',
        'ServiceAccount/deployer',
        'ConfigMap/kube-root-ca.crt',
        'ConfigMap/openshift-service-ca.crt',
        'ConfigMap/istio-ca-root-cert',
        'RoleBinding/system:deployers',
        'RoleBinding/system:image-builders',
        'RoleBinding/system:image-pullers',
      ],
      'Objects that the platform puts there, as kind/name: nobody else can have the name.',
    ),
  },
  violatedBy({ kind, metadata: { name, namespace } }, _world, settings) {
    if (namespace !== 'default') return false;
    if (settings.platform.includes(`${kind}/${name}`)) return 'not_applicable';
    return true;
  },

  examples: {
    violating: {
      'a Service does': inDefault('Service', 'app'),
      'a Pod does': inDefault('Pod', 'app'),
      'a ConfigMap does': inDefault('ConfigMap', 'settings'),
      'a service account does': inDefault('ServiceAccount', 'app'),
      'a Role does': inDefault('Role', 'reader', 'rbac.authorization.k8s.io/v1'),
      'a binding does': inDefault('RoleBinding', 'readers', 'rbac.authorization.k8s.io/v1'),
      'a claim of storage does': inDefault('PersistentVolumeClaim', 'data'),
      'a network policy does': inDefault('NetworkPolicy', 'deny', 'networking.k8s.io/v1'),
      'a budget for disruptions does': inDefault('PodDisruptionBudget', 'app', 'policy/v1'),
      'an autoscaler does': inDefault('HorizontalPodAutoscaler', 'app', 'autoscaling/v2'),
      'a quota does': inDefault('ResourceQuota', 'compute'),
      'a range of limits does': inDefault('LimitRange', 'defaults'),
      'no namespace is named': { metadata: { namespace: undefined } },
      'labels of the platform prove nothing': {
        metadata: { name: 'app', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
      } as Homed,
      'the name is that of another kind': inDefault('Service', 'default'),
    },
    compliant: { 'it stands in another namespace': {} },
    notApplicable: {
      'it is the Service of the API server': inDefault('Service', 'kubernetes'),
      'it is the default service account': inDefault('ServiceAccount', 'default'),
      'it holds the certificate of the cluster': inDefault('ConfigMap', 'kube-root-ca.crt'),
      'policy says that the platform put it there': setTo(
        { platform: ['Service/node-local'] },
        inDefault('Service', 'node-local'),
      ),
    },
  },
});
