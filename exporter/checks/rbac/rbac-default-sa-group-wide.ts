import type { PolicyRule } from '../../model/access.ts';
import type { Offence } from '../../model/verdict.ts';
import { isClusterScoped } from '../access/cluster-scoped.ts';
import { clusterRole, namespacedRole } from '../access/examples.ts';
import { accessKinds } from '../access/grants.ts';
import { ruleAllows } from '../access/request.ts';
import { referredRules } from '../access/role-rules.ts';
import { defineCheck } from '../define.ts';
import { given } from '../patch.ts';
import { accountBinding } from '../snippets/bindings.ts';
import { binding, subjectKey, subjectsOf } from '../subjects/access.ts';
import { isSet, strings } from '../subjects/field.ts';
import { isNarrowed } from '../subjects/grants.ts';
import { quoted } from '../text.ts';

const allAccounts = 'system:serviceaccounts';

const writing = ['create', 'update', 'patch', 'delete', 'deletecollection', 'impersonate', 'bind', 'escalate', '*'];
const reading = ['get', 'list', 'watch'];
const secrets = { group: '', resource: 'secrets', namespace: '' };

/** API groups whose objects are questions: creating one changes nothing. */
const questions: ReadonlySet<string> = new Set(['authentication.k8s.io', 'authorization.k8s.io']);

export const rbacDefaultSaGroupWide = defineCheck({
  id: 'rbac-default-sa-group-wide',
  title: 'Every service account may write or read Secrets',
  category: 'rbac',
  risk: { impact: 'workload', ease: 'direct' },
  frameworks: { cis: ['5.1.5'], nsa: ['authorization'], mitre: ['T1078.001', 'T1098.006'] },
  because:
    'Every pod that has a token is in the group, those that are still to come included: whoever breaks into the least of them holds these rights.',
  remedy: 'Bind the service accounts that need the right, each by its name, and remove the group.',
  paste: accountBinding,

  subject: binding,
  fields: ['subjects.name', 'roleRef.name'],
  reads: accessKinds,
  violatedBy(object, world) {
    let granted: string | undefined;
    let offences: Offence[] | undefined;
    let index = -1;
    for (const subject of subjectsOf(object)) {
      index++;
      if (subject?.kind !== 'Group' || !isAccountGroup(subject.name)) continue;
      granted ??= worstOf(referredRules(object, world)?.rules ?? [], object.metadata.namespace);
      if (granted === undefined) return false;
      offences ??= [];
      const part = subjectKey(subject, object);
      if (offences.some((offence) => offence.part === part)) continue;
      offences.push({
        path: `subjects[${index}].name`,
        part,
        message: `${whoseAccounts(subject.name)} may ${granted} through ${quoted(object.roleRef?.name)}`,
      });
    }
    return offences ?? false;
  },

  examples: {
    violating: {
      'every account may create ConfigMaps': given(
        boundTo(allAccounts, 'writers'),
        clusterRole('writers', 'core configmaps create'),
      ),
      'the accounts of one namespace may': given(
        boundTo(`${allAccounts}:shop`, 'writers'),
        clusterRole('writers', 'core configmaps patch'),
      ),
      'every account may read Secrets': given(
        boundTo(allAccounts, 'readers'),
        clusterRole('readers', 'core secrets get'),
      ),
      'listing Secrets is reading them': given(
        boundTo(allAccounts, 'readers'),
        clusterRole('readers', 'core secrets list'),
      ),
      'a wildcard includes both': given(boundTo(allAccounts, 'owners'), clusterRole('owners', 'apps * *')),
      'a role that every cluster has is bound': boundTo(allAccounts, 'edit'),
      'a RoleBinding gives it in one namespace': given(
        { kind: 'RoleBinding' as const, metadata: { namespace: 'shop' }, ...boundTo(`${allAccounts}:shop`, 'writers') },
        clusterRole('writers', 'core configmaps delete'),
      ),
      'a Role gives it': given(
        {
          kind: 'RoleBinding' as const,
          metadata: { namespace: 'shop' },
          roleRef: { kind: 'Role', name: 'writers' },
          subjects: [{ kind: 'Group', name: `${allAccounts}:shop` }],
        },
        namespacedRole('writers', 'batch jobs create'),
      ),
      'names narrow what is written': given(
        boundTo(allAccounts, 'writers'),
        clusterRole('writers', 'core configmaps update shared'),
      ),
      'it is one of several subjects': given(
        { ...boundTo(allAccounts, 'writers'), subjects: [{ kind: 'User', name: 'jane' }, group(allAccounts)] },
        clusterRole('writers', 'core configmaps create'),
      ),
    },
    compliant: {
      'they may read what is no Secret': given(
        boundTo(allAccounts, 'readers'),
        clusterRole('readers', 'core configmaps,pods get,list,watch'),
      ),
      'they may read one Secret by its name': given(
        boundTo(allAccounts, 'readers'),
        clusterRole('readers', 'core secrets get ca'),
      ),
      'they may ask what they may do': given(
        boundTo(allAccounts, 'askers'),
        clusterRole('askers', 'authorization.k8s.io subjectaccessreviews create'),
      ),
      'Kubernetes lets them verify tokens': boundTo(allAccounts, 'system:service-account-issuer-discovery'),
      'a RoleBinding gives no right on what is in no namespace': given(
        { kind: 'RoleBinding' as const, metadata: { namespace: 'shop' }, ...boundTo(`${allAccounts}:shop`, 'writers') },
        clusterRole('writers', 'core nodes,persistentvolumes create,patch'),
      ),
      'creation cannot be narrowed by names: the rule is void': given(
        boundTo(allAccounts, 'writers'),
        clusterRole('writers', 'core configmaps create shared'),
      ),
      'the role does not exist': boundTo(allAccounts, 'missing'),
      'a user of that name is no group': given(
        { ...boundTo(allAccounts, 'writers'), subjects: [{ kind: 'User', name: allAccounts }] },
        clusterRole('writers', 'core configmaps create'),
      ),
      'a group that begins like it is another': given(
        boundTo('system:serviceaccounts-of-shop', 'writers'),
        clusterRole('writers', 'core configmaps create'),
      ),
      'one account is bound': given(
        { ...boundTo(allAccounts, 'writers'), subjects: [{ kind: 'ServiceAccount', name: 'app', namespace: 'shop' }] },
        clusterRole('writers', 'core configmaps create'),
      ),
      'nobody is bound': { subjects: [] },
    },
  },
});

