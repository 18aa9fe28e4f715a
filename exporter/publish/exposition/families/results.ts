import { exemptionStates, metrics, overflow, results, severities, type Severity } from '../../../contract/index.ts';
import type { Check } from '../../../checks/define.ts';
import { postureFamily, rendered, type Family } from '../family.ts';
import { labelSet } from '../label-set.ts';

/** Checks whose unknown results are told one by one: where there are more, a kind or the whole cluster is out of sight. */
const mostUnknown = 10;

/** M1: verdicts of checks on objects, and how many of them there are. */
export function resultFamilies(): readonly Family[] {
  const labelsOf = rendered(({ id, severity }: Check) => ({
    fail: labelSet(metrics.checkResources, { check: id, severity, status: 'fail' }),
    pass: labelSet(metrics.checkResources, { check: id, severity, status: 'pass' }),
    unknown: labelSet(metrics.checkResources, { check: id, severity, status: 'unknown' }),
  }));
  const restOf = (severity: Severity) =>
    labelSet(metrics.checkResources, { check: overflow, severity, status: 'unknown' });
  const resultCells = severities.flatMap((severity) =>
    results.map((status) => ({ severity, status, labels: labelSet(metrics.resources, { severity, status }) })),
  );
  const cluster = labelSet(metrics.clusterClean, {});
  const exemptionLabels = {
    active: labelSet(metrics.exemptions, { state: 'active' }),
    expiring: labelSet(metrics.exemptions, { state: 'expiring' }),
    expired: labelSet(metrics.exemptions, { state: 'expired' }),
    unused: labelSet(metrics.exemptions, { state: 'unused' }),
  };

  return [
    postureFamily(metrics.clusterClean, ({ clean }) => [[cluster, clean ? 1 : 0]]),
    postureFamily(metrics.checkResources, function* ({ counts }) {
      const undecided: { readonly check: Check; readonly unknown: number }[] = [];
      for (const [index, check] of counts.checks.entries()) {
        const [fail, pass] = [counts.count(index, 'fail'), counts.count(index, 'pass')];
        const unknown = counts.count(index, 'unknown') + counts.count(index, 'error');
        // A check that looks at nothing here has nothing to say, which is not the same as no failure.
        if (fail + pass + unknown + counts.count(index, 'exempt') === 0) continue;
        const labels = labelsOf(check);
        yield [labels.fail, fail];
        yield [labels.pass, pass];
        if (unknown > 0) undecided.push({ check, unknown });
      }
      undecided.sort((a, b) => rank(a.check) - rank(b.check) || b.unknown - a.unknown);
      for (const { check, unknown } of undecided.slice(0, mostUnknown)) yield [labelsOf(check).unknown, unknown];
      const rest = new Map<Severity, number>();
      for (const { check, unknown } of undecided.slice(mostUnknown)) {
        rest.set(check.severity, (rest.get(check.severity) ?? 0) + unknown);
      }
      for (const [severity, unknown] of rest) yield [restOf(severity), unknown];
    }),
    postureFamily(metrics.resources, function* ({ counts }) {
      const sums = new Map<string, number>();
      for (const [index, { severity }] of counts.checks.entries()) {
        for (const result of results) {
          const key = `${severity}|${result}`;
          sums.set(key, (sums.get(key) ?? 0) + counts.count(index, result));
        }
      }
      for (const { severity, status, labels } of resultCells) yield [labels, sums.get(`${severity}|${status}`) ?? 0];
    }),
    postureFamily(metrics.exemptions, function* ({ counts }, { now }, view) {
      const states = view.waivers(now).map(({ state }) => state);
      // Waivers have a state of their own; what else accepts anything is in force wherever it is used.
      const others = [...counts.uses.keys()].filter((id) => !id.startsWith('waiver/')).length;
      for (const state of exemptionStates) {
        const count = states.filter((one) => one === state).length;
        yield [exemptionLabels[state], count + (state === 'active' ? others : 0)];
      }
    }),
    postureFamily(metrics.checkCoverage, ({ coverage }) => [[cluster, coverage]]),
  ];
}

function rank({ severity }: Check): number {
  return severities.indexOf(severity);
}
