import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { entries } from '../subjects/field.ts';
import { whole } from '../subjects/whole.ts';

/** What tells where a Pod comes from. */
interface PodOrigin {
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly apiVersion: string; readonly kind: string; readonly name: string }[];
  };
}

const origin = whole<PodOrigin>('Pod', ['Pod'], {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'app-1',
    namespace: 'shop',
    ownerReferences: [{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', name: 'app' }],
  },
  spec: { containers: [{ name: 'app', image: 'registry.example/app:1.4.2' }] },
});

export const podNaked = defineCheck({
  id: 'pod-naked',
  title: 'Pod has nobody to bring it back',
  category: 'pod-security',
  risk: { impact: 'operations', ease: 'conditional' },
  optional: true,
  frameworks: {},
  because:
    'When its node fails or is drained the Pod is gone for good; and what was started by hand is in no manifest that anybody reviews.',
  remedy: 'Run it through a Deployment, a StatefulSet or a Job.',
  paste: yaml`
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: app
      namespace: shop
    spec:
      replicas: 2
      selector:
        matchLabels:
          app: app
      template:
        metadata:
          labels:
            app: app
        # The spec of the Pod as it is.
        spec:
          containers:
            - name: app
              image: registry.example/team/app:1.4.2
  `,

  subject: origin,
  fields: ['metadata.ownerReferences'],
  violatedBy({ metadata: { ownerReferences, annotations } }) {
    if (entries(ownerReferences).length > 0) return false;
    // The kubelet brings static pods back by itself.
    if (annotations?.['kubernetes.io/config.mirror'] !== undefined) return 'not_applicable';
    return { path: 'metadata.ownerReferences', message: 'ownerReferences is not set: no controller stands behind it' };
  },

  examples: {
    violating: {
      'nothing owns it': { metadata: { ownerReferences: undefined } },
      'the list is empty': { metadata: { ownerReferences: [] } },
    },
    compliant: {
      'something owns it': {},
    },
    notApplicable: {
      'the pod is the copy of a static one': {
        metadata: { ownerReferences: undefined, annotations: { 'kubernetes.io/config.mirror': 'a1b2' } },
      },
    },
  },
});
