import { alertOutcomes, metrics, type AlertSeverity } from '../../../contract/index.ts';
import { alertSeverities } from '../../../contract/vocabulary.ts';
import { clusterFamily, type Family } from '../family.ts';
import { labelSet } from '../label-set.ts';

/** What became of the alerts of clusters, by name. */
export interface AlertsView {
  /** Committed counts by `severity|outcome`; undefined where no alert was ever told of. */
  counts(cluster: string): ReadonlyMap<string, number> | undefined;
  /** 0 to 1; undefined when no episode has ended. */
  triageCoverage(cluster: string): number | undefined;
}

/** M7: alerts that ended, by outcome. Absent until Alertmanager has told of one. */
export function alertFamilies(alerts: AlertsView): readonly Family[] {
  const all = alertSeverities.flatMap((severity: AlertSeverity) =>
    alertOutcomes.map((outcome) => ({
      pair: `${severity}|${outcome}`,
      labels: labelSet(metrics.alertEpisodes, { severity, outcome }),
    })),
  );
  const none = labelSet(metrics.alertTriageCoverage, {});
  return [
    clusterFamily(metrics.alertEpisodes, function* ({ name }) {
      const counts = alerts.counts(name);
      if (counts === undefined) return;
      for (const { pair, labels } of all) yield [labels, counts.get(pair) ?? 0];
    }),
    clusterFamily(metrics.alertTriageCoverage, function* ({ name }) {
      const coverage = alerts.triageCoverage(name);
      if (coverage !== undefined) yield [none, coverage];
    }),
  ];
}
