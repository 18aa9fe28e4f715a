import { mustNotDisable } from '../subjects/api-server.ts';
import { flagCheck } from '../subjects/flag-check.ts';

export const cpApiPluginServiceAccount = flagCheck({
  id: 'cp-api-plugin-service-account',
  title: 'Admission does not look after service accounts',
  component: 'kube-apiserver',
  risk: { impact: 'operations', ease: 'direct' },
  frameworks: { cis: ['1.2.12'], nsa: ['admission-control'] },
  because:
    'Without the plugin pods may name accounts that do not exist, and mounted tokens are no longer what the API hands out.',
  remedy: 'Remove ServiceAccount from `--disable-admission-plugins`.',

  flags: ['disable-admission-plugins'],
  wanted: { 'disable-admission-plugins': '' },
  objects: mustNotDisable('ServiceAccount'),

  examples: {
    violating: {
      'it is disabled': { flags: { 'disable-admission-plugins': 'DefaultStorageClass,ServiceAccount' } },
      'the old flag leaves it out': { command: ['kube-apiserver', '--admission-control=NodeRestriction'] },
    },
    compliant: {
      'it is on by default': {},
      'another one is disabled': { flags: { 'disable-admission-plugins': 'DefaultStorageClass' } },
      'it is enabled as well, which wins': {
        flags: { 'disable-admission-plugins': 'ServiceAccount', 'enable-admission-plugins': 'ServiceAccount' },
      },
    },
  },
});
