import type { KubeObject } from '../../model/object.ts';
import type { Offence } from '../../model/verdict.ts';
import type { World } from '../../model/world.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given } from '../patch.ts';
import { clusterRole } from '../subjects/access.ts';
import { levelLabel } from '../access/built-in.ts';
import { isRecord } from '../../model/record.ts';
import { rulesOf } from '../subjects/grants.ts';
import { holdersInWords, isEffective, nobody, reachByLabels, type Reach } from '../subjects/reach.ts';
import { allowing, bindingOf } from '../subjects/role-examples.ts';
import { bindingKinds } from '../subjects/role-check.ts';
import { grantOf, type Right } from '../subjects/rights.ts';
import { clipped } from '../text.ts';
import { rbacApiserviceWrite } from './rbac-apiservice-write.ts';
import { rbacBindEscalate } from './rbac-bind-escalate.ts';
import { rbacCsrApprove } from './rbac-csr-approve.ts';
import { rbacImpersonate } from './rbac-impersonate.ts';
import { rbacNodesProxy } from './rbac-nodes-proxy.ts';
import { rbacPersistentvolumesCreate } from './rbac-persistentvolumes-create.ts';
import { rbacPodsCreate } from './rbac-pods-create.ts';
import { rbacPodsExec } from './rbac-pods-exec.ts';
import { rbacRolebindingWrite } from './rbac-rolebinding-write.ts';
import { rbacSecretsReadNamespaced } from './rbac-secrets-read-namespaced.ts';
import { rbacTokenCreate } from './rbac-token-create.ts';
import { rbacWebhooksWrite } from './rbac-webhooks-write.ts';
import { rbacWorkloadsWrite } from './rbac-workloads-write.ts';

const reachesServiceAccounts = ({ resources }: Right): boolean => resources.includes('serviceaccounts');
const reachesBindingsOfNamespaces = ({ resources }: Right): boolean => resources.includes('rolebindings');

/** What none of the roles for people has. */
const beyondAdmin: readonly Right[] = [
  ...rbacApiserviceWrite.rights,
  ...rbacBindEscalate.rights,
  ...rbacCsrApprove.rights,
  ...rbacImpersonate.rights.filter((right) => !reachesServiceAccounts(right)),
  ...rbacNodesProxy.rights,
  ...rbacPersistentvolumesCreate.rights,
  ...rbacRolebindingWrite.rights.filter((right) => !reachesBindingsOfNamespaces(right)),
  ...rbacWebhooksWrite.rights,
];

const beyondEdit: readonly Right[] = [
  ...beyondAdmin,
  ...rbacRolebindingWrite.rights.filter(reachesBindingsOfNamespaces),
];

const beyondView: readonly Right[] = [
  ...beyondEdit,
  ...rbacImpersonate.rights.filter(reachesServiceAccounts),
  ...rbacPodsCreate.rights,
  ...rbacPodsExec.rights,
  ...rbacSecretsReadNamespaced.rights,
  ...rbacTokenCreate.rights,
  ...rbacWorkloadsWrite.rights,
];

/** What each role that Kubernetes puts together by label must not become; `view` is within `edit`, that within `admin`. */
const targets: readonly { readonly role: string; readonly beyond: readonly Right[] }[] = [
  { role: 'view', beyond: beyondView },
  { role: 'edit', beyond: beyondEdit },
  { role: 'admin', beyond: beyondAdmin },
];

