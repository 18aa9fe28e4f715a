import { flagCheck, mustBe } from '../subjects/flag-check.ts';

export const cpKcmProfiling = flagCheck({
  id: 'cp-kcm-profiling',
  title: 'Profiling of the controller manager is on',
  component: 'kube-controller-manager',
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: { cis: ['1.3.2'], nsa: ['control-plane'] },
  because:
    'Profiles show internals of the process, and taking one costs it time: a way to slow the cluster down for who may call it.',
  remedy: 'Set `--profiling=false`.',

  flags: ['profiling'],
  objects: mustBe('profiling', false, true),

  examples: {
    violating: {
      'it is on': { flags: { profiling: 'true' } },
      'nothing is said, which means true': { flags: { profiling: undefined } },
    },
    compliant: {
      'it is off': {},
      'it is off, in capitals': { flags: { profiling: 'FALSE' } },
    },
  },
});
