import type { ApiAlert, ApiCluster, ApiDrill } from '../contract/api.ts';
import { metrics } from '../contract/metrics.ts';
import { drillCheck } from '../contract/vocabulary.ts';
import { drillAlert, type SeenInPrometheus } from './drill-prometheus.ts';

/** What is known of a drill whose alert did not arrive. */
export interface LostDrill {
  /** Whether /metrics showed it; undefined where that could not be read. */
  readonly isServed: boolean | undefined;
  readonly cluster: ApiCluster;
  /** The newest alert that the ledger ever heard of. */
  readonly newest: ApiAlert | undefined;
  /** What Prometheus showed of it; undefined where nobody looked. */
  readonly seen: SeenInPrometheus | undefined;
}

const alertname = drillAlert;

/** What to look at, in the order in which the alert travels; commands can be pasted. */
export function drillRemedies(drill: ApiDrill, { isServed, cluster, newest, seen }: LostDrill): readonly string[] {
  const series = `${metrics.criticalFindingSince.name}{check="${drillCheck}"}`;
  const route = `product=plumbline notify=page severity=critical alertname=${alertname} cluster=${drill.cluster} owner=${drill.owner}`;
  const served =
    isServed === false
      ? [
          `1. The exporter did not serve it: /metrics had no ${series}.`,
          `   ${cluster.leads ? 'Its store may fail' : `Replica ${cluster.leader ?? '(none is known)'} leads the cluster and is to serve it`}: see the log, and kspm_store_errors_total.`,
        ]
      : [
          `1. Does Prometheus scrape the exporter? Ask it for max_over_time(${series}[15m]).`,
          '   Nothing: the target is missing or down (Status, Targets), or it scrapes another exporter.',
        ];
  const inPrometheus =
    seen?.firing === undefined
      ? [
          ...(seen?.scraped === undefined ? served : ['1. Prometheus has it: scraping is not what is wrong.']),
          `2. Are the rules loaded? Ask Prometheus for ALERTS{alertname="${alertname}",check="${drillCheck}"}.`,
          '   Nothing: alerts/generated/plumbline.rules.yaml is not in rule_files, or scrape.postureJob differs from the job label.',
        ]
      : [`1. 2. ${alertname} fires in Prometheus: what is wrong comes after it.`];
  const heard =
    newest === undefined
      ? 'The ledger has never heard of any alert: Alertmanager does not send to it.'
      : `The ledger does hear of alerts: ${newest.alertname} of ${newest.startsAt} was the last. Rules and routes come first.`;
  return [
    `   ${heard}`,
    ...inPrometheus,
    `3. Does Alertmanager have it? amtool alert query --inhibited --silenced alertname=${alertname} check=${drillCheck}`,
    '   Nothing: `alerting` in prometheus.yml does not lead to it. Suppressed: see which silence or inhibition.',
    `4. Does its route lead to the ledger? amtool config routes test --config.file=alertmanager.yaml ${route}`,
    '   plumbline-ledger has to be among the receivers.',
    '5. Can Alertmanager reach the ledger? Its log says so for plumbline-ledger: the url ends in /api/v1/alertmanager, the',
    '   token has the scope alerts:write, and the cluster has the name under which it is watched here.',
  ];
}
