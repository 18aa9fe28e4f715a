import { mustEnable } from '../subjects/api-server.ts';
import { flagCheck } from '../subjects/flag-check.ts';

export const cpApiAlwaysPullImages = flagCheck({
  id: 'cp-api-always-pull-images',
  title: 'Pods run images that lie on the node without credentials for them',
  component: 'kube-apiserver',
  risk: { impact: 'workload', ease: 'contributing' },
  frameworks: { cis: ['1.2.11'], nsa: ['admission-control'] },
  because:
    "On a shared node a pod can start another tenant's private image if it lies there already; the registry is never asked.",
  remedy:
    'Add AlwaysPullImages to `--enable-admission-plugins`, or set `imagePullCredentialsVerificationPolicy` of kubelets (1.35).',

  flags: ['enable-admission-plugins'],
  wanted: { 'enable-admission-plugins': 'NodeRestriction,AlwaysPullImages' },
  objects: mustEnable('AlwaysPullImages'),

  examples: {
    violating: {
      'it is not among the plugins': { flags: { 'enable-admission-plugins': 'NodeRestriction' } },
      'no plugin is named, and it is off by default': { flags: { 'enable-admission-plugins': undefined } },
    },
    compliant: {
      'it is among them': {},
      'the old flag names it': { command: ['kube-apiserver', '--admission-control=AlwaysPullImages'] },
    },
  },
});
