import type { Manifest } from '../patch.ts';

/** A rule of admission that is asked when pods are made. */
export const podRule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] };
/** A namespace for which the policy controller of Sigstore is asked. */
export const included = { metadata: { labels: { 'policy.sigstore.dev/include': 'true' } } };

/** A policy of Kyverno with one entry that verifies signatures, with changes. */
export function kyverno(entry: object, resources: object = {}, exclude?: object, spec: object = {}): Manifest {
  return {
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { name: 'verify' },
    spec: {
      ...spec,
      rules: [
        {
          match: { any: [{ resources: { kinds: ['Pod'], ...resources } }] },
          exclude,
          verifyImages: [
            {
              imageReferences: ['registry.example/*'],
              attestors: [{ entries: [{ keys: { publicKeys: 'key' } }] }],
              failureAction: 'Enforce',
              ...entry,
            },
          ],
        },
      ],
    },
  };
}

/** An ImageValidatingPolicy of Kyverno, with changes of its spec. */
export function imageValidating(spec: object): Manifest {
  return {
    apiVersion: 'policies.kyverno.io/v1alpha1',
    kind: 'ImageValidatingPolicy',
    metadata: { name: 'verify' },
    spec: {
      matchConstraints: { resourceRules: [podRule] },
      matchImageReferences: [{ glob: 'registry.example/*' }],
      attestors: [{ name: 'cosign', cosign: { key: { data: 'key' } } }],
      ...spec,
    },
  };
}

/** A ClusterImagePolicy of Sigstore. */
export function clusterImagePolicy(
  authorities: readonly object[] = [{ keyless: { url: 'https://fulcio.example' } }],
): Manifest {
  return {
    apiVersion: 'policy.sigstore.dev/v1beta1',
    kind: 'ClusterImagePolicy',
    metadata: { name: 'verify' },
    spec: { images: [{ glob: 'registry.example/**' }], authorities },
  };
}

/** The webhook of Sigstore's policy controller, which asks for labelled namespaces. */
export function sigstoreWebhook(): Manifest {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'policy.sigstore.dev' },
    webhooks: [
      {
        name: 'policy.sigstore.dev',
        namespaceSelector: {
          matchExpressions: [{ key: 'policy.sigstore.dev/include', operator: 'In', values: ['true'] }],
        },
        rules: [podRule],
      },
    ],
  };
}

/** A webhook that a Service answers when pods are made. */
export function webhook(name: string, service: string): Manifest {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name },
    webhooks: [{ name: `${service}.example.svc`, clientConfig: { service: { name: service } }, rules: [podRule] }],
  };
}
