import { flagCheck, mustBindLoopback } from '../subjects/flag-check.ts';

export const cpSchedBindAddress = flagCheck({
  id: 'cp-sched-bind-address',
  title: 'Scheduler listens on every address',
  component: 'kube-scheduler',
  risk: { impact: 'workload', ease: 'contributing' },
  frameworks: { cis: ['1.4.2'], nsa: ['control-plane'] },
  because:
    'Metrics and debugging of the component are within reach of every pod, for whatever their protection is worth.',
  remedy: 'Set `--bind-address=127.0.0.1`, and let monitoring come in through a proxy on the host.',

  flags: ['bind-address'],
  objects: mustBindLoopback,

  examples: {
    violating: {
      'it is every address': { flags: { 'bind-address': '0.0.0.0' } },
      'nothing is said, which means every address': { flags: { 'bind-address': undefined } },
      'it is an address of the host': { flags: { 'bind-address': '10.0.0.10' } },
      'it is every address of IPv6': { flags: { 'bind-address': '::' } },
    },
    compliant: {
      'it is loopback': {},
      'it is loopback of IPv6': { flags: { 'bind-address': '::1' } },
    },
  },
});
