import { roleIndexValue } from '../../model/inventory.ts';
import type { KubeObject } from '../../model/object.ts';
import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { given, type Manifest } from '../patch.ts';
import { clusterRole, subjectKey, subjectsOf, subjectWords } from '../subjects/access.ts';
import { grants, rulesOf, type Resource } from '../subjects/grants.ts';
import { quoted } from '../text.ts';
import { isSet } from '../subjects/field.ts';

const secrets: Resource = { group: '', resource: 'secrets' };
const reading = ['get', 'list', 'watch'];

export const rbacSecretsRead = defineCheck({
  id: 'rbac-secrets-read',
  title: 'Someone can read the Secrets of every namespace',
  category: 'rbac',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['5.1.2'], nsa: ['authorization', 'secrets'], microsoft: ['list-secrets'], mitre: ['T1552.007'] },
  because:
    'Secrets hold the passwords and keys of every workload, and listing them hands out their content just as reading them does.',
  remedy: 'Bind the role in the namespaces where it is needed, or name single Secrets in `resourceNames`.',

  subject: clusterRole,
  fields: ['rules'],
  reads: ['ClusterRoleBinding', 'RoleBinding'],
  violatedBy(object, world) {
    const index = rulesOf(object).findIndex((rule) => grants(rule, reading, secrets));
    if (index < 0) return false;
    const bindings = world.by('bindings-of-role', roleIndexValue('ClusterRole', '', object.metadata.name));
    const offences: Offence[] = [];
    for (const binding of bindings) {
      if (binding.metadata.namespace === '') addOffences(offences, binding, `rules[${index}]`);
    }
    return offences;
  },

  examples: {
    violating: {
      'a bound role may get them': given(
        { rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }] },
        boundTo({ kind: 'Group', name: 'developers' }),
      ),
      'listing hands out the content too': given(
        { rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }] },
        boundTo({ kind: 'Group', name: 'developers' }),
      ),
      'so does watching': given(
        { rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['watch'] }] },
        boundTo({ kind: 'ServiceAccount', name: 'backup', namespace: 'tools' }),
      ),
      'wildcards include them': given(
        { rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] },
        boundTo({ kind: 'User', name: 'jane' }),
      ),
    },
    compliant: {
      'the role is not bound': { rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }] },
      'the binding has no subjects': given(
        { rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }] },
        boundTo(),
      ),
      'the role is bound in one namespace': given(
        { rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }] },
        {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'RoleBinding',
          metadata: { name: 'readers', namespace: 'shop' },
          roleRef: { kind: 'ClusterRole', name: 'shop-reader' },
          subjects: [{ kind: 'Group', name: 'developers' }],
        },
      ),
      'writing is not reading': given(
        { rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['create', 'delete'] }] },
        boundTo({ kind: 'Group', name: 'developers' }),
      ),
      'secrets of another group are others': given(
        { rules: [{ apiGroups: ['vault.example'], resources: ['secrets'], verbs: ['*'] }] },
        boundTo({ kind: 'Group', name: 'developers' }),
      ),
      'names narrow it to single Secrets': given(
        { rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'], resourceNames: ['ca'] }] },
        boundTo({ kind: 'Group', name: 'developers' }),
      ),
      'a wildcard after the resource matches nothing': given(
        { rules: [{ apiGroups: [''], resources: ['secrets/*'], verbs: ['get'] }] },
        boundTo({ kind: 'Group', name: 'developers' }),
      ),
    },
  },
});

function addOffences(offences: Offence[], binding: KubeObject, path: string): void {
  for (const subject of subjectsOf(binding)) {
    if (!isSet(subject)) continue;
    const who = subjectWords(subject, binding);
    offences.push({
      path,
      part: `${binding.metadata.name}/${subjectKey(subject, binding)}`,
      message: `${who} can read every Secret through ClusterRoleBinding ${quoted(binding.metadata.name)}`,
    });
  }
}

function boundTo(...subjects: readonly object[]): Manifest {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'secret-readers' },
    roleRef: { kind: 'ClusterRole', name: 'shop-reader' },
    subjects,
  };
}
