import { drillCheck, metrics, recorded, unowned } from '#contract';
import { durationOf } from '../duration.ts';
import { once } from '../promql.ts';
import { record, type AlertRule } from '../rule.ts';
import type { Chapter } from '../slo.ts';
import type { Values } from '../values.ts';

const finding = ['cluster', 'check', 'resource_namespace', 'resource_kind', 'resource_name'] as const;
const object = ['cluster', 'resource_namespace', 'resource_kind', 'resource_name'] as const;

/** Critical findings that have just begun, alone and many at once, and signs that somebody uses one. */
export function criticalFindings(values: Values): Chapter {
  const { alerts, owners } = values;
  const { newCritical, burst, exploit } = alerts;
  const { name } = recorded.criticalSince;
  const withOwner = [...finding, 'owner'] as const;
  const served = once([...withOwner, 'reason'], metrics.criticalFindingSince);
  const isNews = 'reason!~"baseline|check_changed"';
  const begunWithin = (seconds: number, by: readonly string[], where = isNews) =>
    `max by (${by.join(', ')}) (${name}{${where}}) > time() - ${seconds}`;
  // A drill calls who would be called for one finding; nobody escalates it.
  const isReal = `${isNews},check!="${drillCheck}"`;
  const escalated = (by: readonly string[]) => begunWithin(burst.within, by, isReal);
  return {
    groups: [
      {
        name: 'plumbline-critical-findings',
        interval: '30s',
        rules: [
          // While nobody reports on a cluster (no baseline either), it reads what it said a moment ago: an exporter that
          // dies resolves no page. What was fixed before is not in it, so it does not come back.
          record(
            recorded.criticalSince,
            `${served}
or
(${name} > time() - ${newCritical.ringsFor})
  unless on (cluster) group by (cluster) (${metrics.clusterBaseline.name})`,
          ),
          {
            alert: 'KspmCriticalFindingNew',
            expr: signed(begunWithin(newCritical.ringsFor, withOwner), ['check', ...object.slice(1)]),
            keepFiringFor: durationOf(newCritical.keepFiringFor),
            severity: 'critical',
            notify: 'page',
            owner: 'series',
            slo: 'm1-critical-posture',
            signature: 'series',
            labels: { finding_severity: 'critical' },
            by: [...withOwner, 'signature'],
            dashboard: 'plumbline-oncall',
            summary: 'A critical finding has just begun.',
            description: `{{ if eq $labels.check "${drillCheck}" }}This is a drill of alerting, opened on purpose: nothing is wrong, and it closes by itself. {{ end }}{{ $labels.resource_kind }} {{ with $labels.resource_namespace }}{{ . }}/{{ end }}{{ $labels.resource_name }} in cluster {{ $labels.cluster }} fails {{ $labels.check }}: {{ with printf "${metrics.checkInfo.name}{check=%q}" $labels.check | query }}{{ . | first | label "title" }}{{ else }}a critical check{{ end }}. It belongs to {{ $labels.owner }}. Pages end after ${durationOf(newCritical.ringsFor)}, or when it is fixed; what is still open then is in KspmCriticalFindingsOpen.`,
            annotations: ofObject(values, true),
          },
          {
            alert: 'KspmCriticalFindingsBurst',
            // Objects, not findings: one pod that somebody debugs with fails several checks at once.
            expr: `count by (cluster) (\n  ${escalated(object)}\n) >= ${burst.objects}`,
            severity: 'critical',
            notify: 'page',
            owner: owners.posture,
            slo: 'm1-critical-posture',
            labels: { escalation: 'true' },
            by: ['cluster'],
            dashboard: 'plumbline-oncall',
            summary: 'Critical findings have begun at once at several objects of one cluster.',
            description: `{{ $value }} objects of cluster {{ $labels.cluster }} began to fail critical checks within ${durationOf(burst.within)}: a bad deployment, or somebody at work. Findings by check:{{ range printf ${quoted(`sort_desc(count by (check) (${begunWithin(burst.within, finding, `cluster=%q,${isReal}`)}))`)} $labels.cluster | query }} {{ .Labels.check }} ({{ .Value }}){{ end }}.`,
          },
          {
            alert: 'KspmCriticalFindingsSpread',
            expr: `count(\n  ${escalated(['cluster'])}\n) >= ${burst.clusters}`,
            severity: 'critical',
            notify: 'page',
            owner: owners.posture,
            slo: 'm1-fleet-posture',
            labels: { escalation: 'true' },
            by: [],
            dashboard: 'plumbline-executive',
            summary: 'Critical findings have begun in several clusters at once.',
            description: `Critical findings began in {{ $value }} clusters within ${durationOf(burst.within)}. Objects by cluster:{{ range query ${quoted(`sort_desc(count by (cluster) (${escalated(object)}))`)} }} {{ .Labels.cluster }} ({{ .Value }}){{ end }}.`,
          },
          {
            alert: 'KspmExploitIndicator',
            expr: signed(
              `${once([...object, 'indicator', 'owner'], metrics.exploitIndicator)} > time() - ${exploit.ringsFor}`,
              ['indicator', ...object.slice(1)],
            ),
            severity: 'critical',
            notify: 'page',
            owner: 'series',
            slo: 'm1-critical-posture',
            signature: 'series',
            labels: { finding_severity: 'critical', escalation: 'true' },
            by: [...object, 'indicator', 'owner', 'signature'],
            dashboard: 'plumbline-oncall',
            summary: 'Somebody is inside a workload that has an open critical finding.',
            description:
              'A sign of exploitation ({{ $labels.indicator }}) was seen at {{ $labels.resource_kind }} {{ with $labels.resource_namespace }}{{ . }}/{{ end }}{{ $labels.resource_name }} in cluster {{ $labels.cluster }}, which has an open critical finding. It belongs to {{ $labels.owner }}.',
            annotations: ofObject(values, false),
          },
        ],
      },
      // A ticket for every owner in every cluster, each of which Prometheus words anew at every turn, a template for each of
      // its labels and annotations. It may come four minutes later.
      { name: 'plumbline-critical-backlog', interval: '4m', rules: [openBacklog(values)] },
    ],
  };
}

