import { defineCheck } from '../define.ts';
import { narrowRole } from '../snippets/narrow-role.ts';
import { role } from '../subjects/access.ts';
import { entries } from '../subjects/field.ts';
import { isNarrowed } from '../subjects/grants.ts';
import { bindingKinds, ruleOffence } from '../subjects/role-check.ts';
import { allowing, asRole } from '../subjects/role-examples.ts';

export const rbacWildcardVerbs = defineCheck({
  id: 'rbac-wildcard-verbs',
  title: 'Role grants every verb on a resource',
  category: 'rbac',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['5.1.3'], nsa: ['authorization'] },
  because:
    'Every verb is more than reading and writing: on roles it is `bind` and `escalate`, on service accounts `impersonate`, on signers `approve`, and it is whatever a later release adds. How bad that is depends on the resource.',
  remedy: 'List the verbs that are used; the audit log tells which.',
  paste: narrowRole,

  subject: role,
  fields: ['rules'],
  reads: bindingKinds,
  violatedBy: (object, world) =>
    ruleOffence(
      object,
      // Of paths outside of resources only a few take more than reads; they are not what this is about.
      (rule) => entries(rule.resources).length > 0 && !isNarrowed(rule) && entries(rule.verbs).includes('*'),
      'grants every verb',
      world,
    ),

  examples: {
    violating: {
      'the verb is a wildcard': allowing('', 'configmaps', '*'),
      'a wildcard stands beside verbs': allowing('apps', 'deployments', 'get * list'),
      'a Role does it': asRole(allowing('', 'configmaps', '*')),
      'everything is a wildcard': allowing('*', '*', '*'),
      'one rule of several does it': {
        rules: [
          { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
          { apiGroups: ['batch'], resources: ['jobs'], verbs: ['*'] },
        ],
      },
    },
    compliant: {
      'the verbs are listed': allowing('', 'configmaps', 'get list watch create update patch delete'),
      'a pattern is no wildcard': allowing('', 'configmaps', 'get*'),
      'only paths are meant': { rules: [{ nonResourceURLs: ['/metrics'], verbs: ['*'] }] },
      'names narrow it': allowing('', 'configmaps', '*', 'settings'),
      'there are no rules': { rules: [] },
      'the list is null': { rules: null },
    },
  },
});
