import { metrics } from '../../../contract/index.ts';
import type { Check } from '../../../checks/define.ts';
import { severityWeights } from '../../../evaluate/score.ts';
import { postureFamily, rendered, type Family } from '../family.ts';
import { labelSet } from '../label-set.ts';

/** M9: the score and what each scored check costs it; both are absent while nothing has a verdict. */
export function scoreFamilies(): readonly Family[] {
  const all = labelSet(metrics.postureScore, { framework: 'all' });
  const checkLabels = rendered(({ id }: Check) => labelSet(metrics.scorePointsLost, { check: id }));

  return [
    postureFamily(metrics.postureScore, ({ score }) => (score === undefined ? [] : [[all, score.ratio]])),
    postureFamily(metrics.scorePointsLost, function* ({ score, counts }) {
      if (score === undefined) return;
      const lost = new Map(score.drivers.map(({ check, pointsLost }) => [check, pointsLost]));
      for (const [index, check] of counts.checks.entries()) {
        if (check.composite || severityWeights[check.severity] === 0) continue;
        yield [checkLabels(check), lost.get(index) ?? 0];
      }
    }),
  ];
}
