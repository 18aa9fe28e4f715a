import { defineCheck } from '../define.ts';
import { narrowRole } from '../snippets/narrow-role.ts';
import { role } from '../subjects/access.ts';
import { entries } from '../subjects/field.ts';
import { isNarrowed } from '../subjects/grants.ts';
import { bindingKinds, ruleOffence } from '../subjects/role-check.ts';
import { allowing, asRole } from '../subjects/role-examples.ts';

export const rbacWildcardApigroups = defineCheck({
  id: 'rbac-wildcard-apigroups',
  title: 'Role grants something in every API group',
  category: 'rbac',
  risk: { impact: 'cluster', ease: 'contributing' },
  frameworks: { cis: ['5.1.3'], nsa: ['authorization'] },
  because:
    'A resource of the same name in a group that is installed tomorrow is granted along, and nobody will have decided so.',
  remedy: 'Name the groups, with `""` for the core group.',
  paste: narrowRole,
  optional: true,

  subject: role,
  fields: ['rules'],
  reads: bindingKinds,
  violatedBy: (object, world) =>
    ruleOffence(
      object,
      (rule) => !isNarrowed(rule) && entries(rule.apiGroups).includes('*'),
      'grants something in every API group',
      world,
    ),

  examples: {
    violating: {
      'the group is a wildcard': allowing('*', 'pods', 'get'),
      'a wildcard stands beside groups': {
        rules: [{ apiGroups: ['', '*'], resources: ['pods'], verbs: ['get'] }],
      },
      'a Role does it': asRole(allowing('*', 'pods', 'get')),
      'everything is a wildcard': allowing('*', '*', '*'),
    },
    compliant: {
      'the core group is named': allowing('', '*', '*'),
      'a pattern is no wildcard': allowing('*.shop.example', 'widgets', 'get'),
      'names narrow it': allowing('*', 'pods', 'get', 'web'),
      'there are no rules': { rules: [] },
      'the list is null': { rules: null },
    },
  },
});
