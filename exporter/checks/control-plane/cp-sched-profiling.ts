import { Unseen } from '../../model/world.ts';
import { flagCheck, mustBe } from '../subjects/flag-check.ts';
import { plain } from '../text.ts';

export const cpSchedProfiling = flagCheck({
  id: 'cp-sched-profiling',
  title: 'Profiling of the scheduler is on',
  component: 'kube-scheduler',
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: { cis: ['1.4.1'], nsa: ['control-plane'] },
  because:
    'Profiles show internals of the process, and taking one costs it time: a way to slow the cluster down for who may call it.',
  remedy: 'Set `--profiling=false`.',

  flags: ['profiling'],
  objects: (flags, context) => {
    const file = flags.text('config');
    if (file === undefined) return mustBe('profiling', false, true)(flags, context);
    throw new Unseen(`profiling stands in the file ${plain(file)}, and the flag counts for nothing beside it`);
  },

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