/** Text in the quotes of a template. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

/** What pages do not show: the backlog, and what is older than a page lasts. One ticket for each owner. */
function openBacklog({ links }: Values): AlertRule {
  return {
    alert: 'KspmCriticalFindingsOpen',
    expr: `${once(['cluster', 'owner'], metrics.ownerFindings, { severity: 'critical' })} > 0`,
    for: '1h',
    severity: 'warning',
    notify: 'ticket',
    owner: 'series',
    slo: 'm1-critical-posture',
    labels: { finding_severity: 'critical' },
    by: ['cluster', 'owner'],
    dashboard: 'plumbline-oncall',
    summary: 'Critical findings are open.',
    description: `{{ $value }} critical findings of {{ $labels.owner }} are open in cluster {{ $labels.cluster }}, those of before Plumbline included. Owners beyond the 20 largest are _other, objects without an owner are ${unowned}.`,
    annotations: {
      evidence_url: `${links.exporter}/api/v1/findings?severity=critical&cluster={{ $labels.cluster | urlquery }}&owner={{ $labels.owner | urlquery }}`,
    },
  };
}

/** Puts the labels that tell findings of one cluster apart into one, for receivers that deduplicate by it. */
function signed(expr: string, labels: readonly string[]): string {
  return `label_join(\n  ${expr},\n  "signature", "/", ${labels.map((label) => `"${label}"`).join(', ')}\n)`;
}

/** What who is called at night needs to see first. Names of objects and managers are text of the cluster: shown, never trusted. */
function ofObject({ links }: Values, withCheck: boolean): Readonly<Record<string, string>> {
  const where = `cluster={{ $labels.cluster | urlquery }}&namespace={{ $labels.resource_namespace | urlquery }}`;
  const chosen = `${where}${withCheck ? '&check={{ $labels.check | urlquery }}' : '&severity=critical'}&q={{ $labels.resource_name | urlquery }}`;
  const change = `printf "${metrics.criticalFindingChange.name}{cluster=%q,resource_namespace=%q,resource_kind=%q,resource_name=%q}" $labels.cluster $labels.resource_namespace $labels.resource_kind $labels.resource_name | query`;
  const contact = `printf "${metrics.ownerInfo.name}{owner=%q}" $labels.owner | query`;
  return {
    since: '{{ $value | humanizeTimestamp }}',
    actor: `{{ with ${change} }}{{ . | first | label "manager" }} ({{ . | first | label "actor" }}){{ else }}not recorded; see the timeline of the object{{ end }}`,
    contact: `{{ with ${contact} }}{{ . | first | label "slack" }} {{ . | first | label "escalation" }}{{ else }}none on file{{ end }}`,
    finding_url: `${links.grafana}/a/plumbline-posture-app/findings?${chosen}`,
    evidence_url: `${links.exporter}/api/v1/findings?${chosen}`,
    timeline_url: `${links.exporter}/api/v1/drift?${where}&kind={{ $labels.resource_kind | urlquery }}&name={{ $labels.resource_name | urlquery }}`,
  };
}
