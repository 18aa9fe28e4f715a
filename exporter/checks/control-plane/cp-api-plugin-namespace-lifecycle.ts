import { mustNotDisable } from '../subjects/api-server.ts';
import { flagCheck } from '../subjects/flag-check.ts';

export const cpApiPluginNamespaceLifecycle = flagCheck({
  id: 'cp-api-plugin-namespace-lifecycle',
  title: 'Objects can be created in namespaces that end',
  component: 'kube-apiserver',
  risk: { impact: 'operations', ease: 'direct' },
  frameworks: { cis: ['1.2.13'], nsa: ['admission-control'] },
  because:
    'Without the plugin objects come to be in namespaces that are ending or do not exist, where nothing ever removes them, and system namespaces can be deleted.',
  remedy: 'Remove NamespaceLifecycle from `--disable-admission-plugins`.',

  flags: ['disable-admission-plugins'],
  wanted: { 'disable-admission-plugins': '' },
  objects: mustNotDisable('NamespaceLifecycle'),

  examples: {
    violating: {
      'it is disabled': { flags: { 'disable-admission-plugins': 'DefaultStorageClass,NamespaceLifecycle' } },
      'the old flag leaves it out': { command: ['kube-apiserver', '--admission-control=NodeRestriction'] },
    },
    compliant: {
      'it is on by default': {},
      'another one is disabled': { flags: { 'disable-admission-plugins': 'DefaultStorageClass' } },
      'it is enabled as well, which wins': {
        flags: { 'disable-admission-plugins': 'NamespaceLifecycle', 'enable-admission-plugins': 'NamespaceLifecycle' },
      },
    },
  },
});
