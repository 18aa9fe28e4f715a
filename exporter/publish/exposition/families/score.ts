import { metrics, overflow, type ApiFramework } from '../../../contract/index.ts';
import type { Check } from '../../../checks/define.ts';
import { indexesOf } from '../../../checks/frameworks/summary.ts';
import { scoreOf } from '../../../evaluate/score.ts';
import { postureFamily, rendered, type Family } from '../family.ts';
import { labelSet } from '../label-set.ts';

/** Checks whose cost is told one by one: more than any list of what to do first shows. */
const mostDrivers = 10;

/** M9: the score, over all checks and over those of each framework, and what it is lost to; absent while nothing has a verdict. */
export function scoreFamilies(frameworks: readonly ApiFramework[]): readonly Family[] {
  const all = labelSet(metrics.postureScore, { framework: 'all' });
  const each = rendered((checks: readonly Check[]) =>
    frameworks.map((framework) => ({
      labels: labelSet(metrics.postureScore, { framework: framework.id }),
      among: indexesOf(framework, checks),
    })),
  );
  const checkLabels = rendered(({ id }: Check) => labelSet(metrics.scorePointsLost, { check: id }));
  const rest = labelSet(metrics.scorePointsLost, { check: overflow });

  return [
    postureFamily(metrics.postureScore, function* ({ score, counts }) {
      if (score === undefined) return;
      yield [all, score.ratio];
      for (const { labels, among } of each(counts.checks)) {
        const own = scoreOf(counts, among);
        if (own !== undefined) yield [labels, own.ratio];
      }
    }),
    postureFamily(metrics.scorePointsLost, function* ({ score, counts }) {
      if (score === undefined) return;
      let others = 0;
      for (const [index, { check, pointsLost }] of score.drivers.entries()) {
        const driver = counts.checks[check];
        if (driver !== undefined && index < mostDrivers) yield [checkLabels(driver), pointsLost];
        else others += pointsLost;
      }
      yield [rest, others];
    }),
  ];
}
