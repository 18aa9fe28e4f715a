import type { AdmissionRule } from './webhook.ts';
import { whole } from './whole.ts';

/** The parts of a ValidatingAdmissionPolicy that checks read. */
export interface AdmissionPolicyFields {
  readonly metadata?: { readonly name?: string };
  readonly spec?: {
    readonly matchConstraints?: { readonly resourceRules?: readonly AdmissionRule[] };
    readonly validations?: readonly { readonly expression?: string }[];
    readonly auditAnnotations?: readonly { readonly key?: string }[];
  };
}

/** ValidatingAdmissionPolicies. */
export const admissionPolicy = whole<AdmissionPolicyFields>('admission policy', ['ValidatingAdmissionPolicy'], {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name: 'replicas' },
  spec: {
    matchConstraints: {
      resourceRules: [{ apiGroups: ['apps'], apiVersions: ['v1'], resources: ['deployments'], operations: ['CREATE'] }],
    },
    auditAnnotations: [{ key: 'replicas' }],
  },
});

/** The parts of an APIService that checks read. */
export interface ApiServiceFields {
  readonly metadata?: { readonly name?: string };
  readonly spec?: {
    readonly insecureSkipTLSVerify?: boolean;
    readonly caBundle?: string;
    readonly service?: { readonly name?: string; readonly namespace?: string };
  };
}

/** APIs that the API server takes from another server. */
export const apiService = whole<ApiServiceFields>('API service', ['APIService'], {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: 'v1beta1.metrics.k8s.io' },
  spec: { caBundle: 'Y2E=', service: { namespace: 'kube-system', name: 'metrics-server' } },
});
