import { yaml } from '../paste.ts';
import { allowing, asRole, boundIn, boundInCluster } from '../subjects/role-examples.ts';
import { anyName } from '../subjects/rights.ts';
import { defineRoleCheck } from '../subjects/role-check.ts';

const group = 'admissionregistration.k8s.io';

export const rbacWebhooksWrite = defineRoleCheck({
  id: 'rbac-webhooks-write',
  title: 'Role lets its holders change what admission does',
  risk: { impact: 'cluster', ease: 'direct' },
  frameworks: {
    cis: ['5.1.12'],
    nsa: ['authorization', 'admission-control'],
    mitre: ['T1562.001'],
    microsoft: ['malicious-admission-controller'],
  },
  because:
    'A webhook reads every object on its way in, Secrets included, and a mutating one, or a mutating policy, puts a container of its choice into every pod. Deleting or loosening one switches a guard off for the whole cluster.',
  remedy:
    'Leave these objects to the pipeline. An operator that only renews its certificate can have it injected by a controller of the platform instead.',
  paste: yaml`
    # cert-manager renews caBundle of a webhook with this annotation, so that its operator need not write it.
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingWebhookConfiguration
    metadata:
      name: shop
      annotations:
        cert-manager.io/inject-ca-from: shop/webhook
    webhooks:
      - name: orders.shop.example
        admissionReviewVersions: [v1]
        sideEffects: None
        failurePolicy: Fail
        timeoutSeconds: 5
        clientConfig:
          service:
            name: webhook
            namespace: shop
        rules:
          - apiGroups: [shop.example]
            apiVersions: ['*']
            operations: [CREATE, UPDATE]
            resources: [orders]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata:
      name: shop-operator
    rules:
      - apiGroups: [admissionregistration.k8s.io]
        resources: [validatingwebhookconfigurations]
        verbs: [get, list, watch]
  `,

  rights: [
    // Names do not help here: one webhook can be pointed at every object of the cluster.
    {
      group,
      resources: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations', 'mutatingadmissionpolicies'],
      verbs: ['update', 'patch'],
      clusterScoped: true,
      named: anyName,
    },
    {
      group,
      resources: [
        'mutatingwebhookconfigurations',
        'validatingwebhookconfigurations',
        'mutatingadmissionpolicies',
        'mutatingadmissionpolicybindings',
        'validatingadmissionpolicies',
        'validatingadmissionpolicybindings',
      ],
      verbs: ['create', 'update', 'patch', 'delete', 'deletecollection'],
      clusterScoped: true,
    },
  ],

  examples: {
    violating: {
      'mutating webhooks may be created': allowing(group, 'mutatingwebhookconfigurations', 'create'),
      'mutating webhooks may be updated': allowing(group, 'mutatingwebhookconfigurations', 'update'),
      'validating webhooks may be patched': allowing(group, 'validatingwebhookconfigurations', 'patch'),
      'validating webhooks may be deleted': allowing(group, 'validatingwebhookconfigurations', 'delete'),
      'all may be deleted at once': allowing(group, 'validatingwebhookconfigurations', 'deletecollection'),
      'policies may be written': allowing(group, 'validatingadmissionpolicies', 'update'),
      'policies may be unbound': allowing(group, 'validatingadmissionpolicybindings', 'delete'),
      'policies that mutate may be created': allowing(group, 'mutatingadmissionpolicies', 'create'),
      'policies that mutate may be bound': allowing(group, 'mutatingadmissionpolicybindings', 'create'),
      'one webhook is enough': allowing(group, 'mutatingwebhookconfigurations', 'update', 'shop-defaults'),
      'it is bound in the cluster': boundInCluster(allowing(group, 'mutatingwebhookconfigurations', 'patch')),
      'every resource of the group includes it': allowing(group, '*', '*'),
    },
    compliant: {
      'they may be read': allowing(
        group,
        'mutatingwebhookconfigurations validatingadmissionpolicies',
        'get list watch',
      ),
      'single policies may be updated': allowing(group, 'validatingadmissionpolicies', 'update', 'shop-images'),
      'a webhook may delete itself': allowing(group, 'validatingwebhookconfigurations', 'delete', 'shop-images'),
      'creation cannot be allowed by name': allowing(group, 'mutatingwebhookconfigurations', 'create', 'shop-defaults'),
      'their status may be written': allowing(group, 'validatingadmissionpolicies/status', 'update'),
      'they are out of reach of a Role': asRole(allowing(group, '*', '*')),
      'and of a RoleBinding': boundIn('shop', allowing(group, 'mutatingwebhookconfigurations', 'create')),
      'policies of an engine are others': allowing('kyverno.io', '*', '*'),
      'there are no rules': { rules: [] },
    },
  },
});
