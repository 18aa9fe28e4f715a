import { records } from '../../model/record.ts';
import type { KindName } from '../../model/kinds.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given, type Manifest } from '../patch.ts';
import { systemNamespaces } from '../parameters.ts';
import { cluster, usedNamespaces } from '../subjects/cluster.ts';
import { usedNamespace } from '../subjects/namespace.ts';
import { podMakers } from '../subjects/selection.ts';

/** Objects that say where a secret is fetched from, of External Secrets, the Secrets Store CSI driver and Vault. */
const fetchers = ['ExternalSecret', 'SecretProviderClass', 'VaultStaticSecret'] as const satisfies readonly KindName[];

/** Webhooks that bring secrets into pods: the Vault agent and the Bank-Vaults webhook. */
const injectors = /^(?:vault\.hashicorp\.com|pods\.vault-secrets-webhook\.admission\.banzaicloud\.com)$/;

const injector = (name: string): Manifest => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'MutatingWebhookConfiguration',
  metadata: { name: 'injector' },
  webhooks: [{ name }],
});

export const secretExternalStore = defineCheck({
  id: 'secret-external-store',
  title: 'Secrets come from no external store',
  category: 'secrets',
  optional: true,
  risk: { impact: 'operations', ease: 'contributing' },
  frameworks: {},
  because:
    'A store outside the cluster rotates secrets, records who read them and revokes them in one place; Secrets of Kubernetes alone do none of that.',
  remedy:
    'Decide whether the secrets are worth it, then fetch them with the External Secrets operator, the Secrets Store CSI driver or an agent of the store.',
  paste: yaml`
    # The External Secrets operator makes the Secret from the store and keeps it current.
    apiVersion: external-secrets.io/v1
    kind: ExternalSecret
    metadata:
      name: database
      namespace: shop
    spec:
      refreshInterval: 1h
      secretStoreRef:
        kind: SecretStore
        name: vault
      target:
        name: database
        creationPolicy: Owner
      data:
        - secretKey: password
          remoteRef:
            key: shop/database
            property: password
  `,

  subject: cluster,
  fields: ['metadata.name'],
  reads: [...podMakers, ...fetchers, 'MutatingWebhookConfiguration'],
  parameters: { systemNamespaces },
  violatedBy(_candidate, world, settings) {
    if (usedNamespaces(world, settings.systemNamespaces).length === 0) return 'not_applicable';
    for (const kind of fetchers) if (world.any(kind)) return false;
    for (const { webhooks } of world.list('MutatingWebhookConfiguration')) {
      if (records(webhooks).some(({ name }) => typeof name === 'string' && injectors.test(name))) return false;
    }
    return { path: 'metadata.name', message: 'nothing in the cluster fetches secrets from an external store' };
  },

  examples: {
    violating: {
      'nothing fetches secrets': given({}, ...usedNamespace()),
      'a webhook does something else': given({}, ...usedNamespace(), injector('sidecar-injector.istio.io')),
    },
    compliant: {
      'External Secrets does': given({}, ...usedNamespace(), {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ExternalSecret',
        metadata: { name: 'db', namespace: 'shop' },
      }),
      'the CSI driver does': given({}, ...usedNamespace(), {
        apiVersion: 'secrets-store.csi.x-k8s.io/v1',
        kind: 'SecretProviderClass',
        metadata: { name: 'db', namespace: 'shop' },
      }),
      'the operator of Vault does': given({}, ...usedNamespace(), {
        apiVersion: 'secrets.hashicorp.com/v1beta1',
        kind: 'VaultStaticSecret',
        metadata: { name: 'db', namespace: 'shop' },
      }),
      'the agent of Vault does': given({}, ...usedNamespace(), injector('vault.hashicorp.com')),
    },
    notApplicable: {
      'nothing runs in it': {},
      'another namespace stands for no cluster': { metadata: { name: 'shop' } },
    },
  },
});
