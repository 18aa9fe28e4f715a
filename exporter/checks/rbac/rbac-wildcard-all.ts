import { defineCheck } from '../define.ts';
import { narrowRole } from '../snippets/narrow-role.ts';
import { role } from '../subjects/access.ts';
import { grantsAll } from '../subjects/grants.ts';
import { bindingKinds, ruleOffence } from '../subjects/role-check.ts';

export const rbacWildcardAll = defineCheck({
  id: 'rbac-wildcard-all',
  title: 'Role grants everything',
  category: 'rbac',
  risk: { impact: 'cluster', ease: 'direct' },
  frameworks: { cis: ['5.1.1', '5.1.3'], nsa: ['authorization'], microsoft: ['cluster-admin-binding'] },
  because: 'A rule of wildcards is cluster-admin under another name, and grants what is installed tomorrow too.',
  remedy: 'Name the groups, resources and verbs that the holder needs.',
  paste: narrowRole,

  subject: role,
  fields: ['rules'],
  reads: bindingKinds,
  violatedBy: (object, world) =>
    ruleOffence(object, grantsAll, 'grants every verb on every resource of every group', world),

  examples: {
    violating: {
      'a rule is nothing but wildcards': { rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] },
      'wildcards stand beside names': {
        rules: [{ apiGroups: ['', '*'], resources: ['pods', '*'], verbs: ['get', '*'] }],
      },
      'one rule of several is': {
        rules: [
          { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
          { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
        ],
      },
    },
    compliant: {
      'the verbs are named': { rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] }] },
      'the groups are named': { rules: [{ apiGroups: ['shop.example'], resources: ['*'], verbs: ['*'] }] },
      'the resources are named': { rules: [{ apiGroups: ['*'], resources: ['widgets'], verbs: ['*'] }] },
      '*/* matches nothing': { rules: [{ apiGroups: ['*'], resources: ['*/*'], verbs: ['*'] }] },
      'wildcards in different rules do not meet': {
        rules: [
          { apiGroups: ['*'], resources: ['*'], verbs: ['get'] },
          { nonResourceURLs: ['*'], verbs: ['*'] },
        ],
      },
      'names narrow it': {
        rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'], resourceNames: ['settings'] }],
      },
      'there are no rules': { rules: [] },
      'the list is null': { rules: null },
    },
  },
});
