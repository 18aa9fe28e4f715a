import type { PolicyRule } from '../../model/access.ts';
import type { KubeObject } from '../../model/object.ts';
import { yaml } from '../paste.ts';
import { entries, isSet } from '../subjects/field.ts';
import { isNarrowed, matches, matchesResource, rulesOf } from '../subjects/grants.ts';
import { allowing, asRole, boundIn, ruleOf } from '../subjects/role-examples.ts';
import { defineRoleCheck } from '../subjects/role-check.ts';

const group = 'certificates.k8s.io';

/** Signers of certificates that the API server accepts from clients; those of kubelets only serve. */
const ofClients: ReadonlySet<string> = new Set([
  'kubernetes.io/*',
  'kubernetes.io/kube-apiserver-client',
  'kubernetes.io/kube-apiserver-client-kubelet',
  'kubernetes.io/legacy-unknown',
]);

export const rbacCsrApprove = defineRoleCheck({
  id: 'rbac-csr-approve',
  title: 'Role lets its holders approve certificates for any identity',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['5.1.11'], nsa: ['authorization', 'authentication'], mitre: ['T1136.001'] },
  because:
    'Anybody may ask for a certificate in the name of a component or a node; who approves it has an identity that outlives their access and that no one can revoke. It takes `certificatesigningrequests/approval` and `approve` on the signer together, which may come from two roles.',
  remedy: 'Name in `resourceNames` the signers that it approves for, and leave those of API clients to people.',
  paste: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata:
      name: serving-certificate-approver
    rules:
      - apiGroups: [certificates.k8s.io]
        resources: [certificatesigningrequests]
        verbs: [get, list, watch]
      - apiGroups: [certificates.k8s.io]
        resources: [certificatesigningrequests/approval]
        verbs: [update]
      - apiGroups: [certificates.k8s.io]
        resources: [signers]
        resourceNames: [kubernetes.io/kubelet-serving]
        verbs: [approve]
  `,

  rights: [
    {
      group,
      resources: ['certificatesigningrequests/approval'],
      verbs: ['update', 'patch'],
      clusterScoped: true,
    },
    { group, resources: ['signers'], verbs: ['approve'], clusterScoped: true, named: (name) => ofClients.has(name) },
  ],
  except: approvesOthersOnly,

  examples: {
    violating: {
      'requests may be approved by an update': allowing(group, 'certificatesigningrequests/approval', 'update'),
      'requests may be approved by a patch': allowing(group, 'certificatesigningrequests/approval', 'patch'),
      'it may approve for every signer': allowing(group, 'signers', 'approve'),
      'it may approve for the signer of clients': allowing(
        group,
        'signers',
        'approve',
        'kubernetes.io/kube-apiserver-client',
      ),
      'it may approve for every signer of Kubernetes': allowing(group, 'signers', 'approve', 'kubernetes.io/*'),
      'both halves stand together': {
        rules: [
          ruleOf(group, 'certificatesigningrequests/approval', 'update'),
          ruleOf(group, 'signers', 'approve', 'kubernetes.io/kube-apiserver-client-kubelet'),
        ],
      },
      'a wildcard before the subresource includes it': allowing(group, '*/approval', 'update'),
      'every resource of the group includes it': allowing(group, '*', '*'),
    },
    compliant: {
      'requests may be made and read': allowing(group, 'certificatesigningrequests', 'create get list watch'),
      'an update of the request approves nothing': allowing(group, 'certificatesigningrequests', 'update patch'),
      'a wildcard after the resource matches nothing': allowing(group, 'certificatesigningrequests/*', 'update'),
      'it may approve for a signer of its own': allowing(group, 'signers', 'approve', 'shop.example/*'),
      'approval is for a signer of its own': {
        rules: [
          ruleOf(group, 'certificatesigningrequests/approval', 'update'),
          ruleOf(group, 'signers', 'approve', 'shop.example/web'),
        ],
      },
      'approval is for what kubelets serve with': {
        rules: [
          ruleOf(group, 'certificatesigningrequests/approval', 'update'),
          ruleOf(group, 'signers', 'approve', 'kubernetes.io/kubelet-serving'),
        ],
      },
      'signing needs the key of the authority': allowing(group, 'signers', 'sign'),
      'signers are out of reach of a Role': asRole(allowing(group, 'signers', 'approve')),
      'requests are out of reach of a RoleBinding': boundIn(
        'shop',
        allowing(group, 'certificatesigningrequests/approval', 'update'),
      ),
      'there are no rules': { rules: [] },
    },
  },
});

/** Whether a role says for which signers it approves, and none of them is one of the API server's clients. */
function approvesOthersOnly(role: KubeObject): boolean {
  let says = false;
  for (const rule of rulesOf(role)) {
    if (!isSet(rule) || !approves(rule)) continue;
    if (!isNarrowed(rule) || entries(rule.resourceNames).some((name) => isSet(name) && ofClients.has(name)))
      return false;
    says = true;
  }
  return says;
}

function approves({ apiGroups, resources, verbs }: PolicyRule): boolean {
  return matches(apiGroups, group) && matchesResource(resources, { resource: 'signers' }) && matches(verbs, 'approve');
}
