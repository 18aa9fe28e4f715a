import { defineCheck } from '../define.ts';
import { narrowRole } from '../snippets/narrow-role.ts';
import { role } from '../subjects/access.ts';
import { entries } from '../subjects/field.ts';
import { isNarrowed } from '../subjects/grants.ts';
import { bindingKinds, ruleOffence } from '../subjects/role-check.ts';
import { allowing, asRole } from '../subjects/role-examples.ts';

export const rbacWildcardResources = defineCheck({
  id: 'rbac-wildcard-resources',
  title: 'Role grants something on every resource of a group',
  category: 'rbac',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['5.1.3'], nsa: ['authorization'] },
  because:
    'In the core group every resource includes Secrets, commands in pods and the proxy of nodes, also for those who may only read; elsewhere it includes what is installed tomorrow. How bad that is depends on the group and the verbs.',
  remedy: 'Name the resources that are used.',
  paste: narrowRole,

  subject: role,
  fields: ['rules'],
  reads: bindingKinds,
  violatedBy: (object, world) =>
    ruleOffence(
      object,
      (rule) => !isNarrowed(rule) && entries(rule.resources).some(isWildcard),
      'grants something on every resource',
      world,
    ),

  examples: {
    violating: {
      'the resource is a wildcard': allowing('', '*', 'get'),
      'a wildcard stands beside resources': allowing('apps', 'deployments *', 'list'),
      'it is a wildcard before a subresource': allowing('*', '*/scale', 'update'),
      'a Role does it': asRole(allowing('', '*', 'get')),
      'everything is a wildcard': allowing('*', '*', '*'),
      'one rule of several does it': {
        rules: [
          { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
          { apiGroups: ['batch'], resources: ['*'], verbs: ['get'] },
        ],
      },
    },
    compliant: {
      'the resources are named': allowing('', 'pods pods/log configmaps', 'get list'),
      'a wildcard after a resource matches nothing': allowing('', 'pods/*', 'get'),
      '*/* matches nothing': allowing('', '*/*', 'get'),
      'a pattern is no wildcard': allowing('', 'pod*', 'get'),
      'only paths are meant': { rules: [{ nonResourceURLs: ['*'], verbs: ['get'] }] },
      'names narrow it': allowing('', '*', 'get', 'settings'),
      'there are no rules': { rules: [] },
      'the list is null': { rules: null },
    },
  },
});

function isWildcard(resource: unknown): boolean {
  return resource === '*' || (typeof resource === 'string' && /^\*\/[^*]/.test(resource));
}
