import { given } from '../patch.ts';
import { oneSecret } from '../snippets/one-secret.ts';
import { reachOfObject } from '../subjects/reach.ts';
import { defineRoleCheck } from '../subjects/role-check.ts';
import { allowing, asRole, bindingOf, boundIn, boundInCluster } from '../subjects/role-examples.ts';

export const rbacSecretsReadNamespaced = defineRoleCheck({
  id: 'rbac-secrets-read-namespaced',
  title: 'Role lets its holders read the Secrets of a namespace',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { cis: ['5.1.2'], nsa: ['authorization', 'secrets'], mitre: ['T1552.007'], microsoft: ['list-secrets'] },
  because:
    'Whoever reads the Secrets of a namespace has the passwords and keys of all its workloads; what these open, inside the cluster and outside, decides how far it goes.',
  remedy: 'Name single Secrets in `resourceNames`, with `get` only, or mount them into the pod that needs them.',
  paste: oneSecret,

  rights: [{ group: '', resources: ['secrets'], verbs: ['get', 'list', 'watch'] }],
  // What a ClusterRoleBinding gives is the matter of rbac-secrets-read; this is about what single namespaces give.
  except(object, world) {
    if (object.kind === 'Role') return false;
    return reachOfObject(object, world).bindings.every(({ metadata: { namespace } }) => namespace === '');
  },

  examples: {
    violating: {
      'a Role lets them be read': asRole(allowing('', 'secrets', 'get')),
      'listing hands out the content too': asRole(allowing('', 'secrets', 'list')),
      'so does watching': asRole(allowing('', 'secrets', 'watch')),
      'a RoleBinding gives it in one namespace': boundIn('shop', allowing('', 'secrets', 'get')),
      'a namespace gives it beside the cluster': given(
        allowing('', 'secrets', 'get'),
        bindingOf(''),
        bindingOf('shop'),
      ),
      'every resource includes them': asRole(allowing('', '*', 'get')),
      'every group includes them': asRole(allowing('*', 'secrets', 'list')),
    },
    compliant: {
      'a ClusterRole is bound nowhere, which is another check': allowing('', 'secrets', 'get'),
      'it is bound in the cluster, which is another check': boundInCluster(allowing('', 'secrets', 'get')),
      'single Secrets may be read': asRole(allowing('', 'secrets', 'get', 'web-tls')),
      'a name allows no more of lists than of reads': asRole(allowing('', 'secrets', 'list watch', 'web-tls')),
      'writing is not reading': asRole(allowing('', 'secrets', 'create update delete')),
      'secrets of another group are others': asRole(allowing('vault.example', 'secrets', 'get')),
      'a wildcard after the resource matches nothing': asRole(allowing('', 'secrets/*', 'get')),
      'there are no rules': { rules: [] },
    },
  },
});
