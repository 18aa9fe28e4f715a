import { flagCheck, mustSet } from '../subjects/flag-check.ts';

export const cpKcmTerminatedPodGc = flagCheck({
  id: 'cp-kcm-terminated-pod-gc',
  title: 'Pods that have ended are left lying about',
  component: 'kube-controller-manager',
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: { cis: ['1.3.1'], mitre: ['T1499'] },
  because: 'Pods that ended stay until there are 12,500 of them: they fill etcd and slow every list down.',
  remedy:
    'Set `--terminated-pod-gc-threshold` to what the cluster can bear, such as 1000; zero switches collection off.',

  flags: ['terminated-pod-gc-threshold'],
  objects: (flags, context) => {
    const limit = flags.number('terminated-pod-gc-threshold');
    if (limit !== undefined && limit <= 0) return `--terminated-pod-gc-threshold is ${limit}, which collects nothing`;
    return mustSet('terminated-pod-gc-threshold')(flags, context);
  },

  examples: {
    violating: {
      'nobody has chosen a limit': { flags: { 'terminated-pod-gc-threshold': undefined } },
      'it is zero, which collects nothing': { flags: { 'terminated-pod-gc-threshold': '0' } },
      'it is below zero': { flags: { 'terminated-pod-gc-threshold': '-1' } },
    },
    compliant: {
      'a limit is set': {},
    },
    notApplicable: {
      'a provider runs the control plane': { seen: { spec: { provider: 'eks', managed: true } } },
    },
  },
});
