import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { given } from '../patch.ts';
import { oneSecret } from '../snippets/one-secret.ts';
import { clusterRole, subjectKey, subjectsOf, subjectWords } from '../subjects/access.ts';
import { isSet } from '../subjects/field.ts';
import { rulesOf } from '../subjects/grants.ts';
import { reachOf, reachOfObject } from '../subjects/reach.ts';
import { grantOf, right } from '../subjects/rights.ts';
import { allowing, bindingOf, boundIn, boundInCluster } from '../subjects/role-examples.ts';
import { bindingKinds } from '../subjects/role-check.ts';
import { quoted } from '../text.ts';

const reading = right({ group: '', resources: ['secrets'], verbs: ['get', 'list', 'watch'] });

export const rbacSecretsRead = defineCheck({
  id: 'rbac-secrets-read',
  title: 'Role lets its holders read the Secrets of every namespace',
  category: 'rbac',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: {
    cis: ['5.1.2'],
    nsa: ['authorization', 'secrets'],
    microsoft: ['list-secrets'],
    mitre: ['T1552.007'],
  },
  because:
    'Secrets hold the passwords and keys of every workload, and listing them hands out their content just as reading them does.',
  remedy: 'Bind the role in the namespaces where it is needed, or name single Secrets in `resourceNames`.',
  paste: oneSecret,

  subject: clusterRole,
  fields: ['rules'],
  reads: bindingKinds,
  violatedBy(object, world) {
    const index = rulesOf(object).findIndex((rule) => grantOf(rule, reading, world) !== undefined);
    if (index < 0) return false;
    // As with every other right: a role that nobody is bound to counts as if it were bound everywhere.
    if (reachOfObject(object, world).bindings.length === 0) {
      const path = `rules[${index}]`;
      return { path, part: 'rules', message: `${path} allows reading every Secret, but nobody is bound to it` };
    }
    const offences: Offence[] = [];
    for (const binding of reachOf('ClusterRole', '', object.metadata.name, world).bindings) {
      if (binding.metadata.namespace !== '') continue;
      const { name } = binding.metadata;
      for (const subject of subjectsOf(binding)) {
        if (!isSet(subject)) continue;
        offences.push({
          path: `rules[${index}]`,
          part: `${name}/${subjectKey(subject, binding)}`,
          message: `${subjectWords(subject, binding)} can read every Secret through ClusterRoleBinding ${quoted(name)}`,
        });
      }
    }
    return offences;
  },

  examples: {
    violating: {
      'the role is not bound yet': allowing('', 'secrets', 'get'),
      'its binding has no subjects yet': given(allowing('', 'secrets', 'get'), { ...bindingOf(''), subjects: [] }),
      'the binding is of another role': given(allowing('', 'secrets', 'get'), bindingOf('', 'view')),
      'a bound role may get them': boundInCluster(allowing('', 'secrets', 'get')),
      'listing hands out the content too': boundInCluster(allowing('', 'secrets', 'list')),
      'so does watching': boundInCluster(allowing('', 'secrets', 'watch')),
      'every resource of the core group includes them': boundInCluster(allowing('', '*', 'get')),
      'wildcards include them': boundInCluster(allowing('*', '*', '*')),
      'the holder is a service account': given(allowing('', 'secrets', 'get'), {
        ...bindingOf(''),
        subjects: [{ kind: 'ServiceAccount', name: 'backup', namespace: 'tools' }],
      }),
    },
    compliant: {
      'the role is bound in one namespace': boundIn('shop', allowing('', 'secrets', 'get')),
      'the role that takes its rules over is bound in one namespace': given(
        {
          ...allowing('', 'secrets', 'get'),
          metadata: { labels: { 'rbac.authorization.k8s.io/aggregate-to-edit': 'true' } },
        },
        bindingOf('shop', 'edit'),
      ),
      'a role without a binding may write them': allowing('', 'secrets', 'create delete'),
      'writing is not reading': boundInCluster(allowing('', 'secrets', 'create delete')),
      'secrets of another group are others': boundInCluster(allowing('vault.example', 'secrets', '*')),
      'names narrow it to single Secrets': boundInCluster(allowing('', 'secrets', 'get', 'ca')),
      'a wildcard after the resource matches nothing': boundInCluster(allowing('', 'secrets/*', 'get')),
    },
  },
});
