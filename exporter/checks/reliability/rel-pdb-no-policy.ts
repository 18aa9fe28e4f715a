import type { Offence } from '../../model/verdict.ts';
import { atLeast } from '../../model/version.ts';
import { defineCheck } from '../define.ts';
import { onVersion } from '../patch.ts';
import { disruptionBudget } from '../subjects/disruption-budget.ts';
import { isSet } from '../subjects/field.ts';

export const relPdbNoPolicy = defineCheck({
  id: 'rel-pdb-no-policy',
  title: 'Disruption budget leaves open what it allows',
  category: 'reliability',
  risk: { impact: 'operations', ease: 'conditional' },
  optional: true,
  frameworks: {},
  because:
    'A budget without a bound allows no eviction at all. One that says nothing of pods that run but are not ready keeps them from being evicted too: one broken rollout keeps a node from being drained.',
  remedy: 'Set `maxUnavailable` or `minAvailable`, and `unhealthyPodEvictionPolicy: AlwaysAllow`.',

  subject: disruptionBudget,
  fields: ['spec.maxUnavailable', 'spec.minAvailable', 'spec.unhealthyPodEvictionPolicy'],
  violatedBy({ spec }, { version }) {
    const { maxUnavailable, minAvailable, unhealthyPodEvictionPolicy } = spec ?? {};
    const isBounded = isSet(maxUnavailable) || isSet(minAvailable);
    // On by default from 1.27 on.
    const isOffered = atLeast(version, 1, 27);
    if (isBounded && !isOffered) return 'not_applicable';
    const isDecided = !isOffered || isSet(unhealthyPodEvictionPolicy);
    if (isBounded && isDecided) return false;
    const offences: Offence[] = [];
    if (!isBounded)
      offences.push({ path: 'spec.maxUnavailable', message: 'neither maxUnavailable nor minAvailable is set' });
    if (!isDecided)
      offences.push({
        path: 'spec.unhealthyPodEvictionPolicy',
        part: 'unhealthyPodEvictionPolicy',
        message: 'unhealthyPodEvictionPolicy is not set',
      });
    return offences;
  },
  fix: (_budget, { part }) =>
    part === undefined ? { spec: { maxUnavailable: 1 } } : { spec: { unhealthyPodEvictionPolicy: 'AlwaysAllow' } },

  examples: {
    violating: {
      'nothing is said of sick pods': { spec: { unhealthyPodEvictionPolicy: undefined } },
      'null is as good as nothing': { spec: { unhealthyPodEvictionPolicy: null } },
      'there is no bound': { spec: { maxUnavailable: undefined } },
      'the bounds are null': { spec: { maxUnavailable: null, minAvailable: null } },
      'nothing is said at all': { spec: { maxUnavailable: undefined, unhealthyPodEvictionPolicy: undefined } },
      'a release without the policy needs a bound too': onVersion('1.26', {
        spec: { maxUnavailable: undefined, unhealthyPodEvictionPolicy: undefined },
      }),
    },
    compliant: {
      'what is sick may always go': { spec: { unhealthyPodEvictionPolicy: 'AlwaysAllow' } },
      'somebody decided for what is the default': { spec: { unhealthyPodEvictionPolicy: 'IfHealthyBudget' } },
      'the bound is the other one': { spec: { maxUnavailable: undefined, minAvailable: 1 } },
      'the bound is zero': { spec: { maxUnavailable: 0 } },
    },
    notApplicable: {
      'the release does not offer it': onVersion('1.26', { spec: { unhealthyPodEvictionPolicy: undefined } }),
    },
  },
});
