import type { PolicyRule } from '../../model/access.ts';
import { atLeast, type KubernetesVersion } from '../../model/version.ts';
import { defineCheck } from '../define.ts';
import { onVersion } from '../patch.ts';
import { role } from '../subjects/access.ts';
import { grants, names, rulesOf, type Resource } from '../subjects/grants.ts';

const streams: readonly Resource[] = [
  { group: '', resource: 'pods', subresource: 'exec' },
  { group: '', resource: 'pods', subresource: 'attach' },
];
const ephemeral: Resource = { group: '', resource: 'pods', subresource: 'ephemeralcontainers' };

const create = ['create'];
const get = ['get'];
const change = ['patch', 'update'];

export const rbacPodsExec = defineCheck({
  id: 'rbac-pods-exec',
  title: 'Role lets its holders run commands in pods',
  category: 'rbac',
  risk: { impact: 'workload', ease: 'direct' },
  frameworks: { nsa: ['authorization'], microsoft: ['exec-into-container'], mitre: ['T1609'] },
  because:
    'Whoever enters a running pod has its credentials, its data and its place in the network, and leaves little trace.',
  remedy: 'Remove the rule, or name the pods in `resourceNames` and bind the role for the time of the work.',

  subject: role,
  fields: ['rules'],
  violatedBy(object, { version }) {
    let index = -1;
    for (const rule of rulesOf(object)) {
      index++;
      const granted = grantedBy(rule, version);
      if (granted === undefined) continue;
      return { path: `rules[${index}]`, part: 'rules', message: `rules[${index}] grants ${granted}` };
    }
    return false;
  },

  examples: {
    violating: {
      'commands may be run': { rules: [{ apiGroups: [''], resources: ['pods/exec'], verbs: ['create'] }] },
      'a WebSocket is opened with get': { rules: [{ apiGroups: [''], resources: ['pods/exec'], verbs: ['get'] }] },
      'processes may be attached to': { rules: [{ apiGroups: [''], resources: ['pods/attach'], verbs: ['create'] }] },
      'a debugging container may be added': {
        rules: [{ apiGroups: [''], resources: ['pods/ephemeralcontainers'], verbs: ['patch'] }],
      },
      'updating adds one too': {
        rules: [{ apiGroups: [''], resources: ['pods/ephemeralcontainers'], verbs: ['update'] }],
      },
      'a wildcard includes it': { rules: [{ apiGroups: [''], resources: ['*'], verbs: ['create'] }] },
      'a wildcard before the subresource does': {
        rules: [{ apiGroups: ['*'], resources: ['*/exec'], verbs: ['*'] }],
      },
      'reading everything includes it before 1.35': onVersion('1.34', {
        rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] }],
      }),
    },
    compliant: {
      'pods may be read': { rules: [{ apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list'] }] },
      'a wildcard after the resource matches nothing': {
        rules: [{ apiGroups: [''], resources: ['pods/*'], verbs: ['create'] }],
      },
      'pods of another group are others': {
        rules: [{ apiGroups: ['metrics.k8s.io'], resources: ['*'], verbs: ['get', 'create'] }],
      },
      'listing opens nothing': { rules: [{ apiGroups: [''], resources: ['pods/exec'], verbs: ['list'] }] },
      'names narrow it to single pods': {
        rules: [{ apiGroups: [''], resources: ['pods/exec'], verbs: ['create'], resourceNames: ['debug'] }],
      },
      'reading everything no longer includes it in 1.35': onVersion('1.35', {
        rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] }],
      }),
      'there are no rules': { rules: [] },
    },
  },
});

function grantedBy(rule: PolicyRule | null | undefined, version: KubernetesVersion): string | undefined {
  for (const stream of streams) {
    if (grants(rule, create, stream)) return `create on pods/${stream.subresource}`;
    // From 1.35 a WebSocket also asks for create, unless a feature gate is off: reading everything then opens none.
    // A rule that names the subresource is meant for it, and works wherever else it is applied.
    if (grants(rule, get, stream) && (!atLeast(version, 1, 35) || names(rule, stream))) {
      return `get on pods/${stream.subresource}`;
    }
  }
  return grants(rule, change, ephemeral) ? 'changes of pods/ephemeralcontainers' : undefined;
}
