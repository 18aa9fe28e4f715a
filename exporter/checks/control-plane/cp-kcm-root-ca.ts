import { flagCheck, mustSet } from '../subjects/flag-check.ts';

export const cpKcmRootCa = flagCheck({
  id: 'cp-kcm-root-ca',
  title: 'Pods do not learn whom to trust as API server',
  component: 'kube-controller-manager',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { cis: ['1.3.5'], nsa: ['encryption'] },
  because: 'Pods that cannot verify the API server give their tokens to whoever answers in its place.',
  remedy: 'Set `--root-ca-file` to the authority that signed for the API server.',

  flags: ['root-ca-file'],
  objects: mustSet('root-ca-file'),

  examples: {
    violating: {
      'it is not set': { flags: { 'root-ca-file': undefined } },
    },
    compliant: {
      'it is set': {},
    },
  },
});
