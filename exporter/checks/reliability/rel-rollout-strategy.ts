import { at } from '../../model/record.ts';
import { defineCheck } from '../define.ts';
import { workloadsOf } from '../subjects/replicas.ts';

export const relRolloutStrategy = defineCheck({
  id: 'rel-rollout-strategy',
  title: 'Every rollout takes all pods down first',
  category: 'reliability',
  risk: { impact: 'operations', ease: 'conditional' },
  optional: true,
  frameworks: {},
  because:
    'Nothing answers between the last old pod and the first new one, and when the new ones do not start it stays that way.',
  remedy: 'Use `RollingUpdate` unless two versions cannot run beside each other.',

  subject: workloadsOf('Deployment', ['Deployment']),
  fields: ['spec.strategy.type'],
  violatedBy: ({ object }) => at(object, 'spec', 'strategy', 'type') === 'Recreate',
  fix: { spec: { strategy: { type: 'RollingUpdate' } } },

  examples: {
    violating: {
      'it says so': { spec: { strategy: { type: 'Recreate' } } },
    },
    compliant: {
      'pods are replaced one after the other': { spec: { strategy: { type: 'RollingUpdate' } } },
      'that is the default': { spec: { strategy: undefined } },
      'null is as good as nothing': { spec: { strategy: { type: null } } },
    },
  },
});
