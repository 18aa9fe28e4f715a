import { defineCheck } from '../define.ts';
import { onVersion } from '../patch.ts';
import { atLeast } from '../../model/version.ts';
import { disruptionBudget } from '../subjects/disruption-budget.ts';

export const relPdbNoPolicy = defineCheck({
  id: 'rel-pdb-no-policy',
  title: 'Disruption budget protects pods that are sick',
  category: 'reliability',
  risk: { impact: 'operations', ease: 'conditional' },
  optional: true,
  frameworks: {},
  because:
    'A pod that runs but is not ready counts as one that is missing and cannot be evicted either: one broken rollout keeps a node from being drained.',
  remedy: 'Set `unhealthyPodEvictionPolicy: AlwaysAllow`.',

  subject: disruptionBudget,
  fields: ['spec.unhealthyPodEvictionPolicy'],
  violatedBy({ spec }, { version }) {
    // On by default from 1.27 on.
    return atLeast(version, 1, 27) ? spec?.unhealthyPodEvictionPolicy !== 'AlwaysAllow' : 'not_applicable';
  },
  fix: { spec: { unhealthyPodEvictionPolicy: 'AlwaysAllow' } },

  examples: {
    violating: {
      'nothing is said': { spec: { unhealthyPodEvictionPolicy: undefined } },
      'null is as good as nothing': { spec: { unhealthyPodEvictionPolicy: null } },
      'the default is spelled out': { spec: { unhealthyPodEvictionPolicy: 'IfHealthyBudget' } },
    },
    compliant: {
      'what is sick may always go': { spec: { unhealthyPodEvictionPolicy: 'AlwaysAllow' } },
    },
    notApplicable: {
      'the release does not offer it': onVersion('1.26', { spec: { unhealthyPodEvictionPolicy: undefined } }),
    },
  },
});