export const rbacAggregationEscalation = defineCheck({
  id: 'rbac-aggregation-escalation',
  title: 'Role adds dangerous rights to a role for people',
  category: 'rbac',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['5.1.8'], nsa: ['authorization'], mitre: ['T1098.006'] },
  because:
    'By its label Kubernetes copies the rules into `view`, `edit` or `admin`, and so to everybody who is bound to these, in every namespace: no binding changes, and nobody reviews it.',
  remedy: 'Remove the label, or move the rules into a role that is bound to those who need them.',
  paste: yaml`
    # Without the label that adds its rules to admin, edit or view, for those who are bound to it.
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata:
      name: shop-operator
    rules:
      - apiGroups: [shop.example]
        resources: [orders]
        verbs: [get, list, watch, patch]
  `,

  subject: clusterRole,
  fields: ['rules', 'metadata.labels'],
  reads: bindingKinds,
  violatedBy(object, world) {
    const { labels } = object.metadata;
    if (!isRecord(labels)) return false;
    for (const { role, beyond } of targets) {
      if (labels[levelLabel(role)] !== 'true') continue;
      const offence = addedTo(role, beyond, object, world);
      if (offence !== undefined) return offence;
    }
    return false;
  },

  examples: {
    violating: {
      'reading Secrets is added to view': labelled('view', allowing('', 'secrets', 'get')),
      'commands in pods are added to view': labelled('view', allowing('', 'pods/exec', 'create')),
      'starting pods is added to view': labelled('view', allowing('apps', 'deployments', 'create')),
      'changing workloads is added to view': labelled('view', allowing('apps', 'deployments', 'patch')),
      'tokens are added to view': labelled('view', allowing('', 'serviceaccounts/token', 'create')),
      'service accounts are added to view': labelled('view', allowing('', 'serviceaccounts', 'impersonate')),
      'bindings are added to edit': labelled('edit', allowing('rbac.authorization.k8s.io', 'rolebindings', 'create')),
      'binding any role is added to edit': labelled('edit', allowing('rbac.authorization.k8s.io', 'roles', 'bind')),
      'binding any role is added to admin': labelled(
        'admin',
        allowing('rbac.authorization.k8s.io', 'clusterroles', 'bind'),
      ),
      'acting as anybody is added to admin': labelled('admin', allowing('', 'users', 'impersonate')),
      'webhooks are added to admin': labelled(
        'admin',
        allowing('admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'create'),
      ),
      'everything is added to admin': labelled('admin', allowing('*', '*', '*')),
      'what is of the cluster is added to a role that holds there': given(
        labelled('view', allowing('', 'nodes/proxy', 'get')),
        bindingOf('', 'view'),
      ),
      'what is of the cluster is added to a role that holds there as part of another': given(
        labelled('view', allowing('', 'nodes/proxy', 'get')),
        bindingOf('', 'edit'),
      ),
    },
    compliant: {
      'reading an own resource is added to view': labelled('view', allowing('shop.example', '*', 'get list watch')),
      'every verb on an own resource is added to edit': labelled('edit', allowing('shop.example', 'orders', '*')),
      'edit reads Secrets anyway': labelled('edit', allowing('', 'secrets', 'get')),
      'edit enters pods anyway': labelled('edit', allowing('', 'pods/exec', 'create')),
      'admin writes bindings anyway': labelled(
        'admin',
        allowing('rbac.authorization.k8s.io', 'rolebindings', 'create'),
      ),
      'single Secrets are added to view': labelled('view', allowing('', 'secrets', 'get', 'web-tls')),
      'what is of the cluster is added to a role of namespaces': given(
        labelled('view', allowing('', 'nodes/proxy', 'get')),
        bindingOf('shop', 'view'),
      ),
      'the label says no': {
        ...allowing('', 'secrets', 'get'),
        metadata: { labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'false' } },
      },
      'the label is of another role': {
        ...allowing('', 'secrets', 'get'),
        metadata: { labels: { 'rbac.authorization.k8s.io/aggregate-to-audit': 'true' } },
      },
      'there are no labels': allowing('', 'secrets', 'get'),
    },
  },
});

function addedTo(target: string, beyond: readonly Right[], role: KubeObject, world: World): Offence | undefined {
  const rules = rulesOf(role);
  let reach: Reach | undefined;
  for (let index = 0; index < rules.length; index++) {
    for (const right of beyond) {
      const granted = grantOf(rules[index], right, world);
      if (granted === undefined) continue;
      reach ??= reachByLabels({ [levelLabel(target)]: 'true' }, world) ?? nobody;
      if (!isEffective(right, role, reach)) continue;
      const path = `rules[${index}]`;
      return {
        path,
        part: 'rules',
        message: clipped(`${path} adds ${granted} to "${target}", and so${holdersInWords(reach)}`),
      };
    }
  }
  return undefined;
}

function labelled<R extends object>(role: string, patch: R) {
  return { ...patch, metadata: { labels: { [levelLabel(role)]: 'true' } } };
}
