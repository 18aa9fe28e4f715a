import type { Manifest } from '../../../checks/patch.ts';
import { binding, clusterRole } from './workload.ts';

const everything = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };
const enterPods = {
  apiGroups: [''],
  resources: ['pods/attach', 'pods/exec', 'pods/proxy'],
  verbs: ['get', 'create', 'delete'],
};
const readSecrets = { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch'] };
const all = (...verbs: readonly string[]) => ({ apiGroups: ['*'], resources: ['*'], verbs });

const controller = (name: string, ...rules: readonly object[]): readonly Manifest[] => [
  clusterRole(`system:controller:${name}`, ...rules),
  binding(`system:controller:${name}`, `system:controller:${name}`, [`ServiceAccount/kube-system/${name}`]),
];

/** What every API server makes of roles and bindings, as far as a check could object. */
export const kubernetes: readonly Manifest[] = [
  clusterRole('cluster-admin', everything, { nonResourceURLs: ['*'], verbs: ['*'] }),
  clusterRole('admin', readSecrets, enterPods),
  clusterRole('edit', readSecrets, enterPods),
  clusterRole('view', { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }),
  clusterRole('system:aggregate-to-edit', readSecrets, enterPods),
  clusterRole('system:kube-controller-manager', all('list', 'watch')),
  clusterRole('system:node', {
    apiGroups: [''],
    resources: ['secrets', 'configmaps'],
    verbs: ['get', 'list', 'watch'],
  }),
  binding('system:node', 'system:node', []),
  binding('cluster-admin', 'cluster-admin', ['Group/system:masters']),
  binding('system:kube-controller-manager', 'system:kube-controller-manager', ['User/system:kube-controller-manager']),
  binding('system:basic-user', 'system:basic-user', ['Group/system:authenticated']),
  binding('system:discovery', 'system:discovery', ['Group/system:authenticated']),
  binding('system:public-info-viewer', 'system:public-info-viewer', [
    'Group/system:authenticated',
    'Group/system:unauthenticated',
  ]),
  binding('system:service-account-issuer-discovery', 'system:service-account-issuer-discovery', [
    'Group/system:serviceaccounts',
  ]),
  binding('system:cluster-trust-bundle-discovery', 'system:cluster-trust-bundle-discovery', [
    'Group/system:serviceaccounts',
  ]),
  ...controller('generic-garbage-collector', all('delete', 'get', 'list', 'patch', 'update', 'watch')),
  ...controller('namespace-controller', all('delete', 'deletecollection', 'get', 'list')),
  ...controller('resourcequota-controller', all('list', 'watch')),
  ...controller('storage-version-migrator-controller', all('get', 'list', 'patch', 'update')),
];