function group(name: string) {
  return { kind: 'Group', name };
}

function boundTo(name: string, role: string) {
  return { roleRef: { kind: 'ClusterRole', name: role }, subjects: [group(name)] };
}

function isAccountGroup(name: unknown): name is string {
  return typeof name === 'string' && (name === allAccounts || name.startsWith(`${allAccounts}:`));
}

function whoseAccounts(name: string | undefined): string {
  const namespace = (name ?? '').slice(allAccounts.length + 1);
  return `every service account${namespace === '' ? '' : ` of namespace ${quoted(namespace)}`}`;
}

/** The worst that rules give in a namespace, or everywhere where it is empty, read on from `may`. */
function worstOf(rules: readonly (PolicyRule | null | undefined)[], namespace: string): string | undefined {
  for (const rule of rules) if (reading.some((verb) => ruleAllows(rule, { ...secrets, verb }))) return 'read Secrets';
  for (const rule of rules) {
    if (!isSet(rule)) continue;
    const narrowed = isNarrowed(rule);
    // A request that creates has no name yet, nor has one that deletes a collection.
    const verb = strings(rule.verbs).find(
      (name) => writing.includes(name) && !(narrowed && (name === 'create' || name === 'deletecollection')),
    );
    if (verb === undefined) continue;
    for (const apiGroup of strings(rule.apiGroups)) {
      if (questions.has(apiGroup)) continue;
      const resource = strings(rule.resources).find(
        (name) => !name.endsWith('/*') && !(namespace !== '' && isClusterScoped(apiGroup, name)),
      );
      if (resource !== undefined) return `${verb === '*' ? 'do everything with' : verb} ${quoted(resource)}`;
    }
  }
  return undefined;
}
